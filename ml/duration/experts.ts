import type { Evidence, FeatureBuilder, TaskFacts } from '../features/index.ts';
import { predictiveOf, type Predictive } from './predictive.ts';

/** Opinions that are mixed, in this order. */
export const EXPERTS = ['forest', 'similar', 'group', 'everything', 'estimate', 'prior'] as const;
export type Expert = (typeof EXPERTS)[number];
/** What each expert says of one task; null when it has nothing to say. */
export type Opinions = Record<Expert, Predictive | null>;

/** How sharply likeness counts: a cosine 0.1 lower weighs 0.45 times as much. */
const SHARPNESS = 8;
/** Widths (log2 minutes) of what is known before anything is known: one reference phrase, or nothing at all. */
const PHRASE_WIDTH = 1;
const BLANK_WIDTH = 1.8;
const BLANK_CENTRE = Math.log2(40);

/** What reference phrases say of a title: the middle in minutes and how alike the phrases are, 0–1. */
export interface PriorOpinion {
  readonly minutes: number;
  readonly confidence: number;
}

/** The opinions that need no training. `forest` is filled in by the learner. */
export function simpleOpinions(
  builder: FeatureBuilder,
  facts: TaskFacts,
  evidence: Evidence,
  prior: PriorOpinion | null,
): Opinions {
  return {
    forest: null,
    similar: similarOpinion(builder, evidence),
    group: equally(builder.newestAlike(facts)),
    everything: equally(builder.newestOfAll()),
    estimate: estimateOpinion(builder, facts),
    prior: priorOpinion(prior),
  };
}

function similarOpinion(builder: FeatureBuilder, evidence: Evidence): Predictive | null {
  return predictiveOf(
    evidence.neighbours.map((n) => ({
      value: builder.past[n.index]!.value,
      weight: Math.exp(SHARPNESS * (n.similarity - 1)),
    })),
  );
}

function equally(values: readonly number[]): Predictive | null {
  return predictiveOf(values.map((value) => ({ value, weight: 1 })));
}

/** The own estimate, off by what the last ones were off by; an exact hit is a likely outcome from the start. */
function estimateOpinion(builder: FeatureBuilder, facts: TaskFacts): Predictive | null {
  if (facts.estimateMin === null) return null;
  const estimate = Math.log2(facts.estimateMin);
  const biases = [...builder.estimates.recentBiases(facts), 0, 0, -0.5, 0.5, -1, 1];
  return predictiveOf(biases.map((bias) => ({ value: estimate + bias, weight: 1 })));
}

/** A log-normal bell, narrower where a reference phrase is alike. */
function priorOpinion(prior: PriorOpinion | null): Predictive | null {
  const trust = prior ? Math.min(1, Math.max(0, prior.confidence)) : 0;
  const centre = prior ? trust * Math.log2(prior.minutes) + (1 - trust) * BLANK_CENTRE : BLANK_CENTRE;
  const width = trust * PHRASE_WIDTH + (1 - trust) * BLANK_WIDTH;
  const points = Array.from({ length: 31 }, (_, i) => {
    const z = (i - 15) / 6;
    return { value: centre + z * width, weight: Math.exp((-z * z) / 2) };
  });
  return predictiveOf(points);
}
