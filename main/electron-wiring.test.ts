import { EventEmitter } from 'node:events';
import { resolve } from 'node:path';
import type {
  IpcMainEvent,
  MessagePortMain,
  Notification,
  NotificationConstructorOptions,
  PowerMonitor,
  Session,
  WebContents,
} from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServedPort } from '../shell/profile-types.ts';
import { offerPorts } from './connect.ts';
import { electronDesktop } from './desktop/index.ts';
import { explainFirstKeys } from './first-keys.ts';
import { guardContents, guardSession } from './guard-window.ts';
import { systemKeychain, type KeychainStorage } from './keychain.ts';
import { linkOffer } from './link-offer.ts';
import { readStartOptions } from './options.ts';
import { unpacked, vectorExtension } from './unpacked.ts';

const settled = () => new Promise((done) => setTimeout(done, 0));

describe('guardContents', () => {
  const contents = new EventEmitter() as EventEmitter & {
    openHandler?: (details: { url: string }) => unknown;
  };
  let opened: string[] = [];
  let refusals: string[] = [];
  const policies: string[] = [];

  beforeEach(() => {
    contents.removeAllListeners();
    opened = [];
    refusals = [];
    const wired = Object.assign(contents, {
      setWebRTCIPHandlingPolicy: (policy: string) => policies.push(policy),
      setWindowOpenHandler(handler: (details: { url: string }) => unknown) {
        contents.openHandler = handler;
      },
    });
    guardContents(wired as unknown as WebContents, {
      openLink: (url) => opened.push(url),
      refused: (what) => refusals.push(what),
    });
  });

  const navigate = (event: string, details: object) => {
    const preventDefault = vi.fn<() => void>();
    contents.emit(event, { ...details, preventDefault });
    return preventDefault.mock.calls.length > 0;
  };

  it('lets no packet out past a proxy', () => {
    expect(policies.at(-1)).toBe('disable_non_proxied_udp');
  });

  it('lets the page go to its own address', () => {
    expect(navigate('will-frame-navigate', { url: 'app://daymark/index.html', isMainFrame: true })).toBe(
      false,
    );
    expect(refusals).toEqual([]);
  });

  it('offers a web address instead of going there', () => {
    expect(navigate('will-frame-navigate', { url: 'https://example.org/', isMainFrame: true })).toBe(true);
    expect(opened).toEqual(['https://example.org/']);
  });

  it('neither follows nor offers what is no web address', () => {
    for (const url of ['file:///etc/passwd', 'javascript:alert(1)', 'app://evil/']) {
      expect(navigate('will-frame-navigate', { url, isMainFrame: true })).toBe(true);
    }
    expect(opened).toEqual([]);
  });

  it('stops frames, redirects and webviews without offering anything', () => {
    expect(navigate('will-frame-navigate', { url: 'app://daymark/', isMainFrame: false })).toBe(true);
    expect(navigate('will-redirect', { url: 'https://example.org/', isMainFrame: true })).toBe(true);
    expect(navigate('will-attach-webview', {})).toBe(true);
    expect(opened).toEqual([]);
    expect(refusals).toEqual(['frame navigation', 'redirect', 'webview']);
  });

  it('opens no window', () => {
    expect(contents.openHandler?.({ url: 'https://example.org/x' })).toEqual({ action: 'deny' });
    expect(contents.openHandler?.({ url: 'app://daymark/index.html' })).toEqual({ action: 'deny' });
    expect(opened).toEqual(['https://example.org/x']);
  });
});

describe('guardSession', () => {
  it('refuses permissions, devices, screens, downloads and foreign requests', () => {
    const handlers = new Map<string, (...args: unknown[]) => unknown>();
    const spelling: unknown[] = [];
    const keep = (name: string) => (handler: (...args: unknown[]) => unknown) => handlers.set(name, handler);
    const session = Object.assign(new EventEmitter(), {
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setSpellCheckerEnabled: (on: boolean) => spelling.push(on),
      setSpellCheckerDictionaryDownloadURL: (url: string) => spelling.push(url),
      setDevicePermissionHandler: keep('device'),
      setDisplayMediaRequestHandler: keep('screen'),
      setBluetoothPairingHandler: keep('bluetooth'),
      webRequest: { onBeforeRequest: keep('web') },
    });
    const refusals: string[] = [];
    guardSession(session as unknown as Session, { refused: (what) => refusals.push(what) });

    const page = { requestingUrl: 'app://daymark/index.html', isMainFrame: true };
    const answers: unknown[] = [];
    handlers.get('request')?.(null, 'media', (answer: unknown) => answers.push(answer), page);
    handlers.get('request')?.(
      null,
      'clipboard-sanitized-write',
      (answer: unknown) => answers.push(answer),
      page,
    );
    handlers.get('screen')?.({}, (answer: unknown) => answers.push(answer));
    handlers.get('bluetooth')?.({}, (answer: unknown) => answers.push(answer));
    handlers.get('web')?.({ url: 'https://example.org/' }, (answer: unknown) => answers.push(answer));
    handlers.get('web')?.({ url: 'app://daymark/a.js' }, (answer: unknown) => answers.push(answer));
    expect(answers).toEqual([false, true, null, { confirmed: false }, { cancel: true }, { cancel: false }]);
    expect(handlers.get('check')?.(null, 'geolocation', '', page)).toBe(false);
    expect(handlers.get('device')?.({})).toBe(false);
    const preventDefault = vi.fn<() => void>();
    session.emit('will-download', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(refusals).toEqual(['permission media', 'request', 'download']);
    expect(spelling).toEqual([false, 'https://nowhere.invalid/']);
  });
});

describe('offerPorts', () => {
  class Port extends EventEmitter {
    closed = false;
    close() {
      this.closed = true;
    }
  }
  class Channel {
    port1 = new Port();
    port2 = new Port();
  }

  function wire() {
    const ipcMain = new EventEmitter();
    const served: ServedPort[] = [];
    const channels: Channel[] = [];
    const refusals: string[] = [];
    offerPorts({
      ipcMain: ipcMain as unknown as Parameters<typeof offerPorts>[0]['ipcMain'],
      MessageChannelMain: class extends Channel {
        constructor() {
          super();
          channels.push(this);
        }
      } as unknown as Parameters<typeof offerPorts>[0]['MessageChannelMain'],
      isOurs: (event: IpcMainEvent) => event.sender.id === 1,
      serve: (port) => served.push(port),
      refused: (what) => refusals.push(what),
    });
    const posted: { channel: string; ports: MessagePortMain[] }[] = [];
    const frame = {
      origin: 'app://daymark',
      url: 'app://daymark/index.html',
      parent: null,
      postMessage: (channel: string, _message: unknown, ports: MessagePortMain[]) =>
        posted.push({ channel, ports }),
    };
    const connect = (sender: number, senderFrame: unknown) =>
      ipcMain.emit('daymark:connect', { sender: { id: sender }, senderFrame });
    return { connect, frame, served, channels, posted, refusals };
  }

  it('hands one end to the asking frame and serves the other', () => {
    const { connect, frame, served, channels, posted, refusals } = wire();
    connect(1, frame);
    expect(served).toHaveLength(1);
    expect(posted).toHaveLength(1);
    expect(posted[0]?.channel).toBe('daymark:port');
    expect(posted[0]?.ports).toHaveLength(1);
    expect(posted[0]?.ports[0]).toBe(channels[0]?.port2);
    const received: unknown[] = [];
    served[0]?.on('message', (event) => received.push(event?.data));
    channels[0]?.port1.emit('message', { data: 'from the page' });
    expect(received).toEqual(['from the page']);
    expect(refusals).toEqual([]);
  });

  it('refuses other senders, other origins, inner frames and frames that are gone', () => {
    const { connect, frame, served, posted, refusals } = wire();
    connect(2, frame);
    connect(1, { ...frame, origin: 'https://evil.example' });
    connect(1, { ...frame, parent: frame });
    connect(1, null);
    expect(served).toEqual([]);
    expect(posted).toEqual([]);
    expect(refusals).toHaveLength(4);
  });

  it('gives a page four ports at most, and a new one when either end has closed one', () => {
    const { connect, frame, served, channels, refusals } = wire();
    for (let n = 0; n < 6; n += 1) connect(1, frame);
    expect(served).toHaveLength(4);
    expect(refusals).toHaveLength(2);
    channels[0]?.port1.emit('close');
    connect(1, frame);
    served[1]?.close?.();
    expect(channels[1]?.port1.closed).toBe(true);
    connect(1, frame);
    expect(served).toHaveLength(6);
  });
});

describe('systemKeychain', () => {
  const storage = (backend: string, available = true) =>
    ({
      isEncryptionAvailable: () => available,
      getSelectedStorageBackend: () => backend as ReturnType<KeychainStorage['getSelectedStorageBackend']>,
      encryptString: (text: string) => Buffer.from(text).reverse(),
      decryptString: (wrapped: Buffer) => Buffer.from(wrapped).reverse().toString(),
    }) satisfies KeychainStorage;

  it('counts plain text on Linux as no keychain', () => {
    expect(systemKeychain(storage('basic_text'), 'linux').available()).toBe(false);
    expect(systemKeychain(storage('unknown'), 'linux').available()).toBe(false);
    expect(systemKeychain(storage('gnome_libsecret'), 'linux').available()).toBe(true);
    expect(systemKeychain(storage('kwallet6', false), 'linux').available()).toBe(false);
    expect(systemKeychain(storage('unknown'), 'darwin').available()).toBe(true);
    expect(systemKeychain(storage('unknown', false), 'win32').available()).toBe(false);
  });

  it('brings every byte back', () => {
    const keychain = systemKeychain(storage('kwallet6'), 'linux');
    const key = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(keychain.unwrap(keychain.wrap(key))).toEqual(key);
  });
});

describe('explainFirstKeys', () => {
  function wire(slots: ('keychain' | 'passphrase' | 'recovery' | 'keyfile')[], responses: number[] = []) {
    const shown: string[] = [];
    const copied: string[] = [];
    const made: string[] = [];
    const options = {
      vault: { status: async () => ({ state: 'open' as const, slots }) },
      firstRecoveryCode: async () => {
        made.push('AAAA-BBBB');
        return { code: 'AAAA-BBBB' };
      },
      dialog: {
        showMessageBox: async (shownOptions: { message: string }) => {
          shown.push(shownOptions.message);
          return { response: responses.shift() ?? 0, checkboxChecked: false };
        },
      },
      clipboard: { writeText: async (text: string) => void copied.push(text) },
    };
    return { run: () => explainFirstKeys(options as never), shown, copied, made };
  }

  it('makes and shows a recovery code for a profile that only the keychain opens', async () => {
    const { run, shown, copied } = wire(['keychain']);
    expect(await run()).toBe('recovery');
    expect(shown).toEqual(['AAAA-BBBB']);
    expect(copied).toEqual([]);
  });

  it('shows the same code again after copying it', async () => {
    const { run, shown, copied, made } = wire(['keychain'], [1, 1, 0]);
    await run();
    expect(shown).toHaveLength(3);
    expect(copied).toEqual(['AAAA-BBBB', 'AAAA-BBBB']);
    expect(made).toHaveLength(1);
  });

  it('says that there is no keychain', async () => {
    const { run, shown } = wire(['keyfile']);
    expect(await run()).toBe('noKeychain');
    expect(shown[0]).toMatch(/no keychain/);
  });

  it('is silent once there is a code', async () => {
    const { run, shown, made } = wire(['keychain', 'recovery']);
    expect(await run()).toBeNull();
    expect(shown).toEqual([]);
    expect(made).toEqual([]);
  });
});

describe('linkOffer', () => {
  it('opens only after a yes, and asks one question at a time', async () => {
    const answers: ((response: number) => void)[] = [];
    const opened: string[] = [];
    const offer = linkOffer({
      dialog: {
        showMessageBox: (() =>
          new Promise((answer) => {
            answers.push((response) => answer({ response, checkboxChecked: false }));
          })) as never,
      },
      openExternal: async (url) => void opened.push(url),
    });
    offer('https://one.example/');
    offer('https://two.example/');
    expect(answers).toHaveLength(1);
    answers[0]?.(1);
    await settled();
    expect(opened).toEqual([]);
    offer('https://three.example/');
    answers[1]?.(0);
    await settled();
    expect(opened).toEqual(['https://three.example/']);
  });
});

describe('electronDesktop', () => {
  const shown: SystemNotification[] = [];
  class SystemNotification extends EventEmitter {
    static isSupported = () => true;
    readonly options: NotificationConstructorOptions;
    isOpen = false;
    constructor(options: NotificationConstructorOptions) {
      super();
      this.options = options;
    }
    show(): void {
      this.isOpen = true;
      shown.push(this);
    }
    close(): void {
      this.isOpen = false;
    }
  }
  const monitor = Object.assign(new EventEmitter(), {
    isOnBatteryPower: () => true,
    getSystemIdleTime: () => 90,
  });
  const opened: string[] = [];
  const { links, power, notifications } = electronDesktop({
    shell: { openExternal: async (url) => void opened.push(url) },
    powerMonitor: monitor as unknown as PowerMonitor,
    Notification: SystemNotification as unknown as typeof Notification,
  });

  it('opens links and tells of power as the system does', async () => {
    await links.open('https://one.example/');
    expect(opened).toEqual(['https://one.example/']);
    expect(power?.state()).toEqual({ onBattery: true, idleMs: 90_000 });
    const heard: string[] = [];
    const end = power?.onChange?.((event) => heard.push(event));
    for (const event of ['suspend', 'resume', 'lock-screen', 'unlock-screen']) monitor.emit(event);
    end?.();
    monitor.emit('resume');
    expect(heard).toEqual(['sleep', 'wake', 'lock', 'unlock']);
  });

  it('shows notifications, one in the place of another of the same id, and tells what was answered', () => {
    const answers: [string, string | null][] = [];
    notifications?.onAnswer((id, action) => answers.push([id, action]));
    const actions = [
      { id: 'start', label: 'Start' },
      { id: 'snooze', label: 'In 10 min' },
    ];
    notifications?.show({ id: 'a', title: 'Dentist', body: 'Starts at 15:00', actions });
    notifications?.show({ id: 'a', title: 'Dentist', body: 'Starts at 15:10', actions });
    notifications?.show({ id: 'b', title: 'Call', body: '', actions: [] });
    expect(shown.map(({ isOpen }) => isOpen)).toEqual([false, true, true]);
    expect(shown[1]?.options).toMatchObject({
      title: 'Dentist',
      actions: [
        { type: 'button', text: 'Start' },
        { type: 'button', text: 'In 10 min' },
      ],
    });
    shown[1]?.emit('action', { actionIndex: 1 });
    shown[2]?.emit('click', {});
    notifications?.withdraw('b');
    expect(answers).toEqual([
      ['a', 'snooze'],
      ['b', null],
    ]);
  });
});

describe('readStartOptions', () => {
  it('has a profile of its own for the demo', () => {
    const env = { XDG_CONFIG_HOME: '/home/me/.config', APPDATA: '/home/me/.config' };
    const own = readStartOptions([], env);
    const demo = readStartOptions(['.', '--demo'], env);
    expect(own).toMatchObject({ demo: false, secret: null });
    expect(demo.demo).toBe(true);
    expect(demo.dataDir).not.toBe(own.dataDir);
  });

  it('takes the folder from the arguments before the environment, among switches of Chromium', () => {
    const env = { DAYMARK_DATA_DIR: resolve('/data/env') };
    expect(readStartOptions([], env).dataDir).toBe(resolve('/data/env'));
    const argv = ['.', '--no-sandbox', '--data-dir', 'here', '--inspect=0'];
    expect(readStartOptions(argv, env).dataDir).toBe(resolve('here'));
    expect(readStartOptions(['--data-dir=/data/x', '--lang=de'], env).dataDir).toBe(resolve('/data/x'));
  });

  it('refuses a passphrase file that is not there', () => {
    expect(() => readStartOptions(['--passphrase-file', '/absent/file'], {})).toThrow(/passphrase file/);
  });
});

describe('unpacked', () => {
  it('points outside the archive when there is one', () => {
    expect(unpacked(new URL('file:///opt/Daymark/resources/app.asar/dist/ml/index.js')).href).toBe(
      'file:///opt/Daymark/resources/app.asar.unpacked/dist/ml/index.js',
    );
    expect(unpacked(new URL('file:///src/app.asarium/dist/ml/index.js')).href).toBe(
      'file:///src/app.asarium/dist/ml/index.js',
    );
  });
});

describe('vectorExtension', () => {
  const installed = new URL('file:///opt/Daymark/resources/app.asar/dist/main/index.js');
  const folder = '/opt/Daymark/resources/app.asar.unpacked/node_modules';

  it('names the file of the platform in the installed app', () => {
    expect(vectorExtension(installed, 'linux', 'x64')).toBe(`${folder}/sqlite-vec-linux-x64/vec0.so`);
    expect(vectorExtension(installed, 'darwin', 'arm64')).toBe(
      `${folder}/sqlite-vec-darwin-arm64/vec0.dylib`,
    );
    expect(vectorExtension(installed, 'win32', 'x64')).toBe(`${folder}/sqlite-vec-windows-x64/vec0.dll`);
  });

  it('leaves the search to the module when the app runs from its folder', () => {
    expect(vectorExtension(new URL('file:///src/dist/main/index.js'), 'linux', 'x64')).toBeUndefined();
  });
});
