import { randomUUID } from 'node:crypto';
import type { CDPSession, Page } from 'playwright-core';
import { fromPage, originFromPage } from './addresses.ts';
import {
  BINDING,
  PRELOAD_WORLD,
  fromPageValue,
  pageAgentSource,
  preloadSource,
  receiverCall,
  toPageValue,
  type FromPreload,
} from './preload-world.ts';
import type { WireFrame } from './wire.ts';

/** One window as Chromium shows it: a page, its preload world, and the ports that were moved into it. */

export interface PageEvents {
  ipc: (frame: WireFrame, channel: string, args: unknown[]) => void;
  port: (portId: number, data: unknown) => void;
  portClosed: (portId: number) => void;
  failed: (message: string) => void;
}

interface PreloadContext {
  id: number;
  frame: WireFrame;
}

export class PageWindow {
  readonly id: number;
  readonly page: Page;
  readonly #events: PageEvents;
  /** Name of the receiver and prefix of the bridge's events; a page that does not know it can't meddle by accident. */
  readonly #token = `fake-electron-${randomUUID()}`;
  readonly #expected = new Set<string>();
  readonly #contexts = new Map<number, PreloadContext>();
  readonly #ports = new Map<number, number>();
  #current: PreloadContext | null = null;
  #cdp: CDPSession | null = null;

  constructor(id: number, page: Page, events: PageEvents) {
    this.id = id;
    this.page = page;
    this.#events = events;
  }

  /** Installs the preload script; has to be done before anything loads. */
  async prepare(preload: string | null): Promise<void> {
    const cdp = await this.page.context().newCDPSession(this.page);
    this.#cdp = cdp;
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== PRELOAD_WORLD) return;
      const frameId: unknown = context.auxData?.frameId;
      const frame = {
        url: '',
        origin: originFromPage(context.origin),
        isMainFrame: typeof frameId === 'string',
      };
      this.#current = { id: context.id, frame };
      this.#contexts.set(context.id, this.#current);
    });
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) =>
      this.#contextGone(executionContextId),
    );
    cdp.on('Runtime.executionContextsCleared', () => {
      for (const id of Array.from(this.#contexts.keys())) this.#contextGone(id);
    });
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === BINDING) this.#fromPreload(executionContextId, JSON.parse(payload) as FromPreload);
    });
    await cdp.send('Runtime.enable');
    await cdp.send('Page.enable');
    if (preload === null) return;
    await cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: PRELOAD_WORLD });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: pageAgentSource(this.#token) });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: preloadSource(this.#token, preload),
      worldName: PRELOAD_WORLD,
    });
  }

  async load(url: string): Promise<void> {
    this.#expected.add(url);
    try {
      await this.page.goto(url, { waitUntil: 'load' });
    } finally {
      this.#expected.delete(url);
    }
  }

  /** Whether main itself asked for this address. */
  expects(url: string): boolean {
    return this.#expected.has(url);
  }

  async post(channel: string, message: unknown, portIds: number[]): Promise<void> {
    if (this.#current) for (const id of portIds) this.#ports.set(id, this.#current.id);
    await this.#call('post', [channel, message, portIds]);
  }

  deliver(portId: number, data: unknown): Promise<void> {
    return this.#call('port', [portId, toPageValue(data)]);
  }

  closePort(portId: number): Promise<void> {
    this.#ports.delete(portId);
    return this.#call('closePort', [portId]);
  }

  async #call(method: 'post' | 'port' | 'closePort', args: unknown[]): Promise<void> {
    if (!this.#cdp || !this.#current) return;
    const answer = await this.#cdp.send('Runtime.evaluate', {
      expression: receiverCall(this.#token, method, args),
      contextId: this.#current.id,
    });
    if (answer.exceptionDetails) {
      this.#events.failed(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
    }
  }

  #fromPreload(contextId: number, message: FromPreload): void {
    const context = this.#contexts.get(contextId);
    if (!context) return;
    if (message.kind === 'failed') this.#events.failed(message.message);
    else if (message.kind === 'port') this.#events.port(message.portId, fromPageValue(message.value));
    else if (message.kind === 'portClosed') this.#portGone(message.portId);
    else {
      const frame = { ...context.frame, url: fromPage(this.page.url()) };
      this.#events.ipc(frame, message.channel, message.args);
    }
  }

  #portGone(portId: number): void {
    if (this.#ports.delete(portId)) this.#events.portClosed(portId);
  }

  #contextGone(id: number): void {
    this.#contexts.delete(id);
    if (this.#current?.id === id) this.#current = null;
    for (const [portId, contextId] of this.#ports) if (contextId === id) this.#portGone(portId);
  }
}
