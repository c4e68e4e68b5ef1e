import type { Clipboard, Shell } from 'electron';
import type { Badge, Desktop, LoginItem, Shortcuts, Tray, Windows } from '../../shell/desktop.ts';
import { electronNotifications, type NotificationClass } from './notifications.ts';
import type { OwnLinks } from './own-links.ts';
import { electronPower, type PowerSource } from './power.ts';

/** What of Electron the desktop is made of. A part that this system lacks is left out. */
export interface DesktopParts {
  shell: Pick<Shell, 'openExternal'>;
  powerMonitor: PowerSource;
  Notification: NotificationClass;
  ownLinks?: OwnLinks;
  clipboard?: Pick<Clipboard, 'readText'>;
  tray?: Tray;
  shortcuts?: Shortcuts;
  windows?: Windows;
  loginItem?: LoginItem | null;
  badge?: Badge | null;
}

/** The desktop as Electron has it. */
export function electronDesktop(parts: DesktopParts): Desktop {
  const {
    shell,
    powerMonitor,
    Notification,
    ownLinks,
    clipboard,
    tray,
    shortcuts,
    windows,
    loginItem,
    badge,
  } = parts;
  return {
    links: {
      open: (target) => shell.openExternal(target),
      ...(ownLinks && { onOwn: (listener) => ownLinks.on(listener) }),
    },
    power: electronPower(powerMonitor),
    notifications: electronNotifications(Notification),
    ...(clipboard && { clipboard: { readText: async () => clipboard.readText() } }),
    ...(tray && { tray }),
    ...(shortcuts && { shortcuts }),
    ...(windows && { windows }),
    ...(loginItem && { loginItem }),
    ...(badge && { badge }),
  };
}
