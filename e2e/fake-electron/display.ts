import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page, Request, Route } from 'playwright-core';
import { fromPage, toPage } from './addresses.ts';
import { PageWindow } from './page-window.ts';
import {
  wire,
  type DesktopDeed,
  type DialogShown,
  type DisplayCalls,
  type Handlers,
  type MainCalls,
  type Recorded,
  type Wire,
} from './wire.ts';

/**
 * Runs the built main process on the fake and draws its windows in Chromium: the fake's entry point for tests.
 */

export interface FakeElectronOptions {
  browser: Browser;
  /** The built main process. */
  main: string;
  /** Arguments of the program, as a person would give them. */
  args: string[];
  env?: NodeJS.ProcessEnv;
  /** Answers dialogs with the number of a button; the last button when absent. */
  onDialog?: (dialog: DialogShown) => number;
  /** Called with each new page before it loads anything. */
  onPage?: (page: Page) => void | Promise<void>;
  colorScheme?: 'light' | 'dark';
  timezoneId?: string;
  /** Further options for the Node that runs main. */
  execArgv?: string[];
}

export interface FakeElectronApp {
  readonly child: ChildProcess;
  readonly dialogs: DialogShown[];
  /** Requests that the guards or the missing network refused. */
  readonly refused: string[];
  readonly stderr: () => string;
  /** The first window's page, once it has loaded. */
  firstPage(): Promise<Page>;
  inspect(): Promise<Recorded>;
  askPermission(
    permission: string,
    url: string,
    isMainFrame?: boolean,
  ): Promise<{ request: boolean; check: boolean }>;
  /** Does what a person or the system does outside the windows. */
  desktop(deed: DesktopDeed): Promise<void>;
  /** The page of a window beside the first, by its number; undefined while there is none. */
  pageOf(windowId: number): Page | undefined;
  /** Quits as the menu would. */
  quit(): Promise<number | null>;
  readonly exited: Promise<number | null>;
}

const register = new URL('./register.ts', import.meta.url).href;

/** Starts the app. Rejects when main ends before its first window has loaded. */
export function launchFakeElectron(options: FakeElectronOptions): FakeElectronApp {
  const child = fork(options.main, options.args, {
    execArgv: ['--import', register, ...(options.execArgv ?? [])],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...options.env },
  });
  return new Display(options, child);
}

class Display implements FakeElectronApp {
  readonly child: ChildProcess;
  readonly dialogs: DialogShown[] = [];
  readonly refused: string[] = [];
  readonly exited: Promise<number | null>;
  readonly #options: FakeElectronOptions;
  readonly #main: Wire<DisplayCalls>;
  readonly #contexts = new Map<string, Promise<BrowserContext>>();
  readonly #windows = new Map<number, PageWindow>();
  readonly #first: Promise<Page>;
  #shown: (page: Page) => void = () => {};
  #stderr = '';
  #popups: Promise<void> | null = null;

  constructor(options: FakeElectronOptions, child: ChildProcess) {
    this.#options = options;
    this.child = child;
    this.exited = new Promise((resolve) => child.on('exit', resolve));
    this.#first = new Promise((resolve, reject) => {
      this.#shown = resolve;
      child.on('exit', (code) =>
        reject(new Error(`main ended with ${code} before a window was shown\n${this.#stderr}`)),
      );
    });
    this.#first.catch(() => {});
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    }
    this.#main = wire<MainCalls, DisplayCalls>(
      {
        send: (message) => {
          if (child.connected) child.send(message, () => {});
        },
        onMessage: (listener) => child.on('message', listener),
      },
      this.#handlers(),
    );
    child.on('exit', () => {
      this.#main.end();
      for (const context of this.#contexts.values())
        void context.then((open) => open.close()).catch(() => {});
    });
  }

  stderr = (): string => this.#stderr;

  firstPage(): Promise<Page> {
    return this.#first;
  }

  inspect(): Promise<Recorded> {
    return this.#main.ask('inspect', null);
  }

  askPermission(
    permission: string,
    url: string,
    isMainFrame = true,
  ): Promise<{ request: boolean; check: boolean }> {
    return this.#main.ask('permission', { windowId: 1, permission, url, isMainFrame });
  }

  async desktop(deed: DesktopDeed): Promise<void> {
    await this.#main.ask('desktop', deed);
  }

  pageOf(windowId: number): Page | undefined {
    return this.#windows.get(windowId)?.page;
  }

  async quit(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      await this.#main.ask('quit', null).catch(() => {});
    }
    return this.exited;
  }

  #handlers(): Handlers<MainCalls> {
    const windowOf = (id: number): PageWindow => {
      const window = this.#windows.get(id);
      if (!window) throw new Error(`there is no window ${id}`);
      return window;
    };
    return {
      createWindow: async (ask) => {
        await this.#create(ask);
        return null;
      },
      load: async ({ windowId, url }) => {
        const window = windowOf(windowId);
        await window.load(toPage(url));
        this.#shown(window.page);
        return null;
      },
      destroyWindow: async ({ windowId }) => {
        const window = this.#windows.get(windowId);
        this.#windows.delete(windowId);
        await window?.page.close();
        return null;
      },
      post: async ({ windowId, channel, message, portIds }) => {
        await windowOf(windowId).post(channel, message, portIds);
        return null;
      },
      port: async ({ windowId, portId, data }) => {
        await windowOf(windowId).deliver(portId, data);
        return null;
      },
      closePort: async ({ windowId, portId }) => {
        await this.#windows.get(windowId)?.closePort(portId);
        return null;
      },
      dialog: (shown) => {
        this.dialogs.push(shown);
        return { response: this.#options.onDialog?.(shown) ?? Math.max(0, shown.buttons.length - 1) };
      },
    };
  }

  #context(partition: string): Promise<BrowserContext> {
    const known = this.#contexts.get(partition);
    if (known) return known;
    const made = this.#options.browser
      .newContext({ colorScheme: this.#options.colorScheme ?? 'light', timezoneId: this.#options.timezoneId })
      .then(async (context) => {
        await context.route('**/*', (route, request) => this.#answer(route, request));
        return context;
      });
    this.#contexts.set(partition, made);
    return made;
  }

  async #create({
    windowId,
    partition,
    preload,
    width,
    height,
  }: MainCalls['createWindow']['ask']): Promise<void> {
    this.#popups ??= this.#closePopups();
    await this.#popups;
    const context = await this.#context(partition);
    const page = await context.newPage();
    await page.setViewportSize({ width, height });
    await this.#options.onPage?.(page);
    const window = new PageWindow(windowId, page, {
      ipc: (frame, channel, args) =>
        void this.#main.ask('ipc', { windowId, frame, channel, args }).catch(() => {}),
      port: (portId, data) => void this.#main.ask('port', { portId, data }).catch(() => {}),
      portClosed: (portId) => void this.#main.ask('portClosed', { portId }).catch(() => {}),
      failed: (message) => (this.#stderr += `preload: ${message}\n`),
    });
    this.#windows.set(windowId, window);
    page.on('close', () => {
      if (this.#windows.delete(windowId)) void this.#main.ask('closed', { windowId }).catch(() => {});
    });
    page.on('crash', () => void this.#main.ask('gone', { windowId, reason: 'crashed' }).catch(() => {}));
    await window.prepare(preload === null ? null : readFileSync(preload, 'utf8'));
  }

  #windowOf(request: Request): PageWindow | null {
    try {
      const page = request.frame().page();
      return [...this.#windows.values()].find((window) => window.page === page) ?? null;
    } catch {
      return null;
    }
  }

  async #answer(route: Route, request: Request): Promise<void> {
    const url = fromPage(request.url());
    const window = this.#windowOf(request);
    if (!window) {
      // A window that a page opened, which Electron would never have made; #closePopups ends it.
      await route.abort('aborted').catch(() => {});
      if (request.isNavigationRequest()) await this.#askOpen(url);
      return;
    }
    try {
      if (request.isNavigationRequest() && !window.expects(request.url())) {
        const isMainFrame = request.frame() === window.page.mainFrame();
        const { prevented } = await this.#main.ask('navigate', { windowId: window.id, url, isMainFrame });
        if (prevented) return await this.#refuse(route, url);
      }
      const answer = await this.#main.ask('request', {
        windowId: window.id,
        url,
        method: request.method(),
        headers: request.headers(),
        resourceType: request.resourceType(),
      });
      if (answer === null) return await this.#refuse(route, url);
      await route.fulfill({ status: answer.status, headers: answer.headers, body: Buffer.from(answer.body) });
    } catch {
      // The page or main ended meanwhile.
      await route.abort('aborted').catch(() => {});
    }
  }

  async #refuse(route: Route, url: string): Promise<void> {
    this.refused.push(url);
    await route.abort('aborted').catch(() => {});
  }

  /** Playwright tells which page opened a window only once it has loaded, so the first window stands for it. */
  async #askOpen(url: string): Promise<void> {
    const windowId = this.#windows.keys().next().value;
    if (windowId === undefined) return;
    const answer = await this.#main.ask('open', { windowId, url }).catch(() => ({ action: 'deny' }));
    if (answer.action === 'allow') this.#stderr += 'the fake Electron lacks windows that a page opens\n';
  }

  /** Closes whatever a page opens. Most of it never becomes a page that Playwright reports. */
  async #closePopups(): Promise<void> {
    const cdp = await this.#options.browser.newBrowserCDPSession();
    this.exited.then(() => cdp.detach()).catch(() => {});
    cdp.on('Target.targetCreated', ({ targetInfo }) => {
      if (targetInfo.type !== 'page' || targetInfo.openerId === undefined) return;
      setTimeout(
        () => void cdp.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => {}),
        200,
      );
    });
    await cdp.send('Target.setDiscoverTargets', { discover: true });
  }
}
