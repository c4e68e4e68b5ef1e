import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import type { LoginItem } from '../../shell/desktop.ts';

export interface LoginItemParts {
  app: Pick<App, 'isPackaged' | 'getLoginItemSettings' | 'setLoginItemSettings'>;
  platform: NodeJS.Platform;
  /** The person's folder of settings, such as `~/.config`. */
  configFolder: string;
  /** What starts the program: its file, or the AppImage around it. */
  program: string;
}

/** Starting with the system. Null for a program that runs from its sources: what would start is Electron alone. */
export function loginItem({ app, platform, configFolder, program }: LoginItemParts): LoginItem | null {
  if (!app.isPackaged) return null;
  if (platform !== 'linux') {
    return {
      isOn: () => app.getLoginItemSettings().openAtLogin,
      set: (openAtLogin) => app.setLoginItemSettings({ openAtLogin }),
    };
  }
  const folder = join(configFolder, 'autostart');
  const file = join(folder, 'daymark.desktop');
  return {
    isOn: () => existsSync(file),
    set(on) {
      if (!on) return rmSync(file, { force: true });
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, autostartEntry(program));
    },
  };
}

/** An entry of the XDG Autostart Specification. */
export function autostartEntry(program: string): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Daymark',
    `Exec=${quoted(program)}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** As the Desktop Entry Specification wants it: its own escapes, and those of a string around them. */
function quoted(program: string): string {
  const inner = program.replace(/["`$\\]/g, (sign) => `\\${sign}`).replaceAll('%', '%%');
  return `"${inner.replaceAll('\\', '\\\\')}"`;
}
