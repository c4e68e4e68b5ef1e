import { DaymarkError } from '../../core/errors.ts';
import type { Task } from '../../core/domain/task.ts';
import type { Plan, PlanBlock, Problem, ProblemTask } from '../../core/problem.ts';
import { addDays } from '../../core/time/zoned.ts';
import type { StoredPlan } from '../../db/index.ts';
import type { ServiceContext, RequestTime } from '../context.ts';
import type { WorkPreferences } from '../learning/work-preferences.ts';
import { isOver } from '../habits/ahead.ts';
import type { Habits } from '../habits/habits.ts';
import { mondayOf } from '../habits/weeks.ts';
import type { FocusTime } from './focus.ts';
import type { FocusChoice } from './focus-openings.ts';
import { pulledForward } from './pull-forward.ts';
import { workingMinutes } from './hours.ts';
import { buildProblem, earliestOf, horizonOf, importanceOf, inZone, remainingMin } from './problem.ts';
import { blockedByHeld, outOfReach, withinReach, withLeftOut, type LeftOut, type TaskRank } from './reach.ts';
import type { WorkProfile } from './work-profile.ts';
import { Topics } from './topics.ts';
import { waitingForParts } from './parts.ts';

/** A solver that is this late has failed. */
const SOLVE_GRACE_MS = 15_000;

/** A problem as it stands at one moment, with the focus time it keeps. */
export interface Draft {
  problem: Problem;
  /** Open tasks that can't be planned; the solver does not see them. */
  leftOut: readonly LeftOut[];
  focus: FocusChoice;
}

/** Turns what is stored into planning problems, and asks the solver. */
export class Drafting {
  readonly #ctx: ServiceContext;
  readonly #workPreferences: WorkPreferences;
  readonly #workProfile: WorkProfile;
  readonly #focus: FocusTime;
  readonly #topics: Topics;
  readonly #habits: Habits;

  constructor(
    ctx: ServiceContext,
    parts: { workPreferences: WorkPreferences; workProfile: WorkProfile; focus: FocusTime; habits: Habits },
  ) {
    this.#ctx = ctx;
    this.#habits = parts.habits;
    this.#workPreferences = parts.workPreferences;
    this.#workProfile = parts.workProfile;
    this.#focus = parts.focus;
    this.#topics = new Topics(ctx);
  }

  /** Reads what the problem needs from vectors; everything else is quick. */
  async prepare(): Promise<void> {
    const open = waitingForParts(this.#ctx.db.tasks.open());
    await this.#workPreferences.prepare(open);
    await this.#topics.prepare(open);
  }

  draft(requestTime: RequestTime, fresh: boolean): Draft {
    const { db } = this.#ctx;
    const settings = db.settings.get();
    const { from, to } = horizonOf(settings, requestTime);
    const monday = mondayOf(from);
    // For a caller in another moment other weeks are over than those that have been closed.
    const all = waitingForParts(db.tasks.open()).filter((task) => !isOver(task, monday, from));
    const blocked = blockedByHeld(all, db.tasks.heldBy());
    const isBlocked = new Set(blocked.map(({ taskId }) => taskId));
    const open = all.filter(({ id }) => !isBlocked.has(id));
    const previous = fresh ? [] : this.#previous(open, requestTime);
    const planned = new Set(previous.map(({ taskId }) => taskId));
    const room = workingMinutes(`${from}T00:00`, `${to}T00:00`, settings.workingHours);
    const rankOf = (task: Task): TaskRank => ({
      importance: importanceOf(task),
      minutes: remainingMin(task, requestTime.at),
      placed: planned.has(task.id) || (task.pinnedStart ?? task.start) !== null || task.runningSince !== null,
    });
    const { near, later } = withinReach(open, rankOf, room);
    const known = this.#knownBefore();
    const problem = buildProblem(
      {
        tasks: near.map((task) => withGuess(task, known.get(task.id))),
        // Where an event was entered it may be another day already.
        events: db.events.between(addDays(from, -1), addDays(to, 1)),
        settings,
        previous,
        habits: this.#habits.source(requestTime),
        profile: this.#workProfile.profile(),
        // Likeness says more of a task than its project does.
        preferred: (task) => this.#workPreferences.preferred(task) ?? this.#workProfile.preferred(task),
        topic: (task) => this.#topics.of(task) ?? known.get(task.id)?.embedding,
      },
      requestTime,
    );
    const focus = this.#focus.choose(problem);
    const ahead = focus.kept.filter(({ end }) => end > requestTime.local);
    const focusTime = ahead.map(({ start, end }) => ({ start, end }));
    return {
      problem: focusTime.length > 0 ? { ...problem, focusTime } : problem,
      leftOut: [...blocked, ...outOfReach(later)],
      focus,
    };
  }

  /** What the plan in force knew of its tasks. */
  #knownBefore(): ReadonlyMap<string, ProblemTask> {
    const { problem } = this.#ctx.db.plans.current() ?? {};
    return new Map(problem?.tasks.map((task) => [task.id, task]));
  }

  /** Better and better plans, the last one final. Rejects with `mlUnavailable` while the helper is away. */
  async *solve(
    problem: Problem,
    { budgetMs, seed = 1 }: { budgetMs: number; seed?: number | undefined },
    leftOut: readonly LeftOut[],
  ): AsyncGenerator<{ plan: Plan; final: boolean }> {
    const { ml } = this.#ctx;
    if (ml.state.process !== 'ready') throw new DaymarkError('mlUnavailable');
    const signal = AbortSignal.timeout(budgetMs + SOLVE_GRACE_MS);
    for await (const { plan, final } of await ml.client.solve(
      { problem, timeLimitMs: budgetMs, seed },
      { signal },
    )) {
      yield { plan: withLeftOut(plan, leftOut), final };
    }
  }

  /** The plan the person has seen; after an early finish with what directly follows pulled up. */
  #previous(tasks: readonly Task[], requestTime: RequestTime): NonNullable<Problem['previous']> {
    const open = new Map<string, Task>(tasks.map((task) => [task.id, task]));
    const stored = this.#ctx.db.plans.current();
    return pulledForward(
      stored ? blocksIn(stored, requestTime.tz) : [],
      requestTime.local,
      (id) => !open.has(id),
      (block, start) => {
        const task = open.get(block.taskId);
        if (!task || task.runningSince !== null || (task.pinnedStart ?? task.start) !== null) return true;
        return (earliestOf(task, requestTime) ?? '') > start;
      },
    );
  }
}

/**
 * A task that came back with an undo or a redo has no guess until it is made again; until then the one that its plan was
 * made with holds, so that nothing moves meanwhile.
 */
function withGuess(task: Task, before: ProblemTask | undefined): Task {
  if (task.predicted || !before?.spread || task.trackedMin > 0 || task.runningSince !== null) return task;
  const nothing = { predictionId: null, source: 'default' as const, similar: [] };
  return {
    ...task,
    predicted: { ...nothing, ...before.spread, why: { key: 'duration.default', params: {} } },
  };
}

/** A stored plan's blocks on the wall clock of a zone: the person may have travelled since. */
export function blocksIn({ plan, tz }: Pick<StoredPlan, 'plan' | 'tz'>, zone: string): PlanBlock[] {
  if (tz === zone) return plan.blocks;
  return plan.blocks.map((block) => ({
    ...block,
    start: inZone(block.start, tz, zone),
    end: inZone(block.end, tz, zone),
  }));
}
