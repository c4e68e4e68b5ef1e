/** Twenty-five minutes of work, five of a break, and a longer one after four rounds (Cirillo, "The Pomodoro Technique"). */

const MINUTE = 60_000;
export const WORK_MS = 25 * MINUTE;
const SHORT_BREAK_MS = 5 * MINUTE;
const LONG_BREAK_MS = 15 * MINUTE;
const ROUNDS = 4;

/** Milliseconds left of the round under way that began with `startedAt`; 0 when it is over. */
export function workLeft(startedAt: number, now: number): number {
  return Math.max(0, startedAt + WORK_MS - now);
}

/** How long the break after the nth finished round is (1 first), in milliseconds. */
export function breakLength(round: number): number {
  return round % ROUNDS === 0 ? LONG_BREAK_MS : SHORT_BREAK_MS;
}
