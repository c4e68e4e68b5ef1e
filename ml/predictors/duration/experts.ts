import type { Evidence, FeatureBuilder, TaskFacts } from '../../features/index.ts';
import { predictiveOf, type Predictive } from './predictive.ts';

/** ExpertDistributions that are mixed, in this order. */
export const EXPERTS = ['forest', 'similar', 'group', 'labels', 'everything', 'estimate', 'prior'] as const;
export type Expert = (typeof EXPERTS)[number];
/** A distribution, and how much of its usual share it deserves here; 1 unless said otherwise. */
export interface ExpertDistribution extends Predictive {
  readonly strength?: number;
}
/** What each expert says of one task; null when it has nothing to say. */
export type ExpertDistributions = Record<Expert, ExpertDistribution | null>;

/** How sharply likeness counts: a cosine 0.1 lower weighs 0.45 times as much. */
const SHARPNESS = 8;
/** Likeness, summed over neighbours, at which they get half their share. */
const HALF_MASS = 0.05;
/** Finished tasks at which the distribution by labels gets half its share. */
const HALF_VALUES = 30;
/** Finished tasks in which the extra weight of reference phrases falls to a third. */
const PRIOR_FADES = 4;
const PRIOR_EXTRA = 8;
/** Widths (log2 minutes) of what is known before anything is known: one reference phrase, or nothing at all. */
const PHRASE_WIDTH = 1;
const BLANK_WIDTH = 1.8;
const BLANK_CENTRE = Math.log2(40);

/** What reference phrases say of a title: the middle in minutes and how alike the phrases are, 0–1. */
export interface PhraseEstimate {
  readonly minutes: number;
  readonly confidence: number;
}

/** The experts that need no training. `forest` is filled in by the learner. */
export function expertDistributions(
  builder: FeatureBuilder,
  facts: TaskFacts,
  evidence: Evidence,
  prior: PhraseEstimate | null,
): ExpertDistributions {
  return {
    forest: null,
    similar: similarExpert(builder, evidence),
    group: equally(builder.newestAlike(facts)),
    labels: labelsOpinion(builder, facts),
    everything: equally(builder.newestOfAll()),
    estimate: estimateExpert(builder, facts),
    prior: phraseExpert(prior, builder.past.length),
  };
}

/** Neighbours that are not alike at all have little to say, however they are ranked. */
function similarExpert(builder: FeatureBuilder, evidence: Evidence): ExpertDistribution | null {
  const points = evidence.neighbours.map((n) => ({
    value: builder.past[n.index]!.value,
    weight: Math.exp(SHARPNESS * (n.similarity - 1)),
  }));
  const mass = points.reduce((sum, p) => sum + p.weight, 0);
  const predictive = predictiveOf(points);
  return predictive && { ...predictive, strength: mass / (mass + HALF_MASS) };
}

/** A few values are no distribution. */
function labelsOpinion(builder: FeatureBuilder, facts: TaskFacts): ExpertDistribution | null {
  const predictive = predictiveOf(builder.labels.distribution(facts));
  const known = builder.past.length;
  return predictive && { ...predictive, strength: known / (known + HALF_VALUES) };
}

function equally(values: readonly number[]): Predictive | null {
  return predictiveOf(values.map((value) => ({ value, weight: 1 })));
}

/** The own estimate, off by what the last ones were off by; an exact hit is a likely outcome from the start. */
function estimateExpert(builder: FeatureBuilder, facts: TaskFacts): Predictive | null {
  if (facts.estimateMin === null) return null;
  const estimate = Math.log2(facts.estimateMin);
  const biases = [...builder.estimates.recentBiases(facts), 0, 0, -0.5, 0.5, -1, 1];
  return predictiveOf(biases.map((bias) => ({ value: estimate + bias, weight: 1 })));
}

/** A log-normal bell, narrower where a reference phrase is alike. */
function phraseExpert(prior: PhraseEstimate | null, known: number): ExpertDistribution | null {
  const trust = prior ? Math.sqrt(Math.min(1, Math.max(0, prior.confidence))) : 0;
  const centre = prior ? trust * Math.log2(prior.minutes) + (1 - trust) * BLANK_CENTRE : BLANK_CENTRE;
  const width = trust * PHRASE_WIDTH + (1 - trust) * BLANK_WIDTH;
  const points = Array.from({ length: 31 }, (_, i) => {
    const z = (i - 15) / 6;
    return { value: centre + z * width, weight: Math.exp((-z * z) / 2) };
  });
  const predictive = predictiveOf(points);
  const strength = 1 + trust * PRIOR_EXTRA * Math.exp(-known / PRIOR_FADES);
  return predictive && { ...predictive, strength };
}
