import { z } from 'zod';

/** The levels that are answered. */
const LEVELS = [0.1, 0.5, 0.9] as const;
/** p10, p50 and p90 in log2 minutes, ascending. */
export type Quantiles = readonly [number, number, number];
/** Plain quantiles of two distributions: of the whole mixture, and of what bears the same labels; null without one. */
export interface PlainQuantiles {
  readonly mixture: Quantiles;
  readonly labels: Quantiles | null;
}

const MEMORY = 0.998;
/** Share of its loss by which what is usual may do worse before plain quantiles are answered. */
const TOLERANCE = 0.1;
/** From this share of outcomes on five amounts on, durations count as steps and nothing is tolerated. */
const STEPS = 0.88;
const AMOUNTS = 5;
const NEWEST = 120;
/** Outcomes went through a logarithm and back; what agrees this far is one amount. */
const SAME_PLACES = 1e6;
/** Outcomes before anything but the usual is answered. */
const MIN_OUTCOMES = 40;

/** Loss of a quantile against the truth, both in log2 minutes (Koenker and Bassett 1978). */
export function pinball(quantile: number, truth: number, level: number): number {
  const off = truth - quantile;
  return off >= 0 ? level * off : (level - 1) * off;
}

type Three = [number, number, number];

/**
 * Whether a person is served better by plain quantiles than by the figure of their preference and the calibrated range. Durations
 * that fall on few amounts (Pomodoros, half-hour meetings) put so much weight on one amount that a range of 80 % does not
 * exist; ends that move to hold 80 % on average are then wrong every time. Of the two distributions the one that
 * has done better at a level answers there.
 */
export class QuantileChoice {
  #count = 0;
  /** The newest outcomes. */
  #newest: number[] = [];
  /** Discounted sums of losses by level. */
  #usual: Three = [0, 0, 0];
  #plain: Three = [0, 0, 0];
  #mixture: Three = [0, 0, 0];
  #labels: Three = [0, 0, 0];

  choose(usual: Quantiles, plain: PlainQuantiles): Quantiles {
    if (this.#count < MIN_OUTCOMES) return usual;
    const honest = this.#combined(plain);
    const middle = this.#loses([1]) ? honest[1] : usual[1];
    const [low, high] = this.#loses([0, 2]) ? [honest[0], honest[2]] : [usual[0], usual[2]];
    return [low, Math.min(high, Math.max(low, middle)), high];
  }

  /** What was said of a task whose duration is known now, in log2 minutes. */
  learn(usual: Quantiles, plain: PlainQuantiles, truth: number): void {
    const honest = this.#combined(plain);
    LEVELS.forEach((level, i) => {
      const add = (losses: Three, quantiles: Quantiles): void => {
        losses[i] = MEMORY * losses[i]! + pinball(quantiles[i]!, truth, level);
      };
      add(this.#usual, usual);
      add(this.#plain, honest);
      add(this.#mixture, plain.mixture);
      add(this.#labels, plain.labels ?? plain.mixture);
    });
    this.#newest.push(Math.round(truth * SAME_PLACES));
    if (this.#newest.length > NEWEST) this.#newest.shift();
    this.#count++;
  }

  /** Whether durations fall on few amounts. */
  #isStepped(): boolean {
    const counts = new Map<number, number>();
    for (const amount of this.#newest) counts.set(amount, (counts.get(amount) ?? 0) + 1);
    const most = [...counts.values()].toSorted((a, b) => b - a).slice(0, AMOUNTS);
    return most.reduce((sum, count) => sum + count, 0) >= STEPS * this.#newest.length;
  }

  #loses(levels: readonly number[]): boolean {
    const tolerance = this.#isStepped() ? 0 : TOLERANCE;
    const sum = (losses: Three): number => levels.reduce((total, i) => total + losses[i]!, 0);
    return (1 - tolerance) * sum(this.#usual) > sum(this.#plain);
  }

  #combined({ mixture, labels }: PlainQuantiles): Quantiles {
    const at = (i: number): number => {
      const isBetter = this.#labels[i]! < this.#mixture[i]!;
      return labels && isBetter ? labels[i]! : mixture[i]!;
    };
    const low = at(0);
    const middle = Math.max(low, at(1));
    return [low, middle, Math.max(middle, at(2))];
  }

  get state(): QuantileChoiceState {
    const sums = [this.#usual, this.#plain, this.#mixture, this.#labels].flat();
    return { count: this.#count, newest: [...this.#newest], sums };
  }

  restore({ count, newest, sums }: QuantileChoiceState): void {
    const three = (from: number): Three => [sums[from] ?? 0, sums[from + 1] ?? 0, sums[from + 2] ?? 0];
    this.#count = count;
    this.#newest = [...newest];
    this.#usual = three(0);
    this.#plain = three(3);
    this.#mixture = three(6);
    this.#labels = three(9);
  }
}

export const quantileChoiceState = z.object({
  count: z.int().nonnegative(),
  newest: z.array(z.number()).max(NEWEST),
  sums: z.array(z.number().nonnegative()).length(4 * LEVELS.length),
});
type QuantileChoiceState = z.infer<typeof quantileChoiceState>;
