import type { Interval } from '../model/intervals.ts';

/** Stretches of time laid out for many questions of how much of a block they hold. */
export interface Spans {
  /** Minutes of `[from, to)` inside the stretches. */
  minutesIn(from: number, to: number): number;
}

/** @param stretches in normal form: sorted and disjoint */
export function spansOf(stretches: readonly Interval[]): Spans {
  const starts = Int32Array.from(stretches, ([from]) => from);
  const ends = Int32Array.from(stretches, ([, to]) => to);
  return {
    minutesIn(from, to) {
      let minutes = 0;
      for (let i = firstEndingAfter(ends, from); i < starts.length && starts[i]! < to; i++) {
        minutes += Math.min(to, ends[i]!) - Math.max(from, starts[i]!);
      }
      return minutes;
    },
  };
}

function firstEndingAfter(ends: Int32Array, minute: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! > minute) high = middle;
    else low = middle + 1;
  }
  return low;
}
