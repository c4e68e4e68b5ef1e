import type { BackfilledPrediction, TrainingMetrics } from '../../core/ml-contract/index.ts';
import type { HistoryTask } from '../../core/replay.ts';
import type { TaskFacts } from '../features/index.ts';
import { vectorAt, type Learners, type Lines, type NewRow } from './learners.ts';

/** A step ends after so long, so that its caller can stop between two of them. */
const STEP_MS = 250;
/** Trainings of the past come when this much more is known: a tenth more, as in the present, would take twice as long. */
const GROWTH = 1.25;

interface PastTask {
  line: HistoryTask;
  facts: TaskFacts;
  vector: Float32Array | null;
}

interface Moment {
  at: number;
  closes: boolean;
  task: PastTask;
}

/** What one step through the past brought. */
export interface BackfillStep {
  done: number;
  total: number;
  rows: NewRow[];
  predicted: BackfilledPrediction[];
}

/** A model that was trained on the way through the past. */
export interface BackfilledModel {
  target: string;
  state: Uint8Array;
  metrics: TrainingMetrics;
}

/**
 * Goes through a past that was never predicted, such as an imported one: in time order, each task is predicted when it
 * was written down, evaluated when it was done, and models are trained as they fall due. So what is predicted of a task
 * is what would have been predicted then, and its row is the one of that moment.
 */
export class Backfill {
  readonly #learners: Learners;
  #moments: Moment[] = [];
  #next = 0;
  readonly #trainings: Record<string, number>;
  readonly #trainedAt: Record<string, number>;
  readonly #metrics = new Map<string, TrainingMetrics>();

  constructor(learners: Learners) {
    this.#learners = learners;
    const zeros = learners.set.taskTargets.map((target) => [target, 0]);
    this.#trainings = Object.fromEntries(zeros);
    this.#trainedAt = Object.fromEntries(zeros);
  }

  /** Tasks that are done or given up, or open ones, which have a beginning only. */
  add({ lines, vectors }: Lines): void {
    for (const [i, line] of lines.entries()) {
      const task = { line, facts: this.#learners.facts(line), vector: vectorAt(vectors, i) };
      const created = Date.parse(line.createdAt);
      this.#moments.push({ at: created, closes: false, task });
      if (line.completedAt)
        this.#moments.push({ at: Math.max(created, Date.parse(line.completedAt)), closes: true, task });
    }
  }

  /** Goes on for a while. Over when `done` equals `total`. */
  step(now: () => number): BackfillStep {
    if (this.#next === 0) this.#moments.sort((a, b) => a.at - b.at || Number(a.closes) - Number(b.closes));
    const total = this.#moments.length;
    const until = now() + STEP_MS;
    const rows: NewRow[] = [];
    const predicted: BackfilledPrediction[] = [];
    while (this.#next < total && now() < until) {
      const { closes, task } = this.#moments[this.#next]!;
      this.#next += 1;
      if (closes) {
        this.#close(task);
        continue;
      }
      const { row, ...said } = this.#create(task);
      rows.push({ id: said.id, row });
      predicted.push(said);
    }
    const done = this.#next;
    if (done === total) this.#moments = [];
    return { done, total, rows, predicted };
  }

  /** Models that were trained on the way. */
  trained(): BackfilledModel[] {
    return [...this.#metrics].map(([target, metrics]) => ({
      target,
      metrics,
      state: this.#learners.set.get(target).toState(),
    }));
  }

  #create({ facts, vector }: PastTask): BackfilledPrediction & { row: Float32Array } {
    const { id } = facts;
    const predictions = this.#learners.set.predict(facts, vector);
    this.#learners.created(facts);
    return {
      id,
      row: this.#learners.set.rowOf(id)!,
      predictions: this.#learners.set.logged(predictions),
      trainings: { ...this.#trainings },
    };
  }

  #close({ line, facts }: PastTask): void {
    this.#learners.closed(facts, line);
    for (const target of this.#learners.set.taskTargets) {
      const learner = this.#learners.set.get(target);
      if (!learner.retrain || learner.known < GROWTH * this.#trainedAt[target]! || !learner.trainingDue())
        continue;
      this.#metrics.set(target, { ...learner.retrain() });
      this.#trainings[target]! += 1;
      this.#trainedAt[target] = learner.known;
    }
  }
}
