import { DaymarkError } from '../../core/errors.ts';
import type { Task } from '../../core/domain/task.ts';
import { predictionId, type PredictionId } from '../../core/ids.ts';
import type { PredictionRecord } from '../../db/index.ts';
import { vantageOf, zoneOf, type ServiceContext } from '../context.ts';
import { runIntent } from '../intent.ts';
import { DurationBaseline } from './baseline.ts';
import { evidenceOf } from './estimate.ts';

/** Guesses, what then happened, and how the two compare. */

const NEIGHBOURS = 12;
/** Outcomes per point of an error curve. */
const SERIES_WINDOW = 20;
const LEDGER_CHUNK = 500;
const LEDGER_MAX = 5_000;

export type Verdict = 'tooLong' | 'tooShort' | 'notNow' | 'yes';

export interface LedgerEntry {
  target: string;
  outcomes: number;
  active: boolean;
  series: { until: number; error: number; baseline: number; count: number }[];
}

export class Predictions {
  readonly #ctx: ServiceContext;
  readonly #baseline = new DurationBaseline();

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  /** Reads what is finished already, in pieces between which the loop is free, for as long as `wanted` says so. */
  load(wanted: () => boolean): void {
    void this.#baseline.load(this.#ctx, wanted);
  }

  /** Guesses the duration of a task from its nearest finished ones and enters the guess in the ledger. */
  async predict(task: Task): Promise<void> {
    const { db, worker, ml, ids, clock } = this.#ctx;
    const vector = db.embeddings.vector(task.id) ?? null;
    const neighbours = vector
      ? await worker.knn(vector, NEIGHBOURS, { onlyDone: true, exclude: [task.id] })
      : [];
    const guess = await ml.client.estimateDuration({
      title: task.title,
      project: task.project,
      tags: task.tags,
      people: task.people,
      priority: task.priority,
      estimateMin: task.durationMin,
      createdAt: task.createdAt,
      tz: zoneOf(this.#ctx),
      vector: vector ? Array.from(vector) : null,
      neighbours: evidenceOf(neighbours).finished,
    });
    const id = predictionId.parse(ids());
    db.transaction(() => {
      const stored = db.tasks.setPrediction(task.id, task.revision, {
        predicted: { ...guess, predictionId: id },
      });
      if (!stored) return;
      db.predictions.insert({
        id,
        taskId: task.id,
        taskRevision: task.revision,
        target: 'duration',
        modelVersion: `${guess.source}/${ml.state.modelVersion ?? 'none'}`,
        predicted: { p10: guess.p10, p50: guess.p50, p90: guess.p90, source: guess.source },
        value: guess.p50,
        baseline: this.#baseline.guess(task.project),
        at: clock(),
      });
    });
    this.#ctx.hub.publish({ topic: 'tasks', ids: [task.id] });
  }

  /** A finished task moves the baseline. */
  finished(task: Task): void {
    if (task.actualMin !== null) this.#baseline.add({ project: task.project, actualMin: task.actualMin });
  }

  feedback(id: PredictionId, verdict: Verdict): { recorded: boolean } {
    const ctx = this.#ctx;
    const prediction = ctx.db.predictions.get(id);
    if (!prediction) throw new DaymarkError('notFound', { what: 'prediction', id });
    const vantage = vantageOf(ctx);
    runIntent(ctx, { name: 'predictions.feedback', vantage, undoable: false }, (intent) => {
      ctx.db.feedback.add({ id: ctx.ids(), predictionId: id, verdict, at: vantage.at });
      intent.behavior('feedback', prediction.taskId, { predictionId: id, verdict });
    });
    ctx.hub.publish({ topic: 'learning' });
    return { recorded: true };
  }

  /** Error of each predictor beside its baseline's, over windows of outcomes, the newest last. */
  ledger(): LedgerEntry[] {
    return this.#ctx.db.predictions.targets().map((target) => {
      const records = this.#outcomes(target);
      const series = seriesOf(records);
      return { target, outcomes: records.length, active: true, series };
    });
  }

  #outcomes(target: string): PredictionRecord[] {
    const records: PredictionRecord[] = [];
    let after: { outcomeAt: number; id: string } | null = null;
    while (records.length < LEDGER_MAX) {
      const chunk = this.#ctx.db.predictions.withOutcome(target, after, LEDGER_CHUNK);
      records.push(...chunk);
      const last = chunk.at(-1);
      if (!last || chunk.length < LEDGER_CHUNK) break;
      after = { outcomeAt: last.outcomeAt ?? 0, id: last.id };
    }
    return records;
  }
}

/** Mean absolute errors in the target's unit; only entries that have a baseline, so that both stand for the same tasks. */
function seriesOf(records: readonly PredictionRecord[]): LedgerEntry['series'] {
  const comparable = records.filter((record) => record.baseline !== null && record.outcome !== null);
  const series: LedgerEntry['series'] = [];
  for (let from = 0; from < comparable.length; from += SERIES_WINDOW) {
    const window = comparable.slice(from, from + SERIES_WINDOW);
    const mean = (error: (record: PredictionRecord) => number): number =>
      window.reduce((sum, record) => sum + error(record), 0) / window.length;
    series.push({
      until: window.at(-1)?.outcomeAt ?? 0,
      error: mean((record) => Math.abs(record.value - (record.outcome ?? 0))),
      baseline: mean((record) => Math.abs((record.baseline ?? 0) - (record.outcome ?? 0))),
      count: window.length,
    });
  }
  return series;
}
