/** A half-open stretch of minutes, `[from, to)`. */
export type Interval = readonly [from: number, to: number];

/** Sorted, disjoint, non-touching stretches covering the same minutes. Empty stretches vanish. */
export function union(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter(([from, to]) => to > from).sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** What is left of `base` outside `taken`; both are brought into normal form first. */
export function subtract(base: readonly Interval[], taken: readonly Interval[]): Interval[] {
  const holes = union(taken);
  const left: Interval[] = [];
  let first = 0;
  for (const [from, to] of union(base)) {
    while (first < holes.length && holes[first]![1] <= from) first++;
    let cursor = from;
    for (let i = first; i < holes.length && holes[i]![0] < to; i++) {
      if (holes[i]![0] > cursor) left.push([cursor, holes[i]![0]]);
      cursor = Math.max(cursor, holes[i]![1]);
    }
    if (cursor < to) left.push([cursor, to]);
  }
  return left;
}

/** Minutes that both sets of stretches hold; both must be in normal form. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const both: Interval[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const from = Math.max(a[i]![0], b[j]![0]);
    const to = Math.min(a[i]![1], b[j]![1]);
    if (to > from) both.push([from, to]);
    if (a[i]![1] < b[j]![1]) i++;
    else j++;
  }
  return both;
}

/** Minutes of `[from, to)` that lie inside normalised stretches. */
export function overlap(intervals: readonly Interval[], from: number, to: number): number {
  let minutes = 0;
  for (const [start, end] of intervals) minutes += Math.max(0, Math.min(end, to) - Math.max(start, from));
  return minutes;
}
