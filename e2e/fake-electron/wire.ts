/**
 * What the fake's main process (a Node child) and its display (Playwright, in the test's process) say to each other.
 * Values travel over Node's IPC with structured cloning, so bytes stay bytes.
 */

export interface WireFrame {
  url: string;
  origin: string;
  isMainFrame: boolean;
}

/** Display → main; each gets an answer. */
export type DisplayCalls = {
  /** The page wants something loaded. Null means refused. */
  request: {
    ask: {
      windowId: number;
      url: string;
      method: string;
      headers: Record<string, string>;
      resourceType: string;
    };
    answer: { status: number; headers: Record<string, string>; body: Uint8Array } | null;
  };
  /** The page wants to go somewhere. */
  navigate: { ask: { windowId: number; url: string; isMainFrame: boolean }; answer: { prevented: boolean } };
  /** The page wants a window. */
  open: { ask: { windowId: number; url: string }; answer: { action: 'allow' | 'deny' } };
  /** `ipcRenderer.send`. */
  ipc: { ask: { windowId: number; frame: WireFrame; channel: string; args: unknown[] }; answer: null };
  /** A message on a port that was handed to a page. */
  port: { ask: { portId: number; data: unknown }; answer: null };
  /** The page's end of a port is gone. */
  portClosed: { ask: { portId: number }; answer: null };
  /** The person closed the window, or its page died. */
  closed: { ask: { windowId: number }; answer: null };
  gone: { ask: { windowId: number; reason: 'crashed' }; answer: null };
  /** Asks the session's permission handlers as Chromium would. */
  permission: {
    ask: { windowId: number; permission: string; url: string; isMainFrame: boolean };
    answer: { request: boolean; check: boolean };
  };
  /** What a person or the system does outside the windows. */
  desktop: { ask: DesktopDeed; answer: null };
  inspect: { ask: null; answer: Recorded };
  quit: { ask: null; answer: null };
};

/** Main → display; each gets an answer. */
export type MainCalls = {
  createWindow: {
    ask: { windowId: number; partition: string; preload: string | null; width: number; height: number };
    answer: null;
  };
  load: { ask: { windowId: number; url: string }; answer: null };
  destroyWindow: { ask: { windowId: number }; answer: null };
  /** `frame.postMessage`: a message with ports for the preload script. */
  post: { ask: { windowId: number; channel: string; message: unknown; portIds: number[] }; answer: null };
  port: { ask: { windowId: number; portId: number; data: unknown }; answer: null };
  closePort: { ask: { windowId: number; portId: number }; answer: null };
  dialog: { ask: DialogShown; answer: { response: number } };
};

export type DesktopDeed =
  | { kind: 'press'; keys: string }
  | { kind: 'tray'; label: string }
  | { kind: 'power'; event: 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen' }
  | { kind: 'idle'; seconds: number }
  | { kind: 'openUrl'; url: string }
  | { kind: 'copy'; text: string }
  | { kind: 'blur'; windowId: number };

export interface DialogShown {
  kind: 'message' | 'error';
  title: string;
  message: string;
  detail: string;
  buttons: string[];
}

/** Everything main told Electron, for assertions. */
export interface Recorded {
  windows: {
    id: number;
    options: Record<string, unknown>;
    webPreferences: Record<string, unknown>;
    shown: boolean;
  }[];
  sessions: { partition: string; schemes: string[]; handlers: string[] }[];
  privilegedSchemes: { scheme: string; privileges: Record<string, unknown> }[];
  switches: string[];
  ipcChannels: string[];
  contentsEvents: string[];
  openedLinks: string[];
  copied: string[];
  notifications: { title: string; body: string }[];
  utilities: { path: string; pid: number | undefined; serviceName: string | undefined }[];
  menuRoles: string[];
  /** Tooltip and menu of the tray; null before it was made. */
  tray: { tooltip: string; labels: string[] } | null;
  shortcuts: string[];
  badge: number;
  userData: string;
}

export interface WireAsk {
  kind: 'ask';
  id: number;
  name: string;
  value: unknown;
}
export interface WireAnswer {
  kind: 'answer';
  id: number;
  value?: unknown;
  error?: string;
}

type Calls = Record<string, { ask: unknown; answer: unknown }>;
export type Handlers<C extends Calls> = {
  [K in keyof C]: (ask: C[K]['ask']) => C[K]['answer'] | Promise<C[K]['answer']>;
};

export interface Wire<Outgoing extends Calls> {
  ask<K extends keyof Outgoing & string>(name: K, value: Outgoing[K]['ask']): Promise<Outgoing[K]['answer']>;
  /** Rejects everything that waits; nothing more is sent. */
  end(): void;
}

interface Channel {
  send: (message: WireAsk | WireAnswer) => void;
  onMessage: (listener: (message: unknown) => void) => void;
}

/** Calls and answers over any channel of messages, both ways. */
export function wire<Incoming extends Calls, Outgoing extends Calls>(
  channel: Channel,
  handlers: Handlers<Incoming>,
): Wire<Outgoing> {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let next = 1;
  let ended = false;
  const send = (message: WireAsk | WireAnswer): void => {
    if (!ended) channel.send(message);
  };
  const answer = async ({ id, name, value }: WireAsk): Promise<void> => {
    try {
      const handler = handlers[name];
      if (!handler) throw new Error(`no one answers ${name}`);
      send({ kind: 'answer', id, value: await handler(value) });
    } catch (error) {
      send({
        kind: 'answer',
        id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  };
  channel.onMessage((raw) => {
    if (typeof raw !== 'object' || raw === null || !('kind' in raw)) return;
    const message = raw as WireAsk | WireAnswer;
    if (message.kind === 'ask') {
      void answer(message);
      return;
    }
    const waiter = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error !== undefined) waiter?.reject(new Error(message.error));
    else waiter?.resolve(message.value as never);
  });
  return {
    ask(name, value) {
      if (ended) return Promise.reject(new Error(`the other side is gone (${name})`));
      const id = next;
      next += 1;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        send({ kind: 'ask', id, name, value });
      });
    },
    end() {
      ended = true;
      for (const { reject } of waiting.values()) reject(new Error('the other side is gone'));
      waiting.clear();
    },
  };
}
