import { ROW_SCHEMA } from '../../core/feature-rows.ts';
import { predictionId, type TaskId } from '../../core/ids.ts';
import type { BackfilledPrediction, FeatureRow } from '../../core/ml-contract/index.ts';
import { targetsOf, type ServiceContext } from '../context.ts';
import { closedAtOf, lineOf } from './examples.ts';
import { withInstants } from '../../core/time/history.ts';

/** Written in one go; between two of them the loop is free for others. */
const AT_ONCE = 20;

/** Stores rows of features that the learners made, beside their tasks. */
export async function storeRows(ctx: ServiceContext, rows: readonly FeatureRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    ctx.db.transaction(() => {
      for (const row of rows.slice(from, from + AT_ONCE)) storeRow(ctx, row);
    });
    await new Promise((done) => setImmediate(done));
  }
}

/** One row; nothing when its task is gone. */
export function storeRow(ctx: ServiceContext, { id, row }: FeatureRow): void {
  const { db, clock } = ctx;
  const task = db.tasks.get(id as TaskId);
  if (!task) return;
  db.featureRows.put({
    taskId: task.id,
    schema: ROW_SCHEMA,
    revision: task.revision,
    madeAt: clock(),
    features: new Uint8Array(Buffer.from(row, 'base64')),
  });
}

/**
 * Enters a past that is backfilled: the rows of its tasks, and in the prediction log what would have been predicted of
 * each when it was written down, marked as `backfilled`. Nothing is entered for a task that the log knows, so that doing
 * it again changes nothing.
 */
export class BackfilledLog {
  readonly #ctx: ServiceContext;
  #entered = 0;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  /** Entries that the log got. */
  get entered(): number {
    return this.#entered;
  }

  /** What one step of the past brought, in time order. */
  async store(rows: readonly FeatureRow[], predicted: readonly BackfilledPrediction[]): Promise<void> {
    await storeRows(this.#ctx, rows);
    for (let from = 0; from < predicted.length; from += AT_ONCE) {
      this.#ctx.db.transaction(() => {
        for (const one of predicted.slice(from, from + AT_ONCE)) this.#enter(one);
      });
      await new Promise((done) => setImmediate(done));
    }
  }

  #enter({ id, predictions, trainings }: BackfilledPrediction): void {
    const { db, ids } = this.#ctx;
    const task = db.tasks.get(id as TaskId);
    const closedAt = task && closedAtOf(task);
    if (!task || task.status === 'open' || closedAt === null || closedAt === undefined) return;
    const line = withInstants(lineOf(this.#ctx, task), task.tz);
    for (const { name, outcomeOf } of targetsOf(this.#ctx)) {
      const answer = predictions[name];
      const outcome = outcomeOf?.(line) ?? null;
      if (!answer || outcome === null || db.predictions.forTask(task.id, name).length > 0) continue;
      const { value, baseline, ...details } = answer;
      db.predictions.insert({
        id: predictionId.parse(ids()),
        taskId: task.id,
        taskRevision: task.revision,
        target: name,
        modelVersion: `backfilled-${trainings[name] ?? 0}`,
        predicted: { ...details, backfilled: true },
        value,
        baseline,
        at: task.createdAt,
      });
      db.predictions.recordOutcome(task.id, name, outcome, closedAt);
      this.#entered += 1;
    }
  }
}
