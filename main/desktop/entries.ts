import type { App, Menu } from 'electron';
import { say } from '../../core/messages/index.ts';
import type { Badge } from '../../shell/desktop.ts';

/** What the system itself shows of a program: entries in dock and jump list, and a number on its icon. */

/** Starts adding a task, wherever the program is asked by an address. */
export const ADD_ADDRESS = 'daymark://add';

export interface EntryParts {
  app: Pick<App, 'setUserTasks' | 'dock'>;
  Menu: Pick<typeof Menu, 'buildFromTemplate'>;
  platform: NodeJS.Platform;
  /** The program's file, which the jump list starts again. */
  program: string;
  /** Takes an address as if the system had given it. */
  take(address: string): void;
}

/** Puts “Add a task…” into the dock's menu and the jump list; Linux has it from the installed entry. */
export function offerEntries({ app, Menu: menu, platform, program, take }: EntryParts): void {
  const label = say({ key: 'desktop.quickAdd', params: {} });
  if (platform === 'darwin') {
    app.dock?.setMenu(menu.buildFromTemplate([{ label, click: () => take(ADD_ADDRESS) }]));
  } else if (platform === 'win32') {
    app.setUserTasks([
      {
        program,
        arguments: ADD_ADDRESS,
        iconPath: program,
        iconIndex: 0,
        title: label,
        description: '',
      },
    ]);
  }
}

/** The number on the icon, where the system has one: macOS, and Linux desktops with a launcher that shows it. */
export function iconBadge(app: Pick<App, 'setBadgeCount'>, platform: NodeJS.Platform): Badge | null {
  return platform === 'win32' ? null : { set: (count) => void app.setBadgeCount(count) };
}
