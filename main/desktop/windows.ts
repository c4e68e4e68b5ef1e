import type {
  BrowserWindow as Window,
  BrowserWindowConstructorOptions,
  Screen,
  Session,
  WebContents,
} from 'electron';
import type { WindowName } from '../../core/domain/desktop.ts';
import type { Windows } from '../../shell/desktop.ts';
import { START_URL, webPreferences } from '../guards.ts';

/** All windows: the main one, and the small ones beside it. They show the same page, behind the same guards. */

export interface WindowParts {
  BrowserWindow: typeof Window;
  screen: Pick<Screen, 'getCursorScreenPoint' | 'getDisplayNearestPoint'>;
  session(): Session;
  preload: string;
  dark(): boolean;
  devTools: boolean;
  /** Makes the main window; it loads nothing yet. */
  openMain(): Window;
  quit(): void;
  /** A page of ours died. */
  gone(reason: string, exitCode: number): void;
}

type SideName = Exclude<WindowName, 'main'>;

const SIDE: Record<SideName, BrowserWindowConstructorOptions> = {
  quickAdd: {
    width: 660,
    height: 240,
    frame: false,
    resizable: false,
    skipTaskbar: true,
    title: 'Daymark – Quick add',
  },
  focus: { width: 380, height: 260, minWidth: 300, minHeight: 200, title: 'Daymark – Focus' },
};

export class AppWindows implements Windows {
  readonly #parts: WindowParts;
  readonly #side = new Map<SideName, Window>();
  readonly #warm = new Set<SideName>();
  #main: Window | null = null;
  #begun = false;
  #keepsRunning = false;
  #quitting = false;

  constructor(parts: WindowParts) {
    this.#parts = parts;
  }

  /** Opens the main window; resolves when its page has loaded. Before this nothing is shown, however often it is asked for. */
  async begin(): Promise<void> {
    this.#begun = true;
    await this.#openMain();
    for (const name of this.#warm) this.#sideWindow(name);
  }

  /** Whether a page belongs to one of these windows. */
  owns(contents: WebContents): boolean {
    const all = [this.#main, ...this.#side.values()];
    return all.some((window) => window !== null && !window.isDestroyed() && window.webContents === contents);
  }

  /** From here on windows that are only hidden when they are closed really close. */
  willQuit(): void {
    this.#quitting = true;
  }

  get keepsRunning(): boolean {
    return this.#keepsRunning;
  }

  show(name: WindowName): void {
    if (!this.#begun || this.#quitting) return;
    if (name === 'main') return this.#showMain();
    const window = this.#sideWindow(name);
    if (name === 'quickAdd') this.#placeNearPointer(window);
    window.show();
    window.focus();
  }

  hide(name: WindowName): void {
    const window = name === 'main' ? this.#main : this.#side.get(name);
    if (!window || window.isDestroyed()) return;
    if (name === 'focus') window.close();
    else window.hide();
  }

  keepWarm(name: WindowName, warm: boolean): void {
    if (name === 'main') return;
    if (!warm) {
      this.#warm.delete(name);
      const window = this.#side.get(name);
      // What is typed in it is kept until the person has seen to it.
      if (window && !window.isDestroyed() && !window.isVisible()) window.destroy();
      return;
    }
    this.#warm.add(name);
    if (this.#begun && this.#main) this.#sideWindow(name);
  }

  keepRunning(on: boolean): void {
    this.#keepsRunning = on;
  }

  quit(): void {
    this.#parts.quit();
  }

  #showMain(): void {
    const window = this.#main;
    if (!window || window.isDestroyed()) {
      void this.#openMain();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  async #openMain(): Promise<void> {
    const window = this.#parts.openMain();
    this.#main = window;
    this.#reloadAfterCrash(window);
    window.on('closed', () => {
      if (this.#main === window) this.#main = null;
      if (!this.#keepsRunning && !this.#quitting) this.#parts.quit();
    });
    await window.loadURL(START_URL);
  }

  #sideWindow(name: SideName): Window {
    const there = this.#side.get(name);
    if (there && !there.isDestroyed()) return there;
    const { BrowserWindow, preload, session, dark, devTools } = this.#parts;
    const window = new BrowserWindow({
      ...SIDE[name],
      show: false,
      alwaysOnTop: true,
      fullscreenable: name === 'focus',
      backgroundColor: dark() ? '#16181d' : '#ffffff',
      autoHideMenuBar: true,
      webPreferences: { ...webPreferences(preload, session()), devTools },
    });
    this.#side.set(name, window);
    this.#reloadAfterCrash(window);
    if (name === 'quickAdd') {
      window.on('blur', () => window.hide());
      window.on('close', (event) => {
        if (this.#quitting) return;
        event.preventDefault();
        window.hide();
      });
    }
    window.on('closed', () => this.#side.delete(name));
    window.loadURL(`${START_URL}?window=${name}`).catch(() => {
      // Closed while it loaded; the next time it is made anew.
    });
    return window;
  }

  /** In the upper third of the display that the person looks at. */
  #placeNearPointer(window: Window): void {
    const { screen } = this.#parts;
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    const { width } = window.getNormalBounds();
    window.setPosition(
      Math.round(workArea.x + (workArea.width - width) / 2),
      Math.round(workArea.y + workArea.height / 4),
    );
  }

  /** A page that died is loaded again, but not in a loop. */
  #reloadAfterCrash(window: Window): void {
    let left = 3;
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      this.#parts.gone(reason, exitCode);
      if (reason === 'clean-exit' || left === 0 || window.isDestroyed()) return;
      left -= 1;
      window.webContents.reload();
    });
  }
}
