/** Apart from the schemas, so that a page gets it without them. */

const GUESS_STEP_MIN = 5;

/** A guess as it is planned and shown: it is not exact to the minute, and a day of round times is easier to read. */
export function roundGuess(minutes: number): number {
  return Math.max(GUESS_STEP_MIN, Math.round(minutes / GUESS_STEP_MIN) * GUESS_STEP_MIN);
}

/** How long a task is, as it is shown, summed and compared: as given, else the round guess; null while there is neither. */
export function shownMinutes(task: {
  durationMin: number | null;
  predicted: { p50: number } | null;
}): number | null {
  return task.durationMin ?? (task.predicted ? roundGuess(task.predicted.p50) : null);
}

/** A guess with its likely range, rounded alike, so that the range always holds the guess. */
export function guessedRange({ p10, p50, p90 }: { p10: number; p50: number; p90: number }): {
  low: number;
  guess: number;
  high: number;
} {
  const guess = roundGuess(p50);
  return { low: Math.min(guess, roundGuess(p10)), guess, high: Math.max(guess, roundGuess(p90)) };
}
