import type { Shell } from 'electron';
import type { Desktop } from '../../shell/desktop.ts';
import { electronNotifications, type NotificationClass } from './notifications.ts';
import { electronPower, type PowerSource } from './power.ts';

/** What of Electron the desktop is made of. */
export interface DesktopParts {
  shell: Pick<Shell, 'openExternal'>;
  powerMonitor: PowerSource;
  Notification: NotificationClass;
}

/** The desktop as Electron has it. */
export function electronDesktop({ shell, powerMonitor, Notification }: DesktopParts): Desktop {
  return {
    links: { open: (target) => shell.openExternal(target) },
    power: electronPower(powerMonitor),
    notifications: electronNotifications(Notification),
  };
}
