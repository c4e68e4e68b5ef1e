/** Long work on the loop that others wait for: in pieces, with room for them in between. */

/** How long one piece may take. */
const PIECE_MS = 5;

/** Lets everything else that waits for the loop go first. */
export function yieldToEvents(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

/** Takes the steps of a piece of work with pauses in between. */
export async function withPauses<T>(steps: Generator<unknown, T, void>): Promise<T> {
  let until = performance.now() + PIECE_MS;
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
    if (performance.now() < until) continue;
    await yieldToEvents();
    until = performance.now() + PIECE_MS;
  }
}
