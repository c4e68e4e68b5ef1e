import { z } from 'zod';
import { DaymarkError } from '../../core/errors.ts';
import type { LearningQuestion } from '../../core/domain/learning.ts';
import type { DurationPrediction } from '../../core/domain/prediction.ts';
import type { Task } from '../../core/domain/task.ts';
import { taskId, type TaskId } from '../../core/ids.ts';
import type { LearnerTarget, OrderUncertainty } from '../../core/ml-contract/index.ts';
import { DAY_MS } from '../../core/time/units.ts';
import { requestTimeOf, type ServiceContext, type RequestTime } from '../context.ts';
import {
  lengthWorth,
  orderWorth,
  stillNarrowing,
  NARROWING_WINDOW,
  yielded,
  type Yielded,
} from './asking.ts';
import { momentOf, orderedTasks } from './examples.ts';
import type { Learner } from './learner.ts';

/**
 * At most two short questions a day, each where the answer lowers uncertainty most: the length of a task whose guess
 * is wide and that others are like, or which of two tasks comes first. What each answer really narrowed is measured
 * and kept; once it is little, nothing more is asked.
 */

const A_DAY = 2;
const MAX_ASKED_ABOUT = 200;
const MAX_SIMILAR = 8;
/** Tasks whose order is compared. */
const MAX_COMPARED = 60;

/** A guess that an answer may narrow, until it has been made again. */
const awaited = z.object({
  kind: z.enum(['own', 'similar']),
  taskId: z.string(),
  /** log2(p90 / p10) before the answer. */
  width: z.number(),
  at: z.number(),
});

const asked = z.object({
  day: z.string(),
  answered: z.int(),
  /** What was asked lately, so that the same is not asked twice. */
  seen: z.array(z.string()),
  /** What answers brought, oldest first. */
  yields: z.array(yielded).default([]),
  awaited: z.array(awaited).default([]),
  /** How unsure the predictions of the last outcomes were, oldest first: widths, and uncertainties of the order. */
  trails: z
    .object({ duration: z.array(z.number()), priority: z.array(z.number()) })
    .default({ duration: [], priority: [] }),
});
type Asked = z.infer<typeof asked>;
const KEY = 'learning.questions';
const SEEN_KEPT = 60;
const YIELDS_KEPT = 24;

interface Candidate {
  worth: number;
  question: LearningQuestion;
}

/** Chooses the question of the day and measures what its answers brought. */
export class Questions {
  readonly #ctx: ServiceContext;
  readonly #learner: Pick<Learner, 'compare'>;

  constructor(ctx: ServiceContext, learner: Pick<Learner, 'compare'>) {
    this.#ctx = ctx;
    this.#learner = learner;
  }

  /** The question worth most now; null when there were two today, or when no answer is expected to help. */
  async current(): Promise<LearningQuestion | null> {
    const state = this.#state();
    if (state.answered >= A_DAY) return null;
    const requestTime = requestTimeOf(this.#ctx);
    const open = this.#ctx.db.tasks.open();
    const candidates = [
      ...lengths(open, state, requestTime.at),
      ...(await this.#orders(open, state, requestTime)),
    ]
      .filter(({ worth, question }) => worth >= 1 && !state.seen.includes(question.id))
      .sort((a, b) => b.worth - a.worth);
    return candidates[0]?.question ?? null;
  }

  /**
   * A question is being answered: remembers how unsure everything it concerns was. Answers the tasks to be predicted
   * again, the one asked about first.
   */
  lengthTold(task: Task): Task[] {
    const similar = similarOf(task, this.#ctx.db.tasks.open());
    const at = this.#ctx.clock();
    const concerned = [
      { kind: 'own' as const, task },
      ...similar.map((other) => ({ kind: 'similar' as const, task: other })),
    ];
    const before = concerned.flatMap(({ kind, task: one }) =>
      one.predicted ? [{ kind, taskId: one.id, width: widthOf(one.predicted), at }] : [],
    );
    this.#update((state) => ({ ...state, awaited: [...recent(state.awaited, at), ...before] }));
    return concerned.map((one) => one.task);
  }

  /** A guess was made again: if an answer was to narrow it, what that brought is known now. */
  predicted(id: TaskId, guess: Pick<DurationPrediction, 'p10' | 'p90'>): void {
    const before = this.#state().awaited.find((one) => one.taskId === id);
    if (!before) return;
    const share = before.width > 0 ? (before.width - widthOf(guess)) / before.width : 0;
    this.#update((state) => ({
      ...state,
      awaited: state.awaited.filter((one) => one.taskId !== id),
      yields: [...state.yields, { kind: before.kind, share, at: before.at }].slice(-YIELDS_KEPT),
    }));
  }

  /**
   * Runs what teaches the order learner an answer, and measures what that took away of its uncertainty about the two, against
   * what was expected of it.
   */
  async orderTold(pair: [string, string], teach: () => Promise<void>): Promise<void> {
    const open = this.#ctx.db.tasks.open();
    const before = (await this.#uncertainty(open, pair))?.pairs[0];
    await teach();
    const after = (await this.#uncertainty(open, pair))?.pairs[0];
    if (!before || !after || before.share <= 0 || before.spread <= 0) return;
    const share = (1 - after.spread / before.spread) / before.share;
    this.#update((state) => ({
      ...state,
      yields: [...state.yields, { kind: 'order' as const, share, at: this.#ctx.clock() }].slice(-YIELDS_KEPT),
    }));
  }

  /** A question was answered or put aside, which counts for the day; put aside, it brought nothing. */
  settled(id: string, answered: boolean): void {
    const at = this.#ctx.clock();
    const nothing: Yielded = { kind: id.startsWith('order:') ? 'order' : 'own', share: 0, at };
    this.#update((state) => ({
      ...state,
      answered: state.answered + 1,
      seen: [...state.seen, id].slice(-SEEN_KEPT),
      yields: answered ? state.yields : [...state.yields, nothing].slice(-YIELDS_KEPT),
    }));
  }

  /** A task was finished: how wide its guess had been is noted. */
  finished(task: Task): void {
    const { predicted } = task;
    if (predicted && task.actualMin !== null) this.#noteUncertainty('duration', widthOf(predicted));
  }

  /** A choice was learned from: the order's uncertainty is noted. */
  async chosen(): Promise<void> {
    const now = await this.#uncertainty(this.#ctx.db.tasks.open());
    if (now && now.uncertainty > 0) this.#noteUncertainty('priority', now.uncertainty);
  }

  /** Whether outcomes and answers still make a learner's predictions surer. */
  narrowing(target: LearnerTarget): boolean {
    if (target !== 'duration' && target !== 'priority') return false;
    return stillNarrowing(this.#state().trails[target]);
  }

  #noteUncertainty(target: 'duration' | 'priority', value: number): void {
    this.#update((state) => ({
      ...state,
      trails: { ...state.trails, [target]: [...state.trails[target], value].slice(-NARROWING_WINDOW) },
    }));
  }

  async #orders(open: readonly Task[], state: Asked, requestTime: RequestTime): Promise<Candidate[]> {
    const answer = await this.#uncertainty(open);
    const byId = new Map(open.map((task) => [task.id as string, task]));
    return (answer?.pairs ?? []).flatMap(({ firstId, secondId, gain }) => {
      const first = byId.get(firstId);
      const second = byId.get(secondId);
      // Sessions of one habit are alike: which of them comes first is no question.
      if (!answer || !first || !second || (first.habitId !== null && first.habitId === second.habitId))
        return [];
      const question: LearningQuestion = {
        kind: 'order',
        id: `order:${first.id}:${second.id}`,
        first: { taskId: first.id, title: first.title },
        second: { taskId: second.id, title: second.title },
      };
      return [
        {
          worth: orderWorth({ gain, uncertainty: answer.uncertainty }, state.yields, requestTime.at),
          question,
        },
      ];
    });
  }

  /** Null while the learner is away, or when nothing could be compared. */
  async #uncertainty(open: readonly Task[], pair?: [string, string]): Promise<OrderUncertainty | null> {
    const movable = open.filter((task) => task.start === null).slice(-MAX_COMPARED);
    if (movable.length < 2 || this.#ctx.ml.state.process !== 'ready') return null;
    const requestTime = requestTimeOf(this.#ctx);
    const input = { open: orderedTasks(movable, requestTime), moment: momentOf(requestTime, null) };
    return this.#learner.compare(pair ? { ...input, pair } : input).catch((error: unknown) => {
      // Without the learner there is nothing to ask; anything but its absence is a bug and is told.
      if (error instanceof DaymarkError) return null;
      throw error;
    });
  }

  #update(change: (state: Asked) => Asked): void {
    this.#ctx.db.settings.setState(KEY, JSON.stringify(change(this.#state())));
  }

  #state(): Asked {
    const today = requestTimeOf(this.#ctx).local.slice(0, 10);
    const stored = asked.safeParse(parsedJson(this.#ctx.db.settings.state(KEY)));
    const state = stored.success ? stored.data : asked.parse({ day: today, answered: 0, seen: [] });
    return state.day === today ? state : { ...state, day: today, answered: 0 };
  }
}

/** Every guess that could be asked about, with what telling it is worth. */
function lengths(open: readonly Task[], { yields }: Asked, at: number): Candidate[] {
  const unknown = open.filter((task) => task.durationMin === null).slice(-MAX_ASKED_ABOUT);
  return unknown.flatMap((task) => {
    const { predicted } = task;
    if (!predicted) return [];
    const similarWidths = similarOf(task, unknown).reduce(
      (sum, { predicted: one }) => sum + (one ? widthOf(one) : 0),
      0,
    );
    const question: LearningQuestion = {
      kind: 'duration',
      id: `duration:${task.id}`,
      taskId: task.id,
      title: task.title,
      low: predicted.p10,
      likely: predicted.p50,
      high: predicted.p90,
    };
    return [{ worth: lengthWorth({ width: widthOf(predicted), similarWidths }, yields, at), question }];
  });
}

/** Open tasks of the same project whose lengths are guessed as well. */
function similarOf(task: Task, open: readonly Task[]): Task[] {
  if (task.projectId === null) return [];
  return open
    .filter(
      (one) =>
        one.projectId === task.projectId && one.id !== task.id && one.durationMin === null && one.predicted,
    )
    .slice(0, MAX_SIMILAR);
}

function widthOf({ p10, p90 }: Pick<DurationPrediction, 'p10' | 'p90'>): number {
  return Math.log2(Math.max(p90, p10) / p10);
}

/** A guess that was not made again within a day won't tell any more. */
function recent(all: Asked['awaited'], now: number): Asked['awaited'] {
  return all.filter(({ at }) => now - at < DAY_MS);
}

function parsedJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** The tasks that a question is about; empty for an id of another kind. */
export function tasksOfQuestion(id: string): TaskId[] {
  const [kind, ...ids] = id.split(':');
  return kind === 'order' || kind === 'duration' ? ids.map((one) => taskId.parse(one)) : [];
}
