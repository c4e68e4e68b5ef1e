import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type {
  Clipboard,
  Dialog,
  MessageBoxOptions,
  MessageBoxReturnValue,
  NativeTheme,
  NotificationConstructorOptions,
  SafeStorage,
  Screen,
  Shell,
} from 'electron';
import { display, recorded } from './display-link.ts';
import { strict } from './strict.ts';

/** The fake of the `electron` module, as the main process imports it. docs/fake-electron.md says what it is worth. */

export { app } from './app.ts';
export { globalShortcut, Menu, nativeImage, powerMonitor, Tray } from './desktop.ts';
export { MessageChannelMain } from './ports.ts';
export { protocol, session } from './session.ts';
export { utilityProcess } from './utility.ts';
export { BrowserWindow, ipcMain } from './windows.ts';

function isBox(value: unknown): value is MessageBoxOptions {
  return typeof value === 'object' && value !== null && 'message' in value;
}

export const dialog = strict('dialog', {
  async showMessageBox(...args: unknown[]): Promise<MessageBoxReturnValue> {
    const options = args.find(isBox);
    if (!options) throw new Error('a message box needs options');
    const { response } = await display.ask('dialog', {
      kind: 'message',
      title: options.title ?? '',
      message: options.message,
      detail: options.detail ?? '',
      buttons: options.buttons ?? ['OK'],
    });
    return { response, checkboxChecked: false };
  },
  showErrorBox(title: string, content: string): void {
    const shown = { kind: 'error', title, message: content, detail: '', buttons: ['OK'] } as const;
    void display.ask('dialog', { ...shown, buttons: [...shown.buttons] }).catch(() => {});
  },
} satisfies Pick<Dialog, 'showMessageBox' | 'showErrorBox'>);

export const clipboard = strict('clipboard', {
  async writeText(text: string): Promise<void> {
    recorded.copied.push(text);
  },
  async readText(): Promise<string> {
    return recorded.copied.at(-1) ?? '';
  },
} satisfies Pick<Clipboard, 'writeText' | 'readText'>);

export const shell = strict('shell', {
  async openExternal(url: string): Promise<void> {
    recorded.openedLinks.push(url);
  },
} satisfies Pick<Shell, 'openExternal'>);

export const nativeTheme = strict('nativeTheme', {
  shouldUseDarkColors: process.env.FAKE_ELECTRON_DARK === '1',
} satisfies Pick<NativeTheme, 'shouldUseDarkColors'>);

/** A desktop that shows what it is given, and no one clicks on it. */
class FakeNotification {
  static isSupported(): boolean {
    return true;
  }
  readonly #options: NotificationConstructorOptions;
  constructor(options: NotificationConstructorOptions) {
    this.#options = options;
  }
  on(event: 'click' | 'action'): this {
    if (!['click', 'action'].includes(event)) throw new Error(`the fake Electron lacks the event ${event}`);
    return this;
  }
  show(): void {
    const { title = '', body = '' } = this.#options;
    recorded.notifications.push({ title, body });
  }
  close(): void {}
}

export const Notification = strict('Notification', FakeNotification);

const area = { x: 0, y: 0, width: 1_600, height: 1_000 };
const onlyDisplay = { id: 1, bounds: area, workArea: area, scaleFactor: 1 } as ReturnType<
  Screen['getAllDisplays']
>[number];

export const screen = strict('screen', {
  getAllDisplays: () => [onlyDisplay],
  getCursorScreenPoint: () => ({ x: 400, y: 300 }),
  getDisplayNearestPoint: () => onlyDisplay,
} satisfies Pick<Screen, 'getAllDisplays' | 'getCursorScreenPoint' | 'getDisplayNearestPoint'>);

/** Encrypts with a key that the test keeps, as a keyring would; without one it is Linux's `basic_text`. */
const keyring = process.env.FAKE_ELECTRON_KEYRING;
const keyOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export const safeStorage = strict('safeStorage', {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => (keyring === undefined ? 'basic_text' : 'gnome_libsecret'),
  encryptString(text: string): Buffer {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', keyOf(keyring ?? 'peanuts'), iv);
    return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  },
  decryptString(encrypted: Buffer): string {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(keyring ?? 'peanuts'), encrypted.subarray(0, 12));
    decipher.setAuthTag(encrypted.subarray(-16));
    return decipher.update(encrypted.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
  },
} satisfies Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>);
