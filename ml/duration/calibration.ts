import { levelOf, ranksOf, type Predictive } from './predictive.ts';

/** Outcomes remembered; older ones describe another model and another life. */
const WINDOW = 400;
/** Pretend outcomes that say the distribution is right as it is. */
const PRIOR = 30;

/**
 * Conformal calibration of both ends, online: remembers where outcomes fell within their predicted
 * distributions and asks for the levels that would have held 90 % on each side (distributional conformal
 * prediction, Chernozhukov et al. 2021, on a sliding window). Ties on round minutes are counted on the side that
 * makes the interval no wider than needed.
 */
export class IntervalCalibrator {
  /** Weight at or below the outcome, oldest first. */
  readonly #upTo: number[] = [];
  /** Weight strictly below the outcome. */
  readonly #below: number[] = [];

  static of(state: { upTo: number[]; below: number[] }): IntervalCalibrator {
    const made = new IntervalCalibrator();
    made.#upTo.push(...state.upTo);
    made.#below.push(...state.below);
    return made;
  }

  get state(): { upTo: number[]; below: number[] } {
    return { upTo: [...this.#upTo], below: [...this.#below] };
  }

  observe(predictive: Predictive, outcome: number): void {
    const { below, upTo } = ranksOf(predictive, outcome);
    this.#upTo.push(upTo);
    this.#below.push(below);
    if (this.#upTo.length > WINDOW) {
      this.#upTo.shift();
      this.#below.shift();
    }
  }

  /** Both ends of the interval that should hold 1 − 2 × `tail` of outcomes, log2 minutes. */
  interval(predictive: Predictive, tail = 0.1): { low: number; high: number } {
    const low = Math.min(0.5, lowerTail(this.#upTo, tail));
    const high =
      1 -
      Math.min(
        0.5,
        lowerTail(
          this.#below.map((b) => 1 - b),
          tail,
        ),
      );
    return { low: levelOf(predictive, Math.max(low, 1e-6)), high: levelOf(predictive, high) };
  }
}

/** The level that a share of `tail` fell below, with the prior's uniform levels mixed in. */
function lowerTail(levels: readonly number[], tail: number): number {
  const prior = Array.from({ length: PRIOR }, (_, i) => (i + 0.5) / PRIOR);
  const sorted = [...levels, ...prior].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(tail * sorted.length))] ?? tail;
}
