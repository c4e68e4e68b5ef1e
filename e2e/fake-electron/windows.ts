import { EventEmitter } from 'node:events';
import type {
  BrowserWindow as ElectronWindow,
  BrowserWindowConstructorOptions,
  MessagePortMain,
  WebContents,
  WebFrameMain,
} from 'electron';
import { app, preventable, windowsOfApp } from './app.ts';
import { answers, display, recorded } from './display-link.ts';
import { portOf, type FakePort } from './ports.ts';
import { FakeSession, sessionOfWindow, session } from './session.ts';
import { strict } from './strict.ts';
import type { Recorded, WireFrame } from './wire.ts';

/** `BrowserWindow`, its contents and frames, and `ipcMain`. The pictures are drawn by the display. */

const windows = new Map<number, FakeWindow>();
let nextWindow = 1;
let nextPort = 1;

/** Ends that live in a page, by the number the display knows them by. */
const movedPorts = new Map<number, FakePort>();

class FakeFrame {
  windowId: number;
  url: string;
  origin: string;
  parent: null;

  constructor(windowId: number, frame: WireFrame) {
    this.windowId = windowId;
    this.url = frame.url;
    this.origin = frame.origin;
    this.parent = null;
  }

  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    const { windowId } = this;
    const portIds = transfer.map((port) => {
      const id = nextPort;
      nextPort += 1;
      const fake = portOf(port);
      movedPorts.set(id, fake);
      fake.move({
        send: (data) => void display.ask('port', { windowId, portId: id, data }).catch(() => {}),
        close: () => void display.ask('closePort', { windowId, portId: id }).catch(() => {}),
      });
      return id;
    });
    void display.ask('post', { windowId, channel, message, portIds }).catch(() => {});
  }
}
FakeFrame.prototype satisfies Pick<WebFrameMain, 'postMessage'>;

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];

class FakeContents extends EventEmitter {
  id: number;
  openHandler: OpenHandler | null = null;
  lastUrl = '';

  constructor(id: number) {
    super();
    this.id = id;
  }

  override on(event: string, listener: Parameters<EventEmitter['on']>[1]): this {
    recorded.contentsEvents.push(event);
    return super.on(event, listener);
  }

  setWebRTCIPHandlingPolicy(policy: string): void {
    recorded.contentsEvents.push(`webrtc ${policy}`);
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  reload(): void {
    void display.ask('load', { windowId: this.id, url: this.lastUrl }).catch(() => {});
  }
}
FakeContents.prototype satisfies Pick<
  WebContents,
  'reload' | 'setWindowOpenHandler' | 'setWebRTCIPHandlingPolicy'
>;

type WindowPart = Pick<
  ElectronWindow,
  | 'loadURL'
  | 'show'
  | 'focus'
  | 'close'
  | 'isDestroyed'
  | 'isMinimized'
  | 'restore'
  | 'maximize'
  | 'isMaximized'
  | 'getNormalBounds'
  | 'hide'
  | 'isVisible'
  | 'setPosition'
  | 'destroy'
>;

class FakeWindow extends EventEmitter {
  id: number;
  webContents: FakeContents;
  destroyed = false;
  maximized = false;
  bounds: { x: number; y: number; width: number; height: number };
  note: Recorded['windows'][number];
  shownOnce = false;
  created: Promise<unknown>;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    this.id = nextWindow;
    nextWindow += 1;
    const { webPreferences = {}, ...rest } = options;
    const { session: given, partition, ...preferences } = webPreferences;
    const own = given instanceof FakeSession ? given : session.fromPartition(partition ?? '');
    this.bounds = {
      x: options.x ?? 80,
      y: options.y ?? 60,
      width: options.width ?? 800,
      height: options.height ?? 600,
    };
    this.webContents = strict('WebContents', new FakeContents(this.id));
    this.note = {
      id: this.id,
      options: { ...rest },
      webPreferences: { ...preferences, partition: own.partition },
      shown: options.show !== false,
    };
    recorded.windows.push(this.note);
    sessionOfWindow.set(this.id, own);
    windows.set(this.id, this);
    this.created = display.ask('createWindow', {
      windowId: this.id,
      partition: own.partition,
      preload: preferences.preload ?? null,
      width: this.bounds.width,
      height: this.bounds.height,
    });
    this.created.catch(() => {});
    app.emit('web-contents-created', {}, this.webContents);
    app.emit('browser-window-created', {}, this);
  }

  async loadURL(url: string): Promise<void> {
    await this.created;
    this.webContents.lastUrl = url;
    await display.ask('load', { windowId: this.id, url });
    this.webContents.emit('did-finish-load', {});
    if (this.shownOnce) return;
    this.shownOnce = true;
    this.emit('ready-to-show');
  }

  show(): void {
    this.note.shown = true;
    this.emit('show');
  }

  hide(): void {
    this.note.shown = false;
    this.emit('hide');
  }

  isVisible(): boolean {
    return this.note.shown;
  }

  setPosition(x: number, y: number): void {
    this.bounds = { ...this.bounds, x, y };
  }

  destroy(): void {
    this.destroyNow(true);
  }

  focus(): void {
    this.emit('focus');
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {}

  maximize(): void {
    this.maximized = true;
    this.emit('maximize');
  }

  isMaximized(): boolean {
    return this.maximized;
  }

  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return { ...this.bounds };
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  /** Asks the window's listeners first, as Electron does. */
  close(): void {
    const event = preventable({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroyNow(true);
  }

  destroyNow(tellDisplay: boolean): void {
    if (this.destroyed) return;
    this.destroyed = true;
    windows.delete(this.id);
    if (tellDisplay) void display.ask('destroyWindow', { windowId: this.id }).catch(() => {});
    this.emit('closed');
    if (windows.size === 0 && !app.quitting) app.emit('window-all-closed');
  }
}
FakeWindow.prototype satisfies WindowPart;

/** The class main constructs; each instance is strict. */
export const BrowserWindow = new Proxy(FakeWindow, {
  construct: (Target, [options]: [BrowserWindowConstructorOptions?]) => {
    const raw = new Target(options);
    const window = strict('BrowserWindow', raw);
    windows.set(raw.id, window);
    return window;
  },
});

windowsOfApp.closeAll = () => {
  for (const window of windows.values()) window.close();
  return windows.size === 0;
};

class FakeIpcMain extends EventEmitter {
  override on(channel: string, listener: Parameters<EventEmitter['on']>[1]): this {
    recorded.ipcChannels.push(channel);
    return super.on(channel, listener);
  }
}

const ipc = new FakeIpcMain();
export const ipcMain = strict('ipcMain', ipc);

/** Another program comes to the front. */
export function blurWindow(id: number): void {
  windows.get(id)?.emit('blur');
}

answers('ipc', ({ windowId, frame, channel, args }) => {
  const window = windows.get(windowId);
  if (!window) return null;
  const senderFrame = frame.isMainFrame ? strict('WebFrameMain', new FakeFrame(windowId, frame)) : null;
  ipc.emit(channel, strict('IpcMainEvent', { sender: window.webContents, senderFrame, ports: [] }), ...args);
  return null;
});

answers('port', ({ portId, data }) => {
  movedPorts.get(portId)?.peer?.receive(data);
  return null;
});

answers('portClosed', ({ portId }) => {
  const fake = movedPorts.get(portId);
  movedPorts.delete(portId);
  fake?.peer?.hangUp();
  return null;
});

answers('navigate', ({ windowId, url, isMainFrame }) => {
  const window = windows.get(windowId);
  if (!window) return { prevented: true };
  const frame = preventable({ url, isMainFrame, isSameDocument: false, frame: null, initiator: null });
  window.webContents.emit('will-frame-navigate', frame);
  const whole = preventable({ url, isMainFrame, isSameDocument: false, frame: null, initiator: null });
  if (isMainFrame && !frame.defaultPrevented) window.webContents.emit('will-navigate', whole);
  return { prevented: frame.defaultPrevented || whole.defaultPrevented };
});

answers('open', ({ windowId, url }) => {
  const handler = windows.get(windowId)?.webContents.openHandler;
  if (!handler) return { action: 'allow' };
  const details = {
    url,
    frameName: '',
    features: '',
    disposition: 'new-window',
    referrer: { url: '', policy: 'default' },
  };
  return { action: handler(details as Parameters<OpenHandler>[0]).action };
});

answers('closed', ({ windowId }) => {
  const window = windows.get(windowId);
  window?.emit('close', preventable({}));
  window?.destroyNow(false);
  return null;
});

answers('gone', ({ windowId, reason }) => {
  windows.get(windowId)?.webContents.emit('render-process-gone', {}, { reason, exitCode: 1 });
  return null;
});
