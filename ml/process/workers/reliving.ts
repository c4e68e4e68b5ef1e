import type { Foretold, LearnerTarget, TrainingMetrics } from '../../../core/ml-contract/index.ts';
import type { HistoryTask } from '../../../core/replay.ts';
import type { TaskFacts } from '../../features/index.ts';
import { vectorAt, type Fed, type Learners, type NewRow } from './learners.ts';

/** A step ends after so long, so that its caller can stop between two of them. */
const STEP_MS = 250;
/** Trainings of the past come when this much more is known: a tenth more, as in the present, would take twice as long. */
const GROWTH = 1.25;

interface Lived {
  line: HistoryTask;
  facts: TaskFacts;
  vector: Float32Array | null;
}

interface Moment {
  at: number;
  closes: boolean;
  task: Lived;
}

/** What one step through the past brought. */
export interface LivedThrough {
  done: number;
  total: number;
  rows: NewRow[];
  said: Foretold[];
}

/**
 * Lives through a past that nobody has lived through yet, such as an imported one: in time order, each task is
 * predicted when it was written down, judged when it was done, and models are trained as they fall due. So what is
 * said of a task is what would have been said of it then, and its row is the one of that moment.
 */
export class Reliving {
  readonly #learners: Learners;
  #moments: Moment[] = [];
  #next = 0;
  readonly #trainings = { duration: 0, completion: 0 };
  readonly #trainedAt = { duration: 0, completion: 0 };
  readonly #metrics = new Map<LearnerTarget, TrainingMetrics>();

  constructor(learners: Learners) {
    this.#learners = learners;
  }

  /** Tasks that are done or given up, or open ones, which have a beginning only. */
  feed({ lines, vectors }: Fed): void {
    for (const [i, line] of lines.entries()) {
      const task = { line, facts: this.#learners.facts(line), vector: vectorAt(vectors, i) };
      const created = Date.parse(line.createdAt);
      this.#moments.push({ at: created, closes: false, task });
      if (line.completedAt)
        this.#moments.push({ at: Math.max(created, Date.parse(line.completedAt)), closes: true, task });
    }
  }

  /** Lives on for a while. Over when `done` equals `total`. */
  step(now: () => number): LivedThrough {
    if (this.#next === 0) this.#moments.sort((a, b) => a.at - b.at || Number(a.closes) - Number(b.closes));
    const total = this.#moments.length;
    const until = now() + STEP_MS;
    const rows: NewRow[] = [];
    const said: Foretold[] = [];
    while (this.#next < total && now() < until) {
      const { closes, task } = this.#moments[this.#next]!;
      this.#next += 1;
      if (closes) this.#close(task);
      else {
        const told = this.#write(task);
        rows.push(told.row);
        said.push(told.said);
      }
    }
    const done = this.#next;
    if (done === total) this.#moments = [];
    return { done, total, rows, said };
  }

  /** Models that were trained on the way. */
  trained(): { target: LearnerTarget; state: Uint8Array; metrics: TrainingMetrics }[] {
    return [...this.#metrics].flatMap(([target, metrics]) =>
      target === 'priority' ? [] : [{ target, metrics, state: this.#learners[target].toState() }],
    );
  }

  #write({ facts, vector }: Lived): { row: NewRow; said: Foretold } {
    const { duration, completion } = this.#learners;
    const { p10, p50, p90, source } = duration.predict(facts, vector);
    const likelihood = completion.predict(facts, duration.rowOf(facts.id)!);
    this.#learners.written(facts);
    return {
      row: { id: facts.id, row: Float32Array.from(completion.rowOf(facts.id)!) },
      said: {
        id: facts.id,
        duration: { p10, p50, p90, source },
        completion: likelihood,
        trainings: { ...this.#trainings },
      },
    };
  }

  #close({ line, facts }: Lived): void {
    const lag = Date.parse(line.completedAt ?? line.createdAt) - Date.parse(line.createdAt);
    this.#learners.closed(facts, line.done !== false, line.actualMin ?? null, lag);
    for (const target of ['duration', 'completion'] as const) {
      const learner = this.#learners[target];
      if (learner.known < GROWTH * this.#trainedAt[target] || !learner.retrainDue()) continue;
      this.#metrics.set(target, { ...learner.retrain() });
      this.#trainings[target] += 1;
      this.#trainedAt[target] = learner.known;
    }
  }
}
