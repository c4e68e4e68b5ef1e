import { z } from 'zod';
import { taskId } from '../ids.ts';
import { message } from '../messages/message.ts';

/** What would get a task moving that has stalled, and what came of it. */

/** Ways to get a task moving, in the order in which they are tried before anything is known of them. */
export const RECOMMENDATION_KINDS = ['firstStep', 'split', 'betterHour', 'pair', 'delegate', 'drop'] as const;
export const recommendationKind = z.enum(RECOMMENDATION_KINDS);
export type RecommendationKind = z.infer<typeof recommendationKind>;

/** What of a stalled task matters for what helps: how long it is, and how often it was put off. */
export const stallContext = z.enum(['short', 'shortOften', 'long', 'longOften']);
export type StallContext = z.infer<typeof stallContext>;

/** How often something came out well, of how often it is known how it came out. */
export const tally = z.object({ count: z.int().nonnegative(), of: z.int().nonnegative() });
export type Tally = z.infer<typeof tally>;

/** One thing that can be done for a stalled task by one press; it is one change, and undone like any. */
export const recommendation = z.object({
  kind: recommendationKind,
  /** What it does, as the button says it. */
  action: message,
  /** Why, in facts that the person can check. */
  reason: message,
  /** How often it has helped this person. */
  helped: tally,
});
export type Recommendation = z.infer<typeof recommendation>;

/** What is recommended for a task: nothing, and no reason, where it has not stalled. */
export const recommendations = z.object({
  why: message.nullable(),
  /** The one that is most worth trying first. */
  offers: z.array(recommendation),
});
export type Recommendations = z.infer<typeof recommendations>;

export const stalledTask = recommendations.extend({ taskId, title: z.string() });
export type StalledTask = z.infer<typeof stalledTask>;

/** What came of recommendations. */
export const recommendationRecord = z.object({
  kinds: z.array(
    z.object({
      kind: recommendationKind,
      taken: z.int().nonnegative(),
      dismissed: z.int().nonnegative(),
      helped: tally,
      /** Chance that it helps more often than nothing does, 0–1; null where the two can't be compared or too little is known. */
      better: z.number().min(0).max(1).nullable(),
    }),
  ),
  /** Tasks that were put off twice and got no help: how many of them were done within a week from then. */
  without: tally,
  /** Versions of the model that chooses, newest first. */
  versions: z.array(
    z.object({ version: z.int(), at: z.number(), examples: z.int().nonnegative(), active: z.boolean() }),
  ),
});
export type RecommendationRecord = z.infer<typeof recommendationRecord>;
