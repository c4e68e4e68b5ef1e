import type { TaskFacts } from '../../features/index.ts';

/** A label's own offset counts half once it has this many outcomes. */
const SHRINKAGE = 30;
/** Offsets forget: the newest tens of outcomes count. */
const MEMORY = 0.98;

/**
 * What `partialFit` honestly is: offsets (log2 minutes) per person, project, category and tag over a model that is
 * frozen until it is retrained. Each outcome moves the offsets of its labels towards the residual left by the
 * others; shrinkage keeps a label that was seen twice from shouting.
 */
export class Corrections {
  readonly #offsets = new Map<string, { sum: number; weight: number }>();

  /** What to add to the frozen model's prediction. */
  offset(facts: TaskFacts): number {
    return keysOf(facts).reduce((sum, key) => sum + this.#shrunken(key), 0);
  }

  /** `residual`: outcome − what the frozen model said, both log2 minutes. */
  learn(facts: TaskFacts, residual: number): void {
    const clipped = Math.max(-2, Math.min(2, residual));
    let left = clipped;
    for (const key of keysOf(facts)) {
      const entry = this.#offsets.get(key) ?? { sum: 0, weight: 0 };
      entry.sum = MEMORY * entry.sum + left;
      entry.weight = MEMORY * entry.weight + 1;
      this.#offsets.set(key, entry);
      left -= this.#shrunken(key);
    }
  }

  /** A retrained model has seen these outcomes: start over. */
  reset(): void {
    this.#offsets.clear();
  }

  #shrunken(key: string): number {
    const entry = this.#offsets.get(key);
    return entry ? entry.sum / (entry.weight + SHRINKAGE) : 0;
  }

  get state(): [string, number, number][] {
    return [...this.#offsets].map(([key, { sum, weight }]) => [key, sum, weight]);
  }

  restore(state: readonly [string, number, number][]): void {
    this.#offsets.clear();
    for (const [key, sum, weight] of state) this.#offsets.set(key, { sum, weight });
  }
}

function keysOf(facts: TaskFacts): string[] {
  const keys = [`u:${facts.user}`];
  if (facts.project !== null) keys.push(`p:${facts.project}`);
  if (facts.category !== null) keys.push(`c:${facts.category}`);
  if (facts.tags[0] !== undefined) keys.push(`t:${facts.tags[0]}`);
  return keys;
}
