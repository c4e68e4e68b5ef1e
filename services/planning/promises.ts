import { DaymarkError } from '../../core/errors.ts';
import type { PromiseDay, PromiseOdds } from '../../core/domain/promise.ts';
import type { Task } from '../../core/domain/task.ts';
import { roundGuess } from '../../core/guess.ts';
import type { TaskId } from '../../core/ids.ts';
import type { Plan, PlanBlock, Problem, ProblemTask, WorkingHours } from '../../core/problem.ts';
import { WEEKDAYS } from '../../core/time/week.ts';
import { addDays, weekdayOf } from '../../core/time/zoned.ts';

import { requestTimeOf, type ServiceContext } from '../context.ts';
import { runIntent } from '../intent.ts';
import { checkPatch } from '../tasks/patch.ts';
import { editTask } from '../tasks/task-actions.ts';
import { keepPromise } from './promise-record.ts';
import type { Planner } from './planner.ts';

/** A task placed on trial: what each day would cost, and how likely it would hold. */

/** Days that are answered for: the first ones with working hours. */
const DAYS = 4;
/** What a minute late weighs: what is promised counts as much as a deadline of the first priority. */
const PROMISE_WEIGHT = 8;
const PROMISE_IMPORTANCE = 1024;

/** Time for each day that is tried, and how often its plan is simulated. */
const BUDGET_MS = 120;
const SAMPLES = 600;
/** A solver that is this late has failed. */
const GRACE_MS = 15_000;

/** Says by when a task could be promised. */
export class Promises {
  readonly #ctx: ServiceContext;
  readonly #planner: Pick<Planner, 'state' | 'workProfile'>;

  constructor(ctx: ServiceContext, planner: Pick<Planner, 'state' | 'workProfile'>) {
    this.#ctx = ctx;
    this.#planner = planner;
  }

  /**
   * The odds of the next days, and what each would push out. Nothing moves.
   *
   * @throws DaymarkError `notFound`; `mlUnavailable` while the helper is away
   */
  async odds(id: TaskId): Promise<PromiseOdds> {
    const { db, ml } = this.#ctx;
    const task = db.tasks.get(id);
    if (task?.status !== 'open') throw new DaymarkError('notFound', { what: 'task', id });
    if (ml.state.process !== 'ready') throw new DaymarkError('mlUnavailable');
    const state = this.#planner.state();
    if (!state) return { days: [] };
    const days = await promiseDays({
      problem: state.problem,
      plan: state.seen,
      task,
      titleOf: (other) => db.tasks.get(other as TaskId)?.title,
      solve: (trial) => this.#solve(trial),
      onTime: (trial, plan) => this.#onTime(trial, plan, id),
    });
    return { days };
  }

  /**
   * The task is promised for the end of a day: that is its deadline, and the odds are kept to be scored.
   *
   * @throws DaymarkError `notFound`; `invalidInput` for a task that is closed
   */
  accept(id: TaskId, day: string, chance: number): Task {
    const ctx = this.#ctx;
    const task = ctx.db.tasks.get(id);
    if (!task) throw new DaymarkError('notFound', { what: 'task', id });
    if (task.status !== 'open')
      throw new DaymarkError('invalidInput', { reason: `the task is already ${task.status}` });
    const patch = { deadline: day };
    checkPatch(ctx, patch, task);
    const requestTime = requestTimeOf(ctx);
    return runIntent(ctx, { name: 'tasks.update', requestTime, about: task.title }, (intent) => {
      const after = editTask(ctx, intent, task, patch);
      keepPromise(ctx, after, day, chance);
      return after;
    });
  }

  async #solve(problem: Problem): Promise<Plan> {
    const signal = AbortSignal.timeout(BUDGET_MS + GRACE_MS);
    let best: Plan | null = null;
    const asked = { problem, timeLimitMs: BUDGET_MS, seed: 1 };
    for await (const { plan } of await this.#ctx.ml.client.solve(asked, { signal })) best = plan;
    if (!best) throw new DaymarkError('mlUnavailable');
    return best;
  }

  async #onTime(problem: Problem, plan: Plan, id: TaskId): Promise<number | null> {
    const pace = this.#planner.workProfile.pace();
    const asked = { problem, plan, samples: SAMPLES, ...(pace ? { pace } : {}) };
    const { tasks } = await this.#ctx.ml.client.forecast(asked);
    return tasks.find(({ taskId }) => taskId === id)?.onTime ?? null;
  }
}

interface TrialParts {
  problem: Problem;
  /** The plan as it stands. */
  plan: Pick<Plan, 'blocks' | 'unscheduled'>;
  task: Task;
  titleOf(id: string): string | undefined;
  solve(problem: Problem): Promise<Plan>;
  /** Chance that the task of a plan is done by the time it is due; null where it has no place. */
  onTime(problem: Problem, plan: Plan): Promise<number | null>;
}

/** Answers day by day; each later day is at least as likely as the one before. */
async function promiseDays(parts: TrialParts): Promise<PromiseDay[]> {
  const { problem, plan, titleOf } = parts;
  const found: PromiseDay[] = [];
  for (const day of workingDays(problem)) {
    const trial = trialOf(parts, day);
    const solved = await parts.solve(trial);
    const chance = (await parts.onTime(trial, solved)) ?? 0;
    const moves = pushed(plan, solved, parts.task.id).flatMap(({ id, to }) => {
      const title = titleOf(id);
      return title === undefined ? [] : [{ taskId: id as TaskId, title, to }];
    });
    found.push({ day, chance: Math.max(chance, found.at(-1)?.chance ?? 0), moves });
  }
  return found;
}

/** Today and the next days with hours to work in, as far as the plan reaches. */
function workingDays({ now, horizonDays, workingHours }: Problem): string[] {
  const today = now.slice(0, 10);
  return Array.from({ length: horizonDays }, (_, i) => addDays(today, i))
    .filter((day) => hasHours(day, now, workingHours))
    .slice(0, DAYS);
}

function hasHours(day: string, now: string, hours: WorkingHours): boolean {
  if (hours === 'always') return true;
  const spans = hours[WEEKDAYS[weekdayOf(day) - 1]!] ?? [];
  return spans.some(([, to]) => `${day}T${to}` > now);
}

/** The problem with the task promised for the end of a day, and everything else where the person has seen it. */
function trialOf({ problem, plan, task }: TrialParts, day: string): Problem {
  const known = problem.tasks.find(({ id }) => id === task.id) ?? problemTaskOf(task);
  const promised: ProblemTask = {
    ...known,
    due: day,
    dueHard: false,
    weight: PROMISE_WEIGHT,
    importance: PROMISE_IMPORTANCE,
  };
  return {
    ...problem,
    tasks: [...problem.tasks.filter(({ id }) => id !== task.id), promised],
    previous: plan.blocks.filter(({ taskId, end }) => taskId !== task.id && end > problem.now),
  };
}

/** What the problem would say of a task that it does not reach yet. */
function problemTaskOf({ id, title, durationMin, predicted, splittable, minChunkMin }: Task): ProblemTask {
  const minutes = durationMin ?? roundGuess(predicted?.p50 ?? 30);
  const scale = predicted ? minutes / predicted.p50 : 1;
  return {
    id,
    title,
    durationMin: minutes,
    splittable,
    minChunkMin: Math.min(minChunkMin, minutes),
    ...(predicted
      ? { spread: { p10: predicted.p10 * scale, p50: predicted.p50 * scale, p90: predicted.p90 * scale } }
      : {}),
  };
}

/** Tasks whose last piece would lie on a later day than now, or nowhere. */
function pushed(
  before: TrialParts['plan'],
  after: Plan,
  promised: string,
): { id: string; to: string | null }[] {
  const [seen, then] = [lastDays(before.blocks), lastDays(after.blocks)];
  return [...seen].flatMap(([id, day]) => {
    const to = then.get(id) ?? null;
    return id !== promised && (to === null || to > day) ? [{ id, to }] : [];
  });
}

function lastDays(blocks: readonly PlanBlock[]): Map<string, string> {
  const days = new Map<string, string>();
  for (const { taskId, start } of blocks) {
    const day = start.slice(0, 10);
    if ((days.get(taskId) ?? '') < day) days.set(taskId, day);
  }
  return days;
}
