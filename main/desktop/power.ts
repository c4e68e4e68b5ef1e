import type { PowerMonitor } from 'electron';
import type { Power } from '../../shell/desktop.ts';

/** What of Electron's monitor is used. */
export type PowerSource = Pick<PowerMonitor, 'isOnBatteryPower' | 'getSystemIdleTime' | 'on' | 'off'>;

/** Battery, idle time, sleep and the lock of the screen. */
export function electronPower(monitor: PowerSource): Power {
  return {
    state: () => ({ onBattery: monitor.isOnBatteryPower(), idleMs: monitor.getSystemIdleTime() * 1_000 }),
    onChange(listener) {
      const sleep = (): void => listener('sleep');
      const wake = (): void => listener('wake');
      const lock = (): void => listener('lock');
      const unlock = (): void => listener('unlock');
      monitor.on('suspend', sleep);
      monitor.on('resume', wake);
      monitor.on('lock-screen', lock);
      monitor.on('unlock-screen', unlock);
      return () => {
        monitor.off('suspend', sleep);
        monitor.off('resume', wake);
        monitor.off('lock-screen', lock);
        monitor.off('unlock-screen', unlock);
      };
    },
  };
}
