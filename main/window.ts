import type { BrowserWindow as Window, Screen, Session } from 'electron';
import { webPreferences } from './guards.ts';
import {
  DEFAULT_SIZE,
  MIN_SIZE,
  fitToDisplays,
  readWindowState,
  writeWindowState,
  type WindowState,
} from './window-state.ts';

export interface WindowOptions {
  BrowserWindow: typeof Window;
  screen: Pick<Screen, 'getAllDisplays'>;
  session: Session;
  /** Path of the preload bundle. */
  preload: string;
  /** File that remembers where the window stood. */
  stateFile: string;
  title: string;
  icon?: string;
  /** Background until the page has painted, so that a dark desktop sees no white flash. */
  dark: boolean;
  /** Whether developer tools can be opened: in a development run only. */
  devTools: boolean;
}

/** Moves and resizes come in bursts; one write at their end is enough. */
const SAVE_AFTER_MS = 500;

/** Opens the window where it last stood, hidden until the page has painted. Loads nothing yet. */
export function openWindow(options: WindowOptions): Window {
  const state = readWindowState(options.stateFile);
  const areas = options.screen.getAllDisplays().map((display) => display.workArea);
  const window = new options.BrowserWindow({
    ...DEFAULT_SIZE,
    ...fitToDisplays(state.bounds, areas),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    show: false,
    title: options.title,
    icon: options.icon,
    backgroundColor: options.dark ? '#16181d' : '#ffffff',
    autoHideMenuBar: true,
    webPreferences: { ...webPreferences(options.preload, options.session), devTools: options.devTools },
  });
  if (state.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  rememberState(window, options.stateFile);
  return window;
}

function rememberState(window: Window, file: string): void {
  let timer: NodeJS.Timeout | undefined;
  const stateNow = (): WindowState => ({
    bounds: window.getNormalBounds(),
    maximized: window.isMaximized(),
  });
  const saveSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!window.isDestroyed()) writeWindowState(file, stateNow());
    }, SAVE_AFTER_MS);
  };
  window.on('move', saveSoon);
  window.on('resize', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', () => {
    clearTimeout(timer);
    writeWindowState(file, stateNow());
  });
}
