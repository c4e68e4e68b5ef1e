import type { PowerState } from '../context.ts';

/** Training on fewer tasks than this takes no longer than a glance: it waits for nothing. */
const SMALL = 200;
/** No one has touched the machine for so long: they are away, or reading. */
const IDLE_MS = 60_000;
const MAX_BUSY_WAIT_MS = 15 * 60_000;
const MAX_BATTERY_WAIT_MS = 3 * 60 * 60_000;

/**
 * Whether a training that is due may begin: soon where it is small, else when no one is at the keyboard and the machine
 * is on power. A busy person and a battery put it off for so long, and then no longer; whether it is due is not their
 * business. `power` null where that can't be told.
 */
export function isGoodMoment(power: PowerState | null, waitedMs: number, tasks: number): boolean {
  if (!power || tasks < SMALL) return true;
  if (power.onBattery) return waitedMs >= MAX_BATTERY_WAIT_MS;
  return power.idleMs >= IDLE_MS || waitedMs >= MAX_BUSY_WAIT_MS;
}
