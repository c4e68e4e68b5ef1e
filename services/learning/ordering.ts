import type { PriorityPrediction } from '../../core/domain/prediction.ts';
import type { Task } from '../../core/domain/task.ts';
import { predictionId } from '../../core/ids.ts';
import type { OrderChoice } from '../../core/ml-contract/index.ts';
import { requestTimeOf, type ServiceContext, type RequestTime } from '../context.ts';
import { choiceOf, momentOf, orderedTasks } from './examples.ts';
import type { Learner } from './learner.ts';

/** In which order a person takes what is open: scores for the lists, and what was taken for the learner. */

const MAX_RANKED = 400;
/** Scores that differ by less are the same to anybody. */
const SAME_SCORE = 0.005;
/** A pick among the first three was foreseen. */
const FORESEEN = 3;

/** The stored event of a choice and when it happened. */
export interface ChoiceEvent {
  at: number;
  id: string;
}

/** Keeps the scores of what is open fresh, and records choices. */
export class Ordering {
  readonly #ctx: ServiceContext;
  readonly #learner: Learner;

  constructor(ctx: ServiceContext, learner: Learner) {
    this.#ctx = ctx;
    this.#learner = learner;
  }

  /** Scores everything open again, for this moment. Quiet when nothing changed, and while the learner is away. */
  async refresh(): Promise<void> {
    const { db, hub } = this.#ctx;
    const requestTime = requestTimeOf(this.#ctx);
    const tasks = db.tasks.open().slice(-MAX_RANKED);
    if (tasks.length === 0) return;
    const answer = await this.#learner.rank({
      open: orderedTasks(tasks, requestTime),
      moment: momentOf(requestTime, this.#lastProject()),
    });
    if (!answer) return;
    const byId = new Map(tasks.map((task) => [task.id as string, task]));
    const changed: Task['id'][] = [];
    db.transaction(() => {
      for (const { id, score, reasons } of answer.ranked) {
        const task = byId.get(id);
        const guess: PriorityPrediction = {
          predictionId: task?.predicted?.predictionId ?? null,
          score: Math.round(Math.min(1, Math.max(0, score)) * 1_000) / 1_000,
          reasons,
        };
        if (!task || isSame(task.priorityScore, guess)) continue;
        if (db.tasks.setPrediction(task.id, task.revision, { priorityScore: guess })) changed.push(task.id);
      }
    });
    if (changed.length > 0) hub.publish({ topic: 'tasks', ids: changed });
  }

  /** What `chosen` is taken from, to be stored with the event of its start; null when there was no choice. */
  choice(chosen: Task, requestTime: RequestTime): OrderChoice | null {
    return choiceOf(chosen, this.#ctx.db.tasks.open(), requestTime, this.#lastProject());
  }

  /** Enters the pick into the prediction log, foreseen or not, and only then learns from it. */
  async chosen(choice: OrderChoice, event: ChoiceEvent): Promise<void> {
    const answer = await this.#learner.rank({ open: choice.open, moment: choice.moment });
    const task = this.#ctx.db.tasks.get(choice.chosenId as Task['id']);
    if (answer && task && choice.open.length > FORESEEN) {
      const learned = answer.ranked.toSorted((a, b) => b.score - a.score).map(({ id }) => id);
      this.#enter(task, event.at, {
        learned: learned.indexOf(task.id),
        urgency: answer.byUrgency.indexOf(task.id),
        among: choice.open.length,
      });
    }
    await this.#learner.choose(choice, event);
  }

  /** 1 is a pick among the first three; what happened is always that it was picked. */
  #enter(task: Task, at: number, place: { learned: number; urgency: number; among: number }): void {
    const { db, ids } = this.#ctx;
    db.transaction(() => {
      db.predictions.insert({
        id: predictionId.parse(ids()),
        taskId: task.id,
        taskRevision: task.revision,
        target: 'priority',
        modelVersion: 'order',
        predicted: { ...place },
        value: Number(place.learned < FORESEEN),
        baseline: Number(place.urgency < FORESEEN),
        at,
      });
      db.predictions.recordOutcome(task.id, 'priority', 1, at);
    });
  }

  /** Of the task that was begun last and is not the one that runs now. */
  #lastProject(): string | null {
    const { db, clock } = this.#ctx;
    const now = clock();
    const last = db.timeEntries.between(now - 12 * 60 * 60_000, now).findLast((entry) => entry.end !== null);
    return last ? (db.tasks.get(last.taskId)?.project ?? null) : null;
  }
}

function isSame(before: PriorityPrediction | null, after: PriorityPrediction): boolean {
  return (
    before !== null &&
    Math.abs(before.score - after.score) < SAME_SCORE &&
    before.predictionId === after.predictionId &&
    JSON.stringify(before.reasons) === JSON.stringify(after.reasons)
  );
}
