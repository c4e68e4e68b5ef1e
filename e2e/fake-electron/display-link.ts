import { wire, type DisplayCalls, type Handlers, type MainCalls, type Recorded, type Wire } from './wire.ts';

/** The main process's side of the wire, and what is recorded for assertions. */

export const recorded: Recorded = {
  windows: [],
  sessions: [],
  privilegedSchemes: [],
  switches: [],
  ipcChannels: [],
  contentsEvents: [],
  openedLinks: [],
  copied: [],
  notifications: [],
  utilities: [],
  menuRoles: [],
  tray: null,
  shortcuts: [],
  badge: 0,
  userData: '',
};

type Answerers = Handlers<DisplayCalls>;

/** Filled by the modules that know the answers, before the application's own code runs. */
export const answerers: Partial<Answerers> = { inspect: () => recorded };

const missing = (name: string) => () => {
  throw new Error(`the fake Electron has no answer to ${name} yet`);
};

/** Lets a module answer one kind of call. */
export function answers<K extends keyof DisplayCalls>(name: K, handler: Answerers[K]): void {
  answerers[name] = handler;
}

export const display: Wire<MainCalls> = wire<DisplayCalls, MainCalls>(
  {
    send: (message) => {
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener) => process.on('message', listener),
  },
  new Proxy({} as Answerers, {
    get: (_target, name) => answerers[name as keyof DisplayCalls] ?? missing(String(name)),
  }),
);
