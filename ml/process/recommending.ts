import { seededRandom } from '../../core/random.ts';
import type { RecommendationKind, StallContext } from '../../core/domain/recommendation.ts';
import type { RecommendationOutcome } from '../../core/ml-contract/index.ts';
import { RecommendationPolicy } from '../behavior/recommendations/policy.ts';

interface Known {
  state: string | null;
  outcomes: readonly RecommendationOutcome[];
}

/** Serves `recommendationContract`: a few hundred counts, quick enough for the process's own loop. */
export function rankRecommendations({
  cases,
  ...known
}: Known & {
  cases: readonly { context: StallContext; kinds: readonly RecommendationKind[]; seed: number }[];
}): { ranked: RecommendationKind[][] } {
  const policy = policyOf(known);
  return {
    ranked: cases.map(({ context, kinds, seed }) => policy.rank(context, kinds, seededRandom(seed))),
  };
}

export function learnRecommendations(known: Known): { state: string; examples: number } {
  const policy = policyOf(known);
  return { state: Buffer.from(policy.toState()).toString('base64'), examples: policy.examples };
}

function policyOf({ state, outcomes }: Known): RecommendationPolicy {
  const policy = state
    ? RecommendationPolicy.fromState(Buffer.from(state, 'base64'))
    : new RecommendationPolicy();
  for (const outcome of outcomes) policy.learn(outcome);
  return policy;
}
