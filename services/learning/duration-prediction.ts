import type { DurationPrediction } from '../../core/domain/prediction.ts';
import type { TaskId } from '../../core/ids.ts';
import type { LearnedDuration } from '../../core/ml-contract/index.ts';
import { Z90 } from '../../core/statistics.ts';
import type { FeedbackRecord } from '../../db/index.ts';

/** A predicted duration as it is shown: whole minutes with a sentence, and what is left of it after a verdict. */

/** A verdict keeps the part of the spread that it leaves: standard normal places of the new p10, p50 and p90. */
const BELOW_MIDDLE = [-1.6449, -0.6745, -0.1257];
const ABOVE_MIDDLE = [0.1257, 0.6745, 1.6449];

/** The model's answer in whole minutes; `known` finished tasks stand behind it. */
export function durationOf(answer: LearnedDuration, known: number): DurationPrediction {
  const [p10, p50, p90] = [answer.p10, answer.p50, answer.p90].map((m) => Math.max(1, Math.round(m)));
  const similar = answer.similar.flatMap(({ id, title, actualMin, similarity }) =>
    actualMin > 0 ? [{ taskId: id as TaskId, title, actualMin, similarity }] : [],
  );
  const minutes = similar.map((one) => Math.max(1, Math.round(one.actualMin)));
  const fromSimilar = answer.source === 'similar' && minutes.length > 0;
  return {
    predictionId: null,
    p10: p10 ?? 1,
    p50: p50 ?? 1,
    p90: p90 ?? 1,
    source: answer.source,
    similar,
    why: fromSimilar
      ? {
          key: 'duration.similar',
          params: { count: minutes.length, low: Math.min(...minutes), high: Math.max(...minutes) },
        }
      : { key: 'duration.learned', params: { count: known } },
  };
}

/** The spread given that it is below (too long) or above (too short) its middle, log-normal on each side. */
export function afterVerdict(
  guess: DurationPrediction,
  verdict: FeedbackRecord['verdict'],
): DurationPrediction {
  if (verdict !== 'tooLong' && verdict !== 'tooShort') return guess;
  const below = Math.log(guess.p50 / guess.p10) / Z90;
  const above = Math.log(guess.p90 / guess.p50) / Z90;
  const at = (z: number): number =>
    Math.max(1, Math.round(guess.p50 * Math.exp(z * (z < 0 ? below : above))));
  const [p10 = 1, p50 = 1, p90 = 1] = (verdict === 'tooLong' ? BELOW_MIDDLE : ABOVE_MIDDLE).map(at);
  return { ...guess, p10, p50, p90 };
}
