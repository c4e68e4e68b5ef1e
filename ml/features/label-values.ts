import type { TaskFacts } from './facts.ts';

/** Newest values kept under one key, and by how much each newer one lets the older fade. */
const KEPT = 120;
const DECAY = 0.995;
/** Values at which a key's own distribution counts as much as what it is drawn towards. */
const TITLE_SHRINKAGE = 3;
const LABELS_SHRINKAGE = 10;
const LABEL_SHRINKAGE = 20;
const MAX_TAGS = 20;
const LONGEST = 200;
/** Minutes went through a logarithm and back: what agrees this far is the same amount. */
const SAME_PLACES = 1e6;

/** A value in log2 minutes with its share of the distribution. */
export interface WeighedValue {
  readonly value: number;
  readonly weight: number;
}

/**
 * Distributions of what was measured under the same title, the same labels together, each label, and altogether, newest
 * values first in weight. Each level is drawn towards the one above it as a Pitman–Yor or Dirichlet mixture would be, with the
 * values themselves as atoms: people who work in fixed units, or meet for half an hour, repeat amounts exactly.
 */
export class LabelValues {
  readonly #values = new Map<string, number[]>();

  /** `value` in log2 minutes. */
  add(facts: TaskFacts, value: number): void {
    const { title, labels, single } = keysOf(facts);
    for (const key of ['all', ...single, labels, title]) {
      const values = this.#values.get(key) ?? [];
      values.push(value);
      if (values.length > KEPT) values.shift();
      this.#values.set(key, values);
    }
  }

  /** The distribution for a task, weights summing to 1; empty before the first value. */
  distribution(facts: TaskFacts): WeighedValue[] {
    const { title, labels, single } = keysOf(facts);
    const points = new Map<number, number>();
    let rest = 1;
    for (const [key, shrinkage] of [
      [title, TITLE_SHRINKAGE],
      [labels, LABELS_SHRINKAGE],
    ] as const) {
      const share = (rest * this.#mass(key)) / (this.#mass(key) + shrinkage);
      this.#spread(points, key, share);
      rest -= share;
    }
    const seen = single.filter((key) => this.#values.has(key));
    const each = rest / Math.max(1, seen.length);
    for (const key of seen) {
      const share = (each * this.#mass(key)) / (this.#mass(key) + LABEL_SHRINKAGE);
      this.#spread(points, key, share);
      rest -= share;
    }
    this.#spread(points, 'all', rest);
    return Array.from(points, ([value, weight]) => ({ value: value / SAME_PLACES, weight }));
  }

  /** How many values a key is worth, older ones counting less. */
  #mass(key: string): number {
    const count = this.#values.get(key)?.length ?? 0;
    return (1 - DECAY ** count) / (1 - DECAY);
  }

  #spread(points: Map<number, number>, key: string, share: number): void {
    const values = this.#values.get(key);
    if (!values || share <= 0) return;
    let weight = share / this.#mass(key);
    for (let i = values.length - 1; i >= 0; i--) {
      const at = Math.round(values[i]! * SAME_PLACES);
      points.set(at, (points.get(at) ?? 0) + weight);
      weight *= DECAY;
    }
  }
}

function keysOf({ user, project, category, priority, tags, title }: TaskFacts): {
  title: string;
  labels: string;
  single: string[];
} {
  const few = tags.slice(0, MAX_TAGS);
  return {
    title: `title ${user}|${title.slice(0, LONGEST)}`,
    labels: `labels ${user}|${project}|${category}|${priority}|${few.join('|')}`,
    single: [
      ...(user === null ? [] : [`user ${user}`]),
      ...(project === null ? [] : [`project ${user}|${project}`]),
      ...(category === null ? [] : [`category ${user}|${category}`]),
      ...(priority === null ? [] : [`priority ${user}|${priority}`]),
      ...few.map((tag) => `tag ${user}|${tag}`),
    ],
  };
}
