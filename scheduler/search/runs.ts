import type { Laid } from './layout.ts';

/** A stretch of time in which every part may leave. */
export interface Run {
  from: number;
  to: number;
  laid: Laid[];
}

/** Cuts `[from, to)` at the parts that have to stay. */
export function runs(
  laid: readonly Laid[],
  from: number,
  to: number,
  mayLeave: (task: number) => boolean,
): Run[] {
  const found: Run[] = [];
  let run: Run = { from, to, laid: [] };
  for (const part of laid) {
    if (mayLeave(part.task)) {
      run.laid.push(part);
      continue;
    }
    found.push({ ...run, to: Math.min(to, part.from) });
    run = { from: Math.max(from, part.to), to, laid: [] };
  }
  found.push(run);
  return found.filter((one) => one.to > one.from);
}

/** For each place to begin, at the run's start or behind a part, the fewest parts that hold so many minutes. */
export function* stretchesOf(
  { from, to, laid }: Run,
  minutes: number,
): Generator<{ at: number; laid: number[] }> {
  let last = 0;
  for (let first = 0; first < laid.length; first++) {
    const at = first === 0 ? from : Math.max(from, laid[first - 1]!.to);
    if (to - at < minutes) return;
    last = Math.max(last, first + 1);
    while (last < laid.length && laid[last]!.from - at < minutes) last++;
    yield { at, laid: [...new Set(laid.slice(first, last).map(({ task }) => task))] };
  }
}
