/**
 * A long list is fetched in windows of fixed size, only those that touch the rows on the screen; so 100,000 tasks
 * cost no more than two requests at any place.
 */
export const WINDOW_SIZE = 100;

/** Numbers of the windows that hold rows `first` to `last` (inclusive), with one more window where scrolling goes next. */
export function windowsFor(first: number, last: number, total: number, size: number = WINDOW_SIZE): number[] {
  if (total === 0) return [0];
  const highest = Math.floor((total - 1) / size);
  const from = Math.max(0, Math.floor(first / size));
  const to = Math.min(highest, Math.floor((last + size / 4) / size));
  return Array.from({ length: Math.max(0, to - from) + 1 }, (_, offset) => Math.min(from + offset, highest));
}

/** The row at an index, from the windows fetched so far. */
export function rowAt<T>(
  windows: ReadonlyMap<number, readonly T[]>,
  index: number,
  size: number = WINDOW_SIZE,
): T | undefined {
  return windows.get(Math.floor(index / size))?.[index % size];
}
