import { levelOf, ranksOf, type Predictive } from './predictive.ts';

/** Share of outcomes that may lie beyond each end. */
const TAIL = 0.1;
/** How far one miss moves a tail. */
const STEP = 0.006;
/** Outcomes remembered; older ones describe another model and another life. */
const WINDOW = 400;
/** What a calibrator remembers. */
export interface CalibratorState {
  upTo: number[];
  below: number[];
  tails: [number, number];
}

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

  /** Tails asked for below and above: they give way while outcomes miss more often than promised. */
  readonly #tails = { low: TAIL, high: TAIL };

  static of(state: CalibratorState): IntervalCalibrator {
    const made = new IntervalCalibrator();
    made.#tails.low = state.tails[0];
    made.#tails.high = state.tails[1];
    made.#upTo.push(...state.upTo);
    made.#below.push(...state.below);
    return made;
  }

  get state(): CalibratorState {
    return { upTo: [...this.#upTo], below: [...this.#below], tails: [this.#tails.low, this.#tails.high] };
  }

  /** `shown`: the interval that was given for this outcome. */
  observe(predictive: Predictive, outcome: number, shown: { low: number; high: number }): void {
    const tails = this.#tails;
    tails.low = moved(tails.low, outcome < shown.low - 1e-9);
    tails.high = moved(tails.high, outcome > shown.high + 1e-9);
    const { below, upTo } = ranksOf(predictive, outcome);
    this.#upTo.push(upTo);
    this.#below.push(below);
    if (this.#upTo.length > WINDOW) {
      this.#upTo.shift();
      this.#below.shift();
    }
  }

  /** Both ends of the interval that should hold 80 % of outcomes, log2 minutes. */
  interval(predictive: Predictive): { low: number; high: number } {
    const low = Math.min(0.5, lowerTail(this.#upTo, this.#tails.low));
    const high =
      1 -
      Math.min(
        0.5,
        lowerTail(
          this.#below.map((b) => 1 - b),
          this.#tails.high,
        ),
      );
    return { low: levelOf(predictive, Math.max(low, 1e-6)), high: levelOf(predictive, high) };
  }
}

/** One step of adaptive conformal inference (Gibbs and Candès 2021). */
function moved(tail: number, missed: boolean): number {
  return Math.min(0.2, Math.max(0.01, tail + STEP * (TAIL - (missed ? 1 : 0))));
}

/** The level that a share of `tail` fell below, with the prior's uniform levels mixed in. */
function lowerTail(levels: readonly number[], tail: number): number {
  const prior = Array.from({ length: PRIOR }, (_, i) => (i + 0.5) / PRIOR);
  const sorted = [...levels, ...prior].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(tail * sorted.length))] ?? tail;
}
