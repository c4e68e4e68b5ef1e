import { z } from 'zod';
import { DaymarkError } from '../../core/errors.ts';
import type { DurationPrediction, ShownPrediction } from '../../core/domain/prediction.ts';
import type { Task } from '../../core/domain/task.ts';
import { predictionId, type PredictionId, type TaskId } from '../../core/ids.ts';
import { message, type Message } from '../../core/messages/message.ts';
import type { Prediction } from '../../core/ml-contract/index.ts';
import type { PredictionLogView } from '../../core/domain/learning.ts';
import { requestTimeOf, targetsOf, type ServiceContext } from '../context.ts';
import { runIntent } from '../intent.ts';
import { storeRow } from './backfill.ts';
import type { Learning, TaskPrediction } from './learning.ts';
import { evidenceOf } from './neighbours.ts';

/** Guesses, what then happened, and how the two compare. */

const NEIGHBOURS = 12;

const reasonList = z.array(message);

/** Reasons that are kept with the task itself, by target. */
function reasonsOf({ predicted, priorityScore }: Task): Record<string, Message[]> {
  return {
    ...(predicted ? { duration: [predicted.why] } : {}),
    ...(priorityScore ? { priority: priorityScore.reasons } : {}),
  };
}

/** What a person says of a prediction with one key. */
export type Verdict = 'tooLong' | 'tooShort' | 'notNow' | 'yes';

/** Predicts tasks and enters what was predicted in the prediction log. */
export class Predictions {
  readonly #ctx: ServiceContext;
  readonly #learning: Learning;

  constructor(ctx: ServiceContext, learning: Learning) {
    this.#ctx = ctx;
    this.#learning = learning;
  }

  /**
   * Predicts a task and enters that in the prediction log: its duration by the person's own model where that does
   * better than its baseline, else from the nearest finished tasks.
   */
  async predict(task: Task): Promise<void> {
    const { db, ids } = this.#ctx;
    const vector = db.embeddings.vector(task.id) ?? null;
    const own = await this.#learning.predict(task, vector);
    const plain = own?.duration ?? (await this.#fromNeighbours(task, vector));
    const guess = this.#learning.afterVerdicts(task, plain);
    const id = predictionId.parse(ids());
    const stored = db.transaction(() => {
      const taken = db.tasks.setPrediction(task.id, task.revision, {
        predicted: { ...guess, predictionId: id, likelihood: own?.likelihood ?? null },
      });
      if (!taken) return false;
      if (own?.row) storeRow(this.#ctx, { id: task.id, row: own.row });
      this.#enterDuration(task, id, guess, own);
      for (const [target, answer] of Object.entries(own?.predictions ?? {}))
        if (target !== 'duration') this.#enter(task, target, answer);
      return true;
    });
    if (stored) this.#learning.predicted(task, guess);
    this.#ctx.hub.publish({ topic: 'tasks', ids: [task.id] });
  }

  /** What is shown, which is not always what the model said. */
  #enterDuration(task: Task, id: PredictionId, guess: DurationPrediction, own: TaskPrediction | null): void {
    const { db, ml, clock } = this.#ctx;
    const { p10, p50, p90, source } = guess;
    const model = own?.duration ? this.#learning.version('duration') : source;
    db.predictions.insert({
      id,
      taskId: task.id,
      taskRevision: task.revision,
      target: 'duration',
      modelVersion: `${model}/${ml.state.modelVersion ?? 'none'}`,
      predicted: { p10, p50, p90, source },
      value: p50,
      baseline: own?.predictions['duration']?.baseline ?? null,
      at: clock(),
    });
  }

  #enter(task: Task, target: string, { value, baseline, ...predicted }: Prediction): void {
    const { db, ids, clock } = this.#ctx;
    db.predictions.insert({
      id: predictionId.parse(ids()),
      taskId: task.id,
      taskRevision: task.revision,
      target,
      modelVersion: this.#learning.version(target),
      predicted,
      value,
      baseline,
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
      estimateMin: task.durationMin,
      vector: vector ? Array.from(vector) : null,
      neighbours: finished,
      stated: vector && finished.length === 0 ? await this.#stated(task, vector) : [],
    });
    return this.#learning.paced(guess);
  }

  /** What the person said of open tasks like it: all there is to go by before any is finished. */
  async #stated(
    task: Task,
    vector: Float32Array,
  ): Promise<{ phrase: string; minutes: number; similarity: number }[]> {
    const near = await this.#ctx.worker.knn(vector, NEIGHBOURS, { exclude: [task.id] });
    return near.flatMap(({ title, durationMin, similarity }) =>
      durationMin === null ? [] : [{ phrase: title, minutes: durationMin, similarity }],
    );
  }

  feedback(id: PredictionId, verdict: Verdict): { recorded: boolean } {
    const ctx = this.#ctx;
    const prediction = ctx.db.predictions.get(id);
    if (!prediction) throw new DaymarkError('notFound', { what: 'prediction', id });
    const requestTime = requestTimeOf(ctx);
    runIntent(ctx, { name: 'predictions.feedback', requestTime, undoable: false }, (intent) => {
      ctx.db.feedback.add({ id: ctx.ids(), predictionId: id, verdict, at: requestTime.at });
      intent.behavior('feedback', prediction.taskId, { predictionId: id, verdict });
    });
    ctx.hub.publish({ topic: 'learning' });
    const task = ctx.db.tasks.get(prediction.taskId);
    if (task) this.#learning.verdict(task, verdict, requestTime);
    return { recorded: true };
  }

  /** The newest that each predictor said of a task, in the order of the targets. @throws DaymarkError `notFound` */
  ofTask(id: TaskId): ShownPrediction[] {
    const { db } = this.#ctx;
    const task = db.tasks.get(id);
    if (!task) throw new DaymarkError('notFound', { what: 'task', id });
    return targetsOf(this.#ctx).flatMap(({ name: target }) => {
      const [newest] = db.predictions.forTask(id, target);
      if (!newest) return target === 'priority' ? (this.#orderOf(task) ?? []) : [];
      const { value, baseline, modelVersion: version, outcome } = newest;
      const { reasons: said, ...details } = newest.predicted;
      const own = reasonsOf(task)[target];
      const reasons = own ?? reasonList.catch([]).parse(said);
      return [{ target, value, baseline, version, details, reasons, outcome }];
    });
  }

  /** A place in the order enters the log only once something is chosen. */
  #orderOf({ priorityScore }: Task): ShownPrediction | null {
    if (!priorityScore) return null;
    const { score: value, reasons } = priorityScore;
    const version = this.#learning.version('priority');
    return { target: 'priority', value, baseline: null, version, details: {}, reasons, outcome: null };
  }

  /** Error of each predictor beside its baseline's, over windows of outcomes, the newest last. */
  log(): Promise<PredictionLogView[]> {
    return this.#learning.predictionLog();
  }
}
