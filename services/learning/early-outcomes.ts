import type { EarlyOutcome } from '../../core/ml-contract/index.ts';
import { endOf } from '../../core/time/zoned.ts';
import { targetsOf, type ServiceContext } from '../context.ts';

/** Tasks of a target that are looked at in one go. */
const MAX_TASKS = 150;

/**
 * What became of tasks that are still open: one that has been open for far longer than others took counts as given up, one
 * whose deadline is over as late. Enters in the prediction log what is new, and answers all of it.
 *
 * @param givenUpAfterMs null while too little is known
 */
export function earlyOutcomes(ctx: ServiceContext, givenUpAfterMs: number | null): EarlyOutcome[] {
  const { db, clock } = ctx;
  const now = clock();
  return db.transaction(() =>
    targetsOf(ctx).flatMap(({ name, outcomeOf, whenGivenUp, whenOverdue }) => {
      if (whenGivenUp !== undefined && givenUpAfterMs !== null) {
        for (const id of db.predictions.openSince(name, now - givenUpAfterMs, MAX_TASKS))
          db.predictions.recordOutcome(id, name, whenGivenUp, now);
      }
      if (whenOverdue !== undefined) {
        for (const { id, deadline, tz } of db.predictions.openWithDeadline(name, MAX_TASKS))
          if (endOf(deadline, tz) <= now) db.predictions.recordOutcome(id, name, whenOverdue, now);
      }
      if (!outcomeOf) return [];
      return db.predictions.concluded(name, MAX_TASKS).map((one) => ({ target: name, ...one }));
    }),
  );
}
