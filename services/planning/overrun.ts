import type { OverrunOption, OverrunView } from '../../core/domain/overrun.ts';
import type { Task } from '../../core/domain/task.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { DayForecast } from '../../core/forecast.ts';
import { roundGuess } from '../../core/guess.ts';
import type { TaskId } from '../../core/ids.ts';
import type { Plan, PlanBlock, Problem, ProblemTask } from '../../core/problem.ts';
import { timeLeft } from '../../core/time-left.ts';
import { addDays, localOf } from '../../core/time/zoned.ts';
import type { ServiceContext } from '../context.ts';
import { dayWithRoom } from './hours.ts';
import type { Planner } from './planner.ts';
import { DEFAULT_DURATION_MIN, remainingMin } from './problem.ts';

/** A task that takes longer than planned: what that does to the rest of the day, tried out and not written. */

const EXTEND_MIN = 15;
/** A task is not planned as shorter than this. */
const SHORTEST_MIN = 10;
const DAYS_AHEAD = 14;
/** Time for each plan that is tried, and how often it is simulated. */
const BUDGET_MS = 120;
const SAMPLES = 600;
/** A helper that is this late has failed. */
const GRACE_MS = 15_000;
const MIN_MS = 60_000;

/** Says what could give when the running task runs over. */
export class Overruns {
  readonly #ctx: ServiceContext;
  readonly #planner: Pick<Planner, 'state' | 'workProfile'>;

  constructor(ctx: ServiceContext, planner: Pick<Planner, 'state' | 'workProfile'>) {
    this.#ctx = ctx;
    this.#planner = planner;
  }

  /**
   * The ways there are, each with the chance that everything planned for today is done within the day's hours. Nothing
   * moves.
   *
   * @throws DaymarkError `mlUnavailable` while the helper is away
   */
  async view(): Promise<OverrunView> {
    const { db, ml, clock } = this.#ctx;
    const entry = db.timeEntries.running();
    const task = entry && db.tasks.get(entry.taskId);
    const now = clock();
    const overMin = task ? spentMin(task, now) - plannedMin(task) : 0;
    const state = this.#planner.state();
    if (!task || overMin < 0 || !state) return { taskId: null, overMin: 0, options: [] };
    if (ml.state.process !== 'ready') throw new DaymarkError('mlUnavailable');
    const problem = going(state.problem, task, now, state.seen.blocks);
    const asked = { task, now, problem, blocks: state.seen.blocks, hours: db.settings.get().workingHours };
    const found = await overrunOptions(asked, (trial) => this.#dayOf(trial));
    const options = found.flatMap((option) => {
      const title = db.tasks.get(option.taskId)?.title;
      return title === undefined ? [] : [{ ...option, title }];
    });
    return { taskId: task.id, overMin: Math.round(overMin), options };
  }

  /** What is to be expected of today when the problem is planned anew. */
  async #dayOf(problem: Problem): Promise<DayForecast | undefined> {
    const { ml } = this.#ctx;
    const signal = AbortSignal.timeout(BUDGET_MS + GRACE_MS);
    let plan: Plan | null = null;
    const asked = { problem, timeLimitMs: BUDGET_MS, seed: 1 };
    for await (const better of await ml.client.solve(asked, { signal })) plan = better.plan;
    if (!plan) return undefined;
    const pace = this.#planner.workProfile.pace();
    const input = { problem, plan, samples: SAMPLES, ...(pace ? { pace } : {}) };
    const { days } = await ml.client.forecast(input, { signal });
    return days.find(({ day }) => day === problem.now.slice(0, 10));
  }
}

interface OverrunParts {
  /** The task that runs over. */
  task: Task;
  /** Epoch ms. */
  now: number;
  /** The day as it is when it just goes on. */
  problem: Problem;
  /** The plan as it is seen. */
  blocks: readonly PlanBlock[];
  hours: Problem['workingHours'];
}

type Option = OverrunOption extends infer O
  ? O extends { title: string }
    ? Omit<O, 'title'>
    : never
  : never;

/** Pure but for `dayOf`, which plans a problem and looks at its first day. */
export async function overrunOptions(
  { task, now, problem, blocks, hours }: OverrunParts,
  dayOf: (problem: Problem) => Promise<Pick<DayForecast, 'probability' | 'without'> | undefined>,
): Promise<Option[]> {
  const longer = changed(problem, task.id, (one) => ({ ...one, durationMin: EXTEND_MIN }));
  const extended = await dayOf(longer);
  const options: Option[] = [
    {
      kind: 'extend',
      taskId: task.id,
      durationMin: Math.round(spentMin(task, now)) + EXTEND_MIN,
      chance: extended?.probability ?? null,
    },
  ];
  const next = nextOf(problem, blocks, task.id);
  const shorter = next && Math.max(SHORTEST_MIN, roundGuess(next.durationMin - EXTEND_MIN));
  if (next && shorter !== undefined && shorter < next.durationMin) {
    const trial = changed(longer, next.id, (one) => withLength(one, shorter));
    const chance = (await dayOf(trial))?.probability ?? null;
    options.push({ kind: 'shorten', taskId: next.id as TaskId, durationMin: shorter, chance });
  }
  if (extended?.without) {
    const { taskId, probability } = extended.without;
    const day = dayWithRoom(addDays(problem.now.slice(0, 10), 1), problem.now, 1, hours, DAYS_AHEAD);
    if (taskId !== task.id)
      options.push({ kind: 'move', taskId: taskId as TaskId, day, chance: probability });
  }
  return options;
}

/** The problem of this moment: the task goes on for as long as such tasks do that have taken so long already. */
function going(problem: Problem, task: Task, now: number, blocks: readonly PlanBlock[]): Problem {
  const local = localOf(now, problem.tz);
  const left = task.predicted && timeLeft(task.predicted, spentMin(task, now));
  const spread = left && {
    p10: atLeastOne(left.low),
    p50: atLeastOne(left.likely),
    p90: atLeastOne(left.high),
  };
  const moved = changed(problem, task.id, ({ spread: _before, ...one }) => ({
    ...one,
    durationMin: remainingMin(task, now),
    pinnedStart: local,
    pinBy: 'running',
    ...(spread ? { spread } : {}),
  }));
  const ahead = blocks.filter(({ taskId, end }) => taskId !== task.id && end > local);
  return { ...moved, now: local, previous: [...ahead] };
}

function atLeastOne(minutes: number): number {
  return Math.max(1, minutes);
}

function changed(problem: Problem, id: string, change: (task: ProblemTask) => ProblemTask): Problem {
  return { ...problem, tasks: problem.tasks.map((one) => (one.id === id ? change(one) : one)) };
}

/** Done in less time: with what is left of it its range shrinks as well. */
function withLength(one: ProblemTask, durationMin: number): ProblemTask {
  const scale = durationMin / one.durationMin;
  const { spread } = one;
  return {
    ...one,
    durationMin,
    minChunkMin: Math.min(one.minChunkMin, durationMin),
    ...(spread
      ? { spread: { p10: spread.p10 * scale, p50: spread.p50 * scale, p90: spread.p90 * scale } }
      : {}),
  };
}

/** The task that comes next today. */
function nextOf(problem: Problem, blocks: readonly PlanBlock[], running: string): ProblemTask | undefined {
  const { now } = problem;
  const ahead = blocks
    .filter(
      ({ taskId, start, end }) => taskId !== running && end > now && start.slice(0, 10) === now.slice(0, 10),
    )
    .toSorted((a, b) => (a.start < b.start ? -1 : 1));
  return problem.tasks.find(({ id }) => id === ahead[0]?.taskId);
}

/** Minutes that a task has taken so far, its running timer included. */
function spentMin({ trackedMin, runningSince }: Task, now: number): number {
  return trackedMin + (runningSince === null ? 0 : Math.max(0, now - runningSince) / MIN_MS);
}

/** Minutes that were planned for a task as a whole. */
export function plannedMin({ durationMin, predicted }: Task): number {
  return durationMin ?? roundGuess(predicted?.p50 ?? DEFAULT_DURATION_MIN);
}
