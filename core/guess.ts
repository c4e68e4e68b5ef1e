/** Apart from the schemas, so that a page gets it without them. */

const GUESS_STEP_MIN = 5;

/** A guess as it is planned and shown: it is not exact to the minute, and a day of round times is easier to read. */
export function roundGuess(minutes: number): number {
  return Math.max(GUESS_STEP_MIN, Math.round(minutes / GUESS_STEP_MIN) * GUESS_STEP_MIN);
}
