import { ROW_SCHEMA } from '../../core/feature-rows.ts';
import { predictionId, type TaskId } from '../../core/ids.ts';
import type { Foretold, MadeRow } from '../../core/ml-contract/index.ts';
import type { Task } from '../../core/domain/task.ts';
import type { ServiceContext } from '../context.ts';
import { DurationBaseline, finishedBefore } from '../predictions/baseline.ts';

/** Written in one go; between two of them the loop is free for others. */
const AT_ONCE = 20;

/** Stores rows of features that the learners made, beside their tasks. */
export async function storeRows(ctx: ServiceContext, rows: readonly MadeRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    ctx.db.transaction(() => {
      for (const row of rows.slice(from, from + AT_ONCE)) storeRow(ctx, row);
    });
    await new Promise((done) => setImmediate(done));
  }
}

/** One row; nothing when its task is gone. */
export function storeRow(ctx: ServiceContext, { id, row }: MadeRow): void {
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
 * Enters a past that is lived through for the first time: the rows of its tasks, and in the ledger what would have
 * been said of each when it was written down, marked as `relived`. Nothing is entered for a task that the ledger
 * knows, so that doing it again changes nothing.
 */
export class LivedPast {
  readonly #ctx: ServiceContext;
  readonly #baseline = new DurationBaseline();
  readonly #finished: ReturnType<typeof finishedBefore>;
  #entered = 0;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
    this.#finished = finishedBefore(ctx);
  }

  /** Entries that the ledger got. */
  get entered(): number {
    return this.#entered;
  }

  /** What one step of the past brought, in time order. */
  async store(rows: readonly MadeRow[], said: readonly Foretold[]): Promise<void> {
    await storeRows(this.#ctx, rows);
    for (let from = 0; from < said.length; from += AT_ONCE) {
      this.#ctx.db.transaction(() => {
        for (const one of said.slice(from, from + AT_ONCE)) this.#enter(one);
      });
      await new Promise((done) => setImmediate(done));
    }
  }

  #enter(said: Foretold): void {
    const task = this.#ctx.db.tasks.get(said.id as TaskId);
    if (!task) return;
    for (const example of this.#finished(task.createdAt)) this.#baseline.add(example);
    const closedAt = task.status === 'dropped' ? task.updatedAt : task.completedAt;
    if (task.status === 'open' || closedAt === null) return;
    const { duration, completion, trainings } = said;
    if (task.actualMin !== null) {
      this.#insert(task, closedAt, {
        target: 'duration',
        modelVersion: `relived-${trainings.duration}`,
        predicted: { ...rounded(duration), relived: true },
        value: Math.max(1, Math.round(duration.p50)),
        baseline: this.#baseline.guess(task.project),
        outcome: task.actualMin,
      });
    }
    this.#insert(task, closedAt, {
      target: 'completion',
      modelVersion: `relived-${trainings.completion}`,
      predicted: { ...completion, relived: true },
      value: completion.probability,
      baseline: completion.rate,
      outcome: Number(task.status === 'done'),
    });
  }

  #insert(
    task: Task,
    closedAt: number,
    {
      outcome,
      ...entry
    }: {
      target: 'duration' | 'completion';
      modelVersion: string;
      predicted: Record<string, unknown>;
      value: number;
      baseline: number | null;
      outcome: number;
    },
  ): void {
    const { db, ids } = this.#ctx;
    if (db.predictions.forTask(task.id, entry.target).length > 0) return;
    const id = predictionId.parse(ids());
    db.predictions.insert({
      ...entry,
      id,
      taskId: task.id,
      taskRevision: task.revision,
      at: task.createdAt,
    });
    db.predictions.recordOutcome(task.id, entry.target, outcome, closedAt);
    this.#entered += 1;
  }
}

function rounded({ p10, p50, p90, source }: Foretold['duration']): Record<string, unknown> {
  const [low, middle, high] = [p10, p50, p90].map((minutes) => Math.max(1, Math.round(minutes)));
  return { p10: low, p50: middle, p90: high, source };
}
