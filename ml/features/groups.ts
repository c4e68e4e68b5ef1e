import { interpolatedQuantile } from '../../core/statistics.ts';

/** Values of one group (log2 minutes), newest last, and sorted. */
class Group {
  readonly sorted: number[] = [];
  readonly recent: number[] = [];
  sum = 0;

  add(value: number): void {
    this.sorted.splice(lowerBound(this.sorted, value), 0, value);
    this.recent.push(value);
    if (this.recent.length > RECENT) this.recent.shift();
    this.sum += value;
  }
}

/** Newest values kept apart, for what has changed lately. */
const RECENT = 12;
/** A group's own median counts as much as its parent's once it has this many values. */
const SHRINKAGE = 4;

/** A group's middle and width, pulled towards its parent while it is small. */
export interface GroupSummary {
  /** Shrunken median, log2 minutes. */
  readonly centre: number;
  /** Interquartile range; NaN below four values. */
  readonly spread: number;
  /** Median of the newest values, shrunken to `centre`. */
  readonly recent: number;
  readonly count: number;
}

/**
 * Medians by key with shrinkage, grown one value at a time: (n × own + k × parent) / (n + k). This is the
 * empirical-Bayes middle ground between "all tasks" and "this one group".
 */
export class GroupStats {
  readonly #groups = new Map<string, Group>();

  add(key: string, value: number): void {
    let group = this.#groups.get(key);
    if (!group) this.#groups.set(key, (group = new Group()));
    group.add(value);
  }

  summary(key: string, parent: number): GroupSummary {
    const group = this.#groups.get(key);
    if (!group) return { centre: parent, spread: Number.NaN, recent: parent, count: 0 };
    const count = group.sorted.length;
    const centre =
      (count * interpolatedQuantile(group.sorted, 0.5) + SHRINKAGE * parent) / (count + SHRINKAGE);
    const spread =
      count < 4
        ? Number.NaN
        : interpolatedQuantile(group.sorted, 0.75) - interpolatedQuantile(group.sorted, 0.25);
    const newest = group.recent.toSorted((a, b) => a - b);
    const recent =
      (newest.length * interpolatedQuantile(newest, 0.5) + SHRINKAGE * centre) / (newest.length + SHRINKAGE);
    return { centre, spread, recent, count };
  }

  /** The group's values, ascending. */
  values(key: string): readonly number[] {
    return this.#groups.get(key)?.sorted ?? [];
  }

  /** The newest values of a group, oldest first. */
  newest(key: string): readonly number[] {
    return this.#groups.get(key)?.recent ?? [];
  }
}

function lowerBound(sorted: readonly number[], value: number): number {
  let lo = 0;
  let hi = sorted.length;
  while (lo < hi) {
    const mid = (lo + hi) >>> 1;
    if (sorted[mid]! < value) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}
