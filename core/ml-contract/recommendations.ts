import { z } from 'zod';
import { procedure } from '../contract/base.ts';
import { recommendationKind, stallContext } from '../domain/recommendation.ts';
import { stateBlob } from './learning.ts';

/** What became of one recommendation: whether it was taken, and whether it then helped; null when it wasn't taken. */
export const recommendationOutcome = z.object({
  kind: recommendationKind,
  context: stallContext,
  answer: z.enum(['taken', 'dismissed']),
  helped: z.boolean().nullable(),
});
export type RecommendationOutcome = z.infer<typeof recommendationOutcome>;

/** What was learned, null before anything was, and the outcomes that it doesn't know yet. */
const known = { state: stateBlob.nullable(), outcomes: z.array(recommendationOutcome).max(10_000) };

/** The part of the ml contract that chooses what to recommend. It keeps nothing: the state travels. Throws `stateDamaged`. */
export const recommendationContract = {
  /** For each case its kinds in the order of a draw with its seed, best first. */
  rank: procedure
    .input(
      z.object({
        ...known,
        cases: z
          .array(z.object({ context: stallContext, kinds: z.array(recommendationKind), seed: z.int() }))
          .max(100),
      }),
    )
    .output(z.object({ ranked: z.array(z.array(recommendationKind)) })),
  /** The state with the outcomes in it, and how many it has seen. */
  learn: procedure.input(z.object(known)).output(z.object({ state: stateBlob, examples: z.int() })),
};
