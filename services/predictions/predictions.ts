import { DaymarkError } from '../../core/errors.ts';
import type { DurationPrediction, Likelihood } from '../../core/domain/prediction.ts';
import type { Task } from '../../core/domain/task.ts';
import { predictionId, type PredictionId } from '../../core/ids.ts';
import type { LedgerView } from '../../core/domain/learning.ts';
import { vantageOf, zoneOf, type ServiceContext } from '../context.ts';
import { runIntent } from '../intent.ts';
import type { Learning } from '../learning/learning.ts';
import { storeRow } from '../learning/lived-past.ts';
import { DurationBaseline } from './baseline.ts';
import { evidenceOf } from './estimate.ts';

/** Guesses, what then happened, and how the two compare. */

const NEIGHBOURS = 12;

export type Verdict = 'tooLong' | 'tooShort' | 'notNow' | 'yes';

export class Predictions {
  readonly #ctx: ServiceContext;
  readonly #learning: Learning;
  readonly #baseline = new DurationBaseline();

  constructor(ctx: ServiceContext, learning: Learning) {
    this.#ctx = ctx;
    this.#learning = learning;
  }

  /** Reads what is finished already, in pieces between which the loop is free, for as long as `wanted` says so. */
  load(wanted: () => boolean): void {
    void this.#baseline.load(this.#ctx, wanted);
  }

  /**
   * Guesses the duration of a task and enters the guess in the ledger: by the person's own model where that does
   * better than its baseline, else from the nearest finished tasks.
   */
  async predict(task: Task): Promise<void> {
    const { db, ml, ids, clock } = this.#ctx;
    const vector = db.embeddings.vector(task.id) ?? null;
    const own = await this.#learning.guess(task, vector);
    const learned = own?.duration ?? null;
    const plain = learned ?? (await this.#fromNeighbours(task, vector));
    const guess = this.#learning.afterVerdicts(task, plain);
    const model = learned ? this.#learning.version('duration') : guess.source;
    const id = predictionId.parse(ids());
    const stored = db.transaction(() => {
      const taken = db.tasks.setPrediction(task.id, task.revision, {
        predicted: { ...guess, predictionId: id, likelihood: own?.shown ?? null },
      });
      if (!taken) return false;
      if (own?.row) storeRow(this.#ctx, { id: task.id, row: own.row });
      if (own?.likelihood) this.#enterLikelihood(task, own.likelihood);
      db.predictions.insert({
        id,
        taskId: task.id,
        taskRevision: task.revision,
        target: 'duration',
        modelVersion: `${model}/${ml.state.modelVersion ?? 'none'}`,
        predicted: { p10: guess.p10, p50: guess.p50, p90: guess.p90, source: guess.source },
        value: guess.p50,
        baseline: this.#baseline.guess(task.project),
        at: clock(),
      });
      return true;
    });
    if (stored) this.#learning.guessed(task, guess);
    this.#ctx.hub.publish({ topic: 'tasks', ids: [task.id] });
  }

  #enterLikelihood(task: Task, { probability, rate }: Likelihood): void {
    const { db, ids, clock } = this.#ctx;
    db.predictions.insert({
      id: predictionId.parse(ids()),
      taskId: task.id,
      taskRevision: task.revision,
      target: 'completion',
      modelVersion: this.#learning.version('completion'),
      predicted: { probability, rate },
      value: probability,
      baseline: rate,
      at: clock(),
    });
  }

  async #fromNeighbours(task: Task, vector: Float32Array | null): Promise<DurationPrediction> {
    const { worker, ml } = this.#ctx;
    const neighbours = vector
      ? await worker.knn(vector, NEIGHBOURS, { onlyDone: true, exclude: [task.id] })
      : [];
    const { finished } = evidenceOf(neighbours);
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
      neighbours: finished,
      told: vector && finished.length === 0 ? await this.#told(task, vector) : [],
    });
    return this.#learning.paced(guess);
  }

  /** What the person said of open tasks like it: all there is to go by before any is finished. */
  async #told(
    task: Task,
    vector: Float32Array,
  ): Promise<{ phrase: string; minutes: number; similarity: number }[]> {
    const near = await this.#ctx.worker.knn(vector, NEIGHBOURS, { exclude: [task.id] });
    return near.flatMap(({ title, durationMin, similarity }) =>
      durationMin === null ? [] : [{ phrase: title, minutes: durationMin, similarity }],
    );
  }

  /** A finished task moves the baseline and teaches the learner. */
  finished(task: Task): void {
    if (task.actualMin !== null) this.#baseline.add({ project: task.project, actualMin: task.actualMin });
    this.#learning.closed(task);
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
    const task = ctx.db.tasks.get(prediction.taskId);
    if (task) this.#learning.verdict(task, verdict, vantage);
    return { recorded: true };
  }

  /** Error of each predictor beside its baseline's, over windows of outcomes, the newest last. */
  ledger(): Promise<LedgerView[]> {
    return this.#learning.ledger();
  }
}
