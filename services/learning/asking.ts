import { z } from 'zod';

/**
 * When asking pays: pure arithmetic over what answers really brought. Uncertainty sampling (Settles 2009), weighed by
 * how many others profit, with the yield of a question measured instead of assumed.
 */

/** What older versions stored for `similar`. */
const OLD_SIMILAR = 'kin';

/** What one answer took away of the uncertainty it was about. */
export const yielded = z.object({
  /** The length asked for; the length of another open task like it; the order of two. */
  kind: z.preprocess(
    (kind) => (kind === OLD_SIMILAR ? 'similar' : kind),
    z.enum(['own', 'similar', 'order']),
  ),
  /** Part of the width that is gone, or measured over expected gain for an order. Negative when it grew. */
  share: z.number(),
  /** Epoch ms of the answer. */
  at: z.number(),
});
export type Yielded = z.infer<typeof yielded>;

/** What is believed before any answer, worth this many of them. */
const BELIEVED: Record<Yielded['kind'], number> = { own: 0.5, similar: 0.1, order: 1 };
const BELIEF = 2;
/** The newest answers of a kind count. */
const RECENT = 6;
/** After this long what answers once brought says nothing: asking may try again. */
const FADES_MS = 60 * 86_400_000;

/** Factors of two, summed over the tasks concerned, that an answer must be expected to take away. */
const MIN_LENGTH_GAIN = 0.8;
/** Share of the learner's uncertainty that an answer must be expected to take away. */
const MIN_ORDER_GAIN = 0.002;

/** Mean yield of the newest answers of a kind, shrunken to what was believed. */
export function yieldOf(history: readonly Yielded[], kind: Yielded['kind'], now: number): number {
  const recent = history.filter((one) => one.kind === kind && now - one.at < FADES_MS).slice(-RECENT);
  const total = recent.reduce((sum, { share }) => sum + share, 0);
  return (BELIEF * BELIEVED[kind] + total) / (BELIEF + recent.length);
}

/** Worth of asking how long a task takes; below 1 it is not asked. Widths in log2(p90 / p10). */
export function lengthWorth(
  { width, similarWidths }: { width: number; similarWidths: number },
  history: readonly Yielded[],
  now: number,
): number {
  const own = yieldOf(history, 'own', now) * width;
  const similar = Math.max(0, yieldOf(history, 'similar', now)) * similarWidths;
  return (own + similar) / MIN_LENGTH_GAIN;
}

/** Worth of asking which of two comes first; below 1 it is not asked. `gain` and `uncertainty` as the order learner says. */
export function orderWorth(
  { gain, uncertainty }: { gain: number; uncertainty: number },
  history: readonly Yielded[],
  now: number,
): number {
  return uncertainty > 0 ? (yieldOf(history, 'order', now) * gain) / uncertainty / MIN_ORDER_GAIN : 0;
}

/** Outcomes that narrowing is measured over: the older half against the newer one. */
export const NARROWING_WINDOW = 60;
/** Narrowing below this share of the older half's uncertainty is none. */
const MIN_NARROWING = 0.05;
/** Standard errors by which narrowing must be more than chance. */
const MIN_STANDARD_ERRORS = 1.5;

/**
 * Whether predictions are still becoming surer: `uncertainties` holds how unsure each of the last outcomes' predictions was,
 * oldest first. True while there are too few to tell.
 */
export function stillNarrowing(uncertainties: readonly number[]): boolean {
  if (uncertainties.length < NARROWING_WINDOW / 2) return true;
  const half = uncertainties.length >> 1;
  const [older, newer] = [uncertainties.slice(0, half), uncertainties.slice(half)].map(momentsOf);
  if (!older || !newer) return true;
  const chance = Math.sqrt(older.variance / older.count + newer.variance / newer.count);
  return older.mean - newer.mean > Math.max(MIN_NARROWING * older.mean, MIN_STANDARD_ERRORS * chance);
}

function momentsOf(values: readonly number[]): { mean: number; variance: number; count: number } {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, count - 1);
  return { mean, variance, count };
}
