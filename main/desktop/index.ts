import type { PowerMonitor, Shell } from 'electron';
import type { Desktop } from '../../shell/desktop.ts';

/** What of Electron the desktop is made of. */
export interface DesktopParts {
  shell: Pick<Shell, 'openExternal'>;
  powerMonitor: Pick<PowerMonitor, 'isOnBatteryPower' | 'getSystemIdleTime'>;
}

/** The desktop as Electron has it. */
export function electronDesktop({ shell, powerMonitor }: DesktopParts): Desktop {
  return {
    links: { open: (target) => shell.openExternal(target) },
    power: {
      state: () => ({
        onBattery: powerMonitor.isOnBatteryPower(),
        idleMs: powerMonitor.getSystemIdleTime() * 1_000,
      }),
    },
  };
}
