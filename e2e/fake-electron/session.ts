import { EventEmitter } from 'node:events';
import type { CustomScheme, Protocol, Session as ElectronSession } from 'electron';
import { answers, recorded } from './display-link.ts';
import { app } from './app.ts';
import { strict } from './strict.ts';

/** `protocol`, `session` and everything a page's request goes through. There is no network behind it. */

type Handler = Parameters<Protocol['handle']>[1];
type BeforeRequest = NonNullable<Parameters<ElectronSession['webRequest']['onBeforeRequest']>[0]>;
type Keep<K extends keyof ElectronSession> = Pick<ElectronSession, K>;

/** Windows are found by their id; filled by the windows module. */
export const sessionOfWindow = new Map<number, FakeSession>();

export class FakeSession extends EventEmitter {
  partition: string;
  handlers = new Map<string, Handler>();
  beforeRequest: BeforeRequest | null = null;
  onRequest: Parameters<ElectronSession['setPermissionRequestHandler']>[0] = null;
  onCheck: Parameters<ElectronSession['setPermissionCheckHandler']>[0] = null;
  note: { partition: string; schemes: string[]; handlers: string[] };
  protocol;
  webRequest;

  constructor(partition: string) {
    super();
    this.partition = partition;
    this.note = { partition, schemes: [], handlers: [] };
    recorded.sessions.push(this.note);
    this.protocol = strict('protocol', {
      handle: (scheme: string, handler: Handler) => {
        if (!app.isReady()) throw new Error('protocol.handle before ready');
        this.handlers.set(scheme, handler);
        this.note.schemes.push(scheme);
      },
    } satisfies Pick<Protocol, 'handle'>);
    this.webRequest = strict('webRequest', {
      onBeforeRequest: (listener: BeforeRequest) => {
        this.note.handlers.push('onBeforeRequest');
        this.beforeRequest = listener;
      },
    });
  }

  override on(event: string, listener: Parameters<EventEmitter['on']>[1]): this {
    this.note.handlers.push(event);
    return super.on(event, listener);
  }

  setPermissionRequestHandler(handler: typeof this.onRequest): void {
    this.note.handlers.push('permissionRequest');
    this.onRequest = handler;
  }

  setPermissionCheckHandler(handler: typeof this.onCheck): void {
    this.note.handlers.push('permissionCheck');
    this.onCheck = handler;
  }

  setSpellCheckerEnabled(enable: boolean): void {
    this.note.handlers.push(`spellChecker ${enable}`);
  }

  setSpellCheckerDictionaryDownloadURL(url: string): void {
    this.note.handlers.push(`dictionaries ${url}`);
  }

  setDevicePermissionHandler(): void {
    this.note.handlers.push('devicePermission');
  }

  setDisplayMediaRequestHandler(): void {
    this.note.handlers.push('displayMedia');
  }

  setBluetoothPairingHandler(): void {
    this.note.handlers.push('bluetoothPairing');
  }
}

FakeSession.prototype satisfies Keep<
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setSpellCheckerEnabled'
  | 'setSpellCheckerDictionaryDownloadURL'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setBluetoothPairingHandler'
>;

const partitions = new Map<string, FakeSession>();

export const session = strict('session', {
  fromPartition(partition: string): FakeSession {
    if (!app.isReady()) throw new Error('Session can only be received when app is ready');
    const known = partitions.get(partition);
    if (known) return known;
    const made = strict('Session', new FakeSession(partition));
    partitions.set(partition, made);
    app.emit('session-created', made);
    return made;
  },
});

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    if (app.isReady())
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges } of schemes) {
      recorded.privilegedSchemes.push({ scheme, privileges: { ...privileges } });
    }
  },
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged'>);

answers('request', async ({ windowId, url, method, headers, resourceType }) => {
  const own = sessionOfWindow.get(windowId);
  if (!own) return null;
  if (await cancelled(own, url, method, resourceType)) return null;
  const handler = own.handlers.get(new URL(url).protocol.slice(0, -1));
  if (!handler) return null;
  const response = await handler(new Request(url, { method, headers: allowedHeaders(headers) }));
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  };
});

function cancelled(own: FakeSession, url: string, method: string, resourceType: string): Promise<boolean> {
  const listener = own.beforeRequest;
  if (!listener) return Promise.resolve(false);
  return new Promise((resolve) => {
    const details = {
      id: 0,
      url,
      method,
      resourceType: TYPES[resourceType] ?? 'other',
      referrer: '',
      timestamp: 0,
    };
    listener(details as never, ({ cancel }) => resolve(cancel === true));
  });
}

/** Playwright's words for Electron's. */
const TYPES: Record<string, string> = {
  document: 'mainFrame',
  stylesheet: 'stylesheet',
  script: 'script',
  image: 'image',
  font: 'font',
  fetch: 'xhr',
  xhr: 'xhr',
  websocket: 'webSocket',
};

/** Chromium's own headers that a `Request` of Node refuses to carry. */
function allowedHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':')));
}

answers('permission', ({ windowId, permission, url, isMainFrame }) => {
  const own = sessionOfWindow.get(windowId);
  if (!own) throw new Error('no such window');
  const details = { requestingUrl: url, isMainFrame };
  const check = own.onCheck?.(null, permission as never, new URL(url).origin, details) ?? true;
  const { onRequest } = own;
  if (!onRequest) return { request: true, check };
  return new Promise((resolve) => {
    onRequest(null as never, permission as never, (granted) => resolve({ request: granted, check }), details);
  });
});
