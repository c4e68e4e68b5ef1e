import type { TaskFacts } from './facts.ts';
import { GroupStats } from './groups.ts';

/** Within this many log2 minutes an estimate counts as exactly met. */
const EXACT = 0.02;

/** How a person's own estimates turn out: log2(actual / estimate) in all, by person, and for this very figure. */
export class EstimateHistory {
  readonly #biases = new GroupStats();
  readonly #exact = new Map<string, { count: number; hits: number }>();

  learn(facts: TaskFacts, actualLog: number): void {
    if (facts.estimateMin === null) return;
    const bias = actualLog - Math.log2(facts.estimateMin);
    this.#biases.add('all', bias);
    this.#biases.add(`u:${facts.user}`, bias);
    this.#biases.add(`e:${facts.estimateMin}`, bias);
    const met = this.#exact.get(`u:${facts.user}`) ?? { count: 0, hits: 0 };
    met.count++;
    if (Math.abs(bias) < EXACT) met.hits++;
    this.#exact.set(`u:${facts.user}`, met);
  }

  /** Estimate corrected by the person's past bias, log2 minutes; NaN without an estimate. */
  corrected(facts: TaskFacts): number {
    if (facts.estimateMin === null) return Number.NaN;
    const all = this.#biases.summary('all', 0).centre;
    return Math.log2(facts.estimateMin) + this.#biases.summary(`u:${facts.user}`, all).centre;
  }

  /** Past log2(actual / estimate) of this person, newest last; of everybody when there are few. */
  recentBiases(facts: TaskFacts): readonly number[] {
    const own = this.#biases.newest(`u:${facts.user}`);
    return own.length >= 5 ? own : this.#biases.newest('all');
  }

  columns(facts: TaskFacts): number[] {
    const { estimateMin } = facts;
    const met = this.#exact.get(`u:${facts.user}`);
    const exact = met ? met.hits / (met.count + 2) : 0;
    if (estimateMin === null) return [Number.NaN, Number.NaN, Number.NaN, exact, Number.NaN];
    const estimate = Math.log2(estimateMin);
    const all = this.#biases.summary('all', 0).centre;
    const user = this.#biases.summary(`u:${facts.user}`, all).centre;
    const same = this.#biases.summary(`e:${estimateMin}`, all).centre;
    return [estimate, estimate + all, estimate + user, exact, estimate + same];
  }
}
