import type { WindowName } from '../core/domain/desktop.ts';
import type { PowerState } from '../services/index.ts';

/**
 * What the machine around Daymark can do, apart from the shell that has it: `main/desktop/` implements it with Electron,
 * `host/desktop.ts` with what a process without a window has, and the command line has none. A part that is absent is one
 * that this shell can't offer; callers do without. Texts are written by the caller in the person's language;
 * while the profile is locked they name no task.
 */
export interface Desktop {
  links: Links;
  power?: Power;
  notifications?: Notifications;
  tray?: Tray;
  shortcuts?: Shortcuts;
  loginItem?: LoginItem;
  windows?: Windows;
  badge?: Badge;
  clipboard?: Clipboard;
  updates?: Updates;
}

/** Takes a listener away again. */
export type Unsubscribe = () => void;

export interface Links {
  /**
   * Opens an address or a file in the person's browser. Settles when the program that was started for it has handed over,
   * and rejects when none could be.
   */
  open(target: string): Promise<void>;
  /** Hears of each `daymark://` address, those from before the first listener included. It is input like any other. */
  onOwn?(listener: (address: string) => void): Unsubscribe;
}

export interface Power {
  state(): PowerState;
  /** Hears when the machine sleeps and wakes, and when its screen is locked and unlocked. */
  onChange?(listener: (event: 'sleep' | 'wake' | 'lock' | 'unlock') => void): Unsubscribe;
}

export interface DesktopNotification {
  /** One with the same id takes its place. */
  id: string;
  title: string;
  body: string;
  /** Buttons, most important first; a platform may show fewer. */
  actions: readonly { id: string; label: string }[];
}

export interface Notifications {
  show(notification: DesktopNotification): void;
  withdraw(id: string): void;
  /** `action` is null for a click on the notification itself. */
  onAnswer(listener: (id: string, action: string | null) => void): Unsubscribe;
}

export interface TrayItem {
  id: string;
  label: string;
  enabled: boolean;
}

export interface Tray {
  /** Replaces what is shown; a line is drawn between two groups. */
  show(content: TrayContent): void;
  onChoice(listener: (id: string) => void): Unsubscribe;
}

export interface TrayContent {
  tooltip: string;
  groups: readonly (readonly TrayItem[])[];
}

export interface Windows {
  /** Brings a window to the front, and makes it first where it isn't there. */
  show(window: WindowName): void;
  hide(window: WindowName): void;
  /** Keeps a window ready and unseen, so that it comes at once; false lets go of it. */
  keepWarm(window: WindowName, warm: boolean): void;
  /** Whether the program goes on when its main window is closed. */
  keepRunning(on: boolean): void;
  quit(): void;
}

/** The number on the program's icon. */
export interface Badge {
  set(count: number): void;
}

export interface Clipboard {
  readText(): Promise<string>;
}

export interface Shortcuts {
  /**
   * Takes keys (`Control+Shift+Space`) for the whole desktop in place of those that `name` had; null gives them back.
   * False when another program has them, and nothing changed.
   */
  set(name: string, keys: string | null): boolean;
  onPress(listener: (name: string) => void): Unsubscribe;
}

export interface LoginItem {
  isOn(): boolean;
  set(on: boolean): void;
}

export type UpdateState = { kind: 'none' } | { kind: 'ready'; version: string } | { kind: 'failed' };

export interface Updates {
  /** Asks the feed once; what is found is fetched, and its signature checked. Never throws. */
  check(feed: string): Promise<UpdateState>;
  /** Ends the program and starts the fetched version. */
  install(): void;
}
