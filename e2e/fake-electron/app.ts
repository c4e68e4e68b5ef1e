import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, CommandLine } from 'electron';
import { answers, display, recorded } from './display-link.ts';
import { strict } from './strict.ts';

/** `app`: life cycle, paths, switches and the single-instance lock. */

type AppPart = Pick<
  App,
  | 'whenReady'
  | 'isReady'
  | 'quit'
  | 'exit'
  | 'getPath'
  | 'setPath'
  | 'getVersion'
  | 'getName'
  | 'requestSingleInstanceLock'
  | 'commandLine'
  | 'isPackaged'
  | 'setBadgeCount'
  | 'setAsDefaultProtocolClient'
>;

/** Closes all windows; false when one of them refused. Set by the windows module. */
export const windowsOfApp = { closeAll: (): boolean => true };

/** An event whose listeners may refuse what is about to happen. */
export function preventable<T extends object>(
  details: T,
): T & { preventDefault(): void; defaultPrevented: boolean } {
  return {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
}

const root = join(import.meta.dirname, '../..');

class FakeApp extends EventEmitter {
  isPackaged = false;
  paths = new Map<string, string>([
    ['appData', process.env.FAKE_ELECTRON_APP_DATA ?? join(tmpdir(), 'daymark-fake-electron')],
    ['temp', tmpdir()],
  ]);
  ready = false;
  whenDone: Promise<void>;
  quitting = false;
  lock: Server | null = null;
  commandLine = strict('app.commandLine', {
    appendSwitch(name: string, value?: string) {
      recorded.switches.push(value === undefined ? name : `${name}=${value}`);
    },
  } satisfies Pick<CommandLine, 'appendSwitch'>);

  constructor() {
    super();
    // Electron is ready some time after the main script was read, never within it.
    this.whenDone = new Promise((resolve) => {
      setTimeout(() => {
        this.ready = true;
        this.emit('ready');
        resolve();
      }, 20);
    });
  }

  whenReady(): Promise<void> {
    return this.whenDone;
  }

  isReady(): boolean {
    return this.ready;
  }

  getName(): string {
    return 'Daymark';
  }

  getVersion(): string {
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? String(manifest.version)
      : '';
  }

  getPath(name: string): string {
    const path = this.paths.get(name);
    if (path === undefined) throw new Error(`the fake Electron has no path called ${name}`);
    return path;
  }

  setPath(name: string, path: string): void {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw new Error(`Path ${path} does not exist`);
    this.paths.set(name, path);
    if (name === 'userData') recorded.userData = path;
  }

  /** As Electron's: one holder per `userData`, decided at once, and the holder hears of each later start. */
  requestSingleInstanceLock(): boolean {
    const socket = lockPath(this.getPath('userData'));
    if (holderAnswers(socket)) return false;
    rmSync(socket, { force: true });
    this.lock = createServer((connection) => {
      connection.on('error', () => {});
      connection.end();
      this.emit('second-instance', {}, process.argv, process.cwd(), null);
    });
    this.lock.listen(socket);
    this.lock.unref();
    return true;
  }

  setBadgeCount(count = 0): boolean {
    recorded.badge = count;
    return true;
  }

  setAsDefaultProtocolClient(): boolean {
    return true;
  }

  quit(): void {
    if (this.quitting) return;
    const before = preventable({});
    this.emit('before-quit', before);
    if (before.defaultPrevented || !windowsOfApp.closeAll()) return;
    this.finish(0);
  }

  /** The end of quitting, after the windows are gone. */
  finish(code: number): void {
    const event = preventable({});
    this.emit('will-quit', event);
    if (event.defaultPrevented) return;
    this.quitting = true;
    this.emit('quit', {}, code);
    this.exit(Number(process.exitCode ?? code));
  }

  exit(code = 0): void {
    this.lock?.close();
    display.end();
    process.exit(code);
  }
}

FakeApp.prototype satisfies Omit<AppPart, 'commandLine' | 'isPackaged'>;

function lockPath(userData: string): string {
  const name = createHash('sha256').update(userData).digest('hex').slice(0, 16);
  return process.platform === 'win32'
    ? `\\\\.\\pipe\\fake-electron-${name}`
    : join(tmpdir(), `fake-electron-${name}.sock`);
}

/** Asks in a child, because the answer is wanted at once. */
function holderAnswers(socket: string): boolean {
  const script = `require('node:net').connect(process.argv[1]).on('connect',()=>process.exit(0)).on('error',()=>process.exit(1))`;
  return spawnSync(process.execPath, ['-e', script, socket], { timeout: 5_000 }).status === 0;
}

export const app = strict('app', new FakeApp());

answers('quit', () => {
  setImmediate(() => app.quit());
  return null;
});
