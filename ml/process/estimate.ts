import type { EstimateRequest } from '../../core/ml-contract/index.ts';
import type { DurationPrediction, SimilarTask } from '../../core/domain/prediction.ts';
import { sum, Z90 } from '../../core/statistics.ts';
import { cosine } from '../embedding/cosine.ts';

/**
 * A duration in minutes for a task that was never measured: from the person's nearest finished tasks, else from
 * reference phrases, else from what tasks take in general. Log-normal throughout, as task times are.
 */

/** A reference phrase with what it usually takes, and its vector. */
export interface EmbeddedPhrase {
  phrase: string;
  minutes: number;
  vector: ArrayLike<number>;
}

type Evidence = Pick<EstimateRequest, 'neighbours'> &
  Partial<Pick<EstimateRequest, 'stated' | 'estimateMin'>>;
type Spread = Pick<DurationPrediction, 'p10' | 'p50' | 'p90'>;

/** A phrase with what it takes, and how much a text is like it. */
interface Likeness {
  phrase: string;
  minutes: number;
  similarity: number;
}

/** Finished tasks less alike than this say nothing about a duration. */
const MIN_SIMILARITY = 0.5;
const MAX_NEIGHBOURS = 8;
const SHOWN_NEIGHBOURS = 5;
/** Spread of log minutes among tasks of one kind, counted as this many observations beside the real ones. */
const USUAL_SPREAD = 0.55;
const USUAL_SPREAD_WEIGHT = 2;

const MIN_PHRASE_SIMILARITY = 0.35;
const PHRASE_PHRASES = 5;
/** Sharpness of the phrases' weights: a phrase 0.1 more alike counts three times as much. */
const PHRASE_SHARPNESS = 11;
const PHRASE_SPREAD = 0.7;

/** Spread of log minutes around what people say in advance, where nothing is known of how theirs turn out. */
const ESTIMATE_SPREAD = 0.45;
/** No spread is smaller than this. */
const MIN_SPREAD = 0.1;

const DEFAULT_MIN = 30;
const DEFAULT_SPREAD = 0.85;

/**
 * The best guess the evidence allows; `vector` is the task's own, null without a model. Lengths that the person stated for
 * tasks like it count as reference phrases of their own; what they stated for this one is weighed against the rest.
 */
export function estimateDuration(
  { neighbours, stated = [], estimateMin = null }: Evidence,
  vector: ArrayLike<number> | null,
  phrases: readonly EmbeddedPhrase[],
): DurationPrediction {
  const guess = fromSimilar(neighbours) ??
    (vector ? fromPhrases([...likeness(vector, phrases), ...stated]) : null) ?? {
      ...spreadAround(Math.log(DEFAULT_MIN), DEFAULT_SPREAD),
      predictionId: null,
      source: 'default' as const,
      similar: [],
      why: { key: 'duration.default', params: {} },
    };
  return estimateMin === null ? guess : { ...guess, ...withEstimate(guess, Math.log(estimateMin)) };
}

/** Two log-normal distributions as one: each with the weight of its precision. */
function withEstimate({ p10, p50, p90 }: Spread, stated: number): Spread {
  const spread = Math.max(MIN_SPREAD, Math.log(p90 / p10) / (2 * Z90));
  const weight = spread ** -2;
  const own = ESTIMATE_SPREAD ** -2;
  const centre = (weight * Math.log(p50) + own * stated) / (weight + own);
  return spreadAround(centre, (weight + own) ** -0.5);
}

function fromSimilar(neighbours: readonly SimilarTask[]): DurationPrediction | null {
  const used = neighbours
    .filter((task) => task.similarity >= MIN_SIMILARITY)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, MAX_NEIGHBOURS);
  if (used.length === 0) return null;
  const weights = used.map((task) => (task.similarity - MIN_SIMILARITY + 0.1) ** 2);
  const logs = used.map((task) => Math.log(task.actualMin));
  const total = sum(weights);
  const centre = weightedMedian(logs, weights);
  const variance = sum(logs.map((log, i) => (weights[i] ?? 0) * (log - centre) ** 2)) / total;
  const effective = total ** 2 / sum(weights.map((weight) => weight ** 2));
  const pooled =
    (effective * variance + USUAL_SPREAD_WEIGHT * USUAL_SPREAD ** 2) / (effective + USUAL_SPREAD_WEIGHT);
  const minutes = used.map((task) => Math.max(1, Math.round(task.actualMin)));
  return {
    ...spreadAround(centre, Math.sqrt(pooled * (1 + 1 / effective))),
    predictionId: null,
    source: 'similar',
    similar: used.slice(0, SHOWN_NEIGHBOURS),
    why: {
      key: 'duration.similar',
      params: { count: used.length, low: Math.min(...minutes), high: Math.max(...minutes) },
    },
  };
}

function fromPhrases(phrases: readonly Likeness[]): DurationPrediction | null {
  const nearest = nearestPhrases(phrases);
  if (!nearest || nearest.similarity < MIN_PHRASE_SIMILARITY) return null;
  return {
    ...spreadAround(nearest.centre, Math.sqrt(PHRASE_SPREAD ** 2 + nearest.variance)),
    predictionId: null,
    source: 'prior',
    similar: [],
    why: { key: 'duration.prior', params: { phrase: nearest.phrase } },
  };
}

/** What the reference phrases say of a text, for a learner that weighs it against other evidence: trust is 0–1. */
export function phraseEstimate(
  vector: ArrayLike<number>,
  phrases: readonly EmbeddedPhrase[],
): { minutes: number; confidence: number } | null {
  const nearest = nearestPhrases(likeness(vector, phrases));
  if (!nearest) return null;
  const confidence = Math.min(1, Math.max(0, (nearest.similarity - 0.2) / 0.6));
  return { minutes: Math.exp(nearest.centre), confidence };
}

function likeness(vector: ArrayLike<number>, phrases: readonly EmbeddedPhrase[]): Likeness[] {
  return phrases.map(({ phrase, minutes, vector: own }) => ({
    phrase,
    minutes,
    similarity: cosine(vector, own),
  }));
}

/** Weighted mean and variance of log minutes of the phrases nearest to a text, and how near the nearest is. */
function nearestPhrases(phrases: readonly Likeness[]) {
  const nearest = phrases.toSorted((a, b) => b.similarity - a.similarity).slice(0, PHRASE_PHRASES);
  const best = nearest[0];
  if (!best) return null;
  const weights = nearest.map(({ similarity }) =>
    Math.exp(PHRASE_SHARPNESS * (similarity - best.similarity)),
  );
  const logs = nearest.map(({ minutes }) => Math.log(minutes));
  const total = sum(weights);
  const centre = sum(logs.map((log, i) => (weights[i] ?? 0) * log)) / total;
  const variance = sum(logs.map((log, i) => (weights[i] ?? 0) * (log - centre) ** 2)) / total;
  return { phrase: best.phrase, similarity: best.similarity, centre, variance };
}

/** p10, p50 and p90 of a log-normal, in whole minutes from 1 up. */
function spreadAround(centre: number, spread: number): Spread {
  const minutes = (z: number): number => Math.max(1, Math.round(Math.exp(centre + z * spread)));
  return { p10: minutes(-Z90), p50: minutes(0), p90: minutes(Z90) };
}

/** Where the weights on both sides are equal; between two values when the half falls between them. */
function weightedMedian(values: readonly number[], weights: readonly number[]): number {
  const order = values
    .map((value, i) => ({ value, weight: weights[i] ?? 0 }))
    .sort((a, b) => a.value - b.value);
  const half = sum(weights) / 2;
  let below = 0;
  for (const [i, { value, weight }] of order.entries()) {
    below += weight;
    if (below > half) return value;
    if (below === half) return (value + (order[i + 1]?.value ?? value)) / 2;
  }
  return order.at(-1)?.value ?? 0;
}
