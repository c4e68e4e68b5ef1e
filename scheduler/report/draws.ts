import type { Random } from '../../core/random.ts';
import type { ProblemTask } from '../../core/problem.ts';
import { Z90 } from '../../core/statistics.ts';

/** Log spread of a task that nothing is known about: 80 % of such tasks take between 0.6 and 1.7 times as long. */
const UNKNOWN_SIGMA = 0.4;

/** A log-normal duration whose halves may differ: through p10, p50 and p90 of what was learned. */
export interface DurationLaw {
  median: number;
  below: number;
  above: number;
}

export function durationLaw(task: Pick<ProblemTask, 'durationMin' | 'spread'>): DurationLaw {
  const { spread } = task;
  if (!spread) return { median: task.durationMin, below: UNKNOWN_SIGMA, above: UNKNOWN_SIGMA };
  return {
    median: spread.p50,
    below: Math.max(0, Math.log(spread.p50 / Math.min(spread.p10, spread.p50)) / Z90),
    above: Math.max(0, Math.log(Math.max(spread.p90, spread.p50) / spread.p50) / Z90),
  };
}

/** Minutes that the law gives for a standard normal draw. */
export function minutesAt(law: DurationLaw, z: number): number {
  return law.median * Math.exp(z * (z < 0 ? law.below : law.above));
}

/** Standard normal draws by the polar method (Marsaglia and Bray, 1964). */
export function normals(random: Random): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * random() - 1;
      const v = 2 * random() - 1;
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * scale;
      return u * scale;
    }
  };
}
