/**
 * What runs inside Chromium: the preload script in a world of its own, and its bridge to the page's world. Both
 * worlds share the document's events and nothing else, as in Electron. The functions are sent as text, so
 * they may use nothing from outside themselves.
 */

/** Name of the world that the preload script runs in. */
export const PRELOAD_WORLD = 'fake Electron preload';
/** The function through which that world reaches the display. */
export const BINDING = 'fakeElectronSend';

/** A value on its way between Node and the page: text as it is, bytes as base64, anything else as JSON. */
export type PageValue = { text: string } | { base64: string } | { json: unknown };

/** What the preload world tells the display. */
export type FromPreload =
  | { kind: 'ipc'; channel: string; args: unknown[] }
  | { kind: 'port'; portId: number; value: PageValue }
  | { kind: 'portClosed'; portId: number }
  | { kind: 'failed'; message: string };

type Require = (name: string) => unknown;
type PreloadScript = (require: Require, module: { exports: unknown }, exports: unknown) => void;

interface Receiver {
  post: (channel: string, message: unknown, portIds: number[]) => void;
  port: (portId: number, value: PageValue) => void;
  closePort: (portId: number) => void;
}

/** Runs in the page's world before its own scripts: puts on `window` what the preload script exposes. */
function pageAgent(token: string): void {
  if (window.top !== window) return;
  window.addEventListener(`${token}:expose`, (event) => {
    const { name, methods } = JSON.parse((event as CustomEvent<string>).detail) as {
      name: string;
      methods: string[];
    };
    const api: Record<string, (...args: unknown[]) => unknown> = {};
    for (const method of methods) {
      api[method] = (...args) => {
        let answer: { value?: unknown; error?: string } = { error: 'the preload world did not answer' };
        const keep = (event: Event): void => {
          answer = JSON.parse((event as CustomEvent<string>).detail) as typeof answer;
        };
        window.addEventListener(`${token}:answer`, keep, { once: true });
        const detail = JSON.stringify({ name, method, args });
        window.dispatchEvent(new CustomEvent(`${token}:call`, { detail }));
        window.removeEventListener(`${token}:answer`, keep);
        if (answer.error !== undefined) throw new Error(answer.error);
        return answer.value;
      };
    }
    Object.defineProperty(window, name, { value: Object.freeze(api), enumerable: true });
  });
}

/** Runs in the preload world: a small `require('electron')`, then the preload script itself. */
function preloadAgent(token: string, binding: string, script: PreloadScript): void {
  if (window.top !== window) return;
  const world = globalThis as unknown as Record<string, unknown>;
  const send = (message: FromPreload): void =>
    (world[binding] as (text: string) => void)(JSON.stringify(message));
  const lacking = (what: string): never => {
    throw new Error(`the fake Electron lacks ${what}`);
  };
  const guarded = <T extends object>(name: string, target: T): T =>
    new Proxy(target, {
      get: (object, property, receiver) =>
        property in object || typeof property === 'symbol'
          ? (Reflect.get(object, property, receiver) as unknown)
          : lacking(`${name}.${property}`),
    });

  const exposed = new Map<string, Record<string, (...args: unknown[]) => unknown>>();
  const contextBridge = {
    exposeInMainWorld(name: string, api: Record<string, (...args: unknown[]) => unknown>): void {
      if (exposed.has(name))
        throw new Error('Cannot bind an API on top of an existing property on the window object');
      const methods = Object.keys(api);
      if (methods.some((key) => typeof api[key] !== 'function')) lacking('exposing anything but functions');
      exposed.set(name, api);
      const detail = JSON.stringify({ name, methods });
      window.dispatchEvent(new CustomEvent(`${token}:expose`, { detail }));
    },
  };
  window.addEventListener(`${token}:call`, (event) => {
    const call = JSON.parse((event as CustomEvent<string>).detail) as {
      name: string;
      method: string;
      args: unknown[];
    };
    let answer: { value?: unknown; error?: string };
    try {
      const value = exposed.get(call.name)?.[call.method]?.(...call.args);
      if (value instanceof Promise) lacking('promises over the bridge');
      answer = { value };
    } catch (error) {
      answer = { error: String(error) };
    }
    window.dispatchEvent(new CustomEvent(`${token}:answer`, { detail: JSON.stringify(answer) }));
  });

  const listeners = new Map<string, ((event: { ports: MessagePort[] }, ...args: unknown[]) => void)[]>();
  const ipcRenderer = {
    send: (channel: string, ...args: unknown[]): void => send({ kind: 'ipc', channel, args }),
    on(channel: string, listener: (event: { ports: MessagePort[] }, ...args: unknown[]) => void): unknown {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
  };

  const ports = new Map<number, MessagePort>();
  const encode = (data: unknown): PageValue => {
    if (typeof data === 'string') return { text: data };
    if (data instanceof Uint8Array) {
      let binary = '';
      for (const byte of data) binary += String.fromCharCode(byte);
      return { base64: btoa(binary) };
    }
    return { json: data };
  };
  const decode = (value: PageValue): unknown => {
    if ('text' in value) return value.text;
    if ('json' in value) return value.json;
    return Uint8Array.from(atob(value.base64), (char) => char.charCodeAt(0));
  };
  const receiver: Receiver = {
    post(channel, message, portIds) {
      const moved = portIds.map((portId) => {
        const { port1, port2 } = new MessageChannel();
        ports.set(portId, port1);
        port1.addEventListener('message', (event) =>
          send({ kind: 'port', portId, value: encode(event.data) }),
        );
        port1.addEventListener('close', () => send({ kind: 'portClosed', portId }));
        port1.start();
        return port2;
      });
      for (const listener of listeners.get(channel) ?? []) listener({ ports: moved }, message);
    },
    port: (portId, value) => ports.get(portId)?.postMessage(decode(value)),
    closePort: (portId) => ports.get(portId)?.close(),
  };
  world[token] = receiver;

  const electron = guarded('electron', {
    contextBridge: guarded('contextBridge', contextBridge),
    ipcRenderer: guarded('ipcRenderer', ipcRenderer),
  });
  const module = { exports: {} };
  try {
    script(
      (name) => (name === 'electron' ? electron : lacking(`require('${name}') in a sandbox`)),
      module,
      module.exports,
    );
  } catch (error) {
    send({
      kind: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

/** Source for the page's world. */
export const pageAgentSource = (token: string): string =>
  `(${pageAgent.toString()})(${JSON.stringify(token)})`;

/** Source for the preload world; `bundle` is the built preload script (CommonJS). */
export function preloadSource(token: string, bundle: string): string {
  const script = `function (require, module, exports) {${bundle}\n}`;
  return `(${preloadAgent.toString()})(${JSON.stringify(token)}, ${JSON.stringify(BINDING)}, ${script})`;
}

/** An expression that calls the receiver inside the preload world. */
export function receiverCall(token: string, method: keyof Receiver, args: unknown[]): string {
  return `globalThis[${JSON.stringify(token)}].${method}(${args.map((arg) => JSON.stringify(arg) ?? 'undefined').join(', ')})`;
}

export function toPageValue(data: unknown): PageValue {
  if (typeof data === 'string') return { text: data };
  if (data instanceof Uint8Array) return { base64: Buffer.from(data).toString('base64') };
  return { json: data };
}

export function fromPageValue(value: PageValue): unknown {
  if ('text' in value) return value.text;
  if ('json' in value) return value.json;
  return new Uint8Array(Buffer.from(value.base64, 'base64'));
}
