import { DaymarkError } from '../../core/errors.ts';
import type { BulkAction } from '../../core/domain/bulk.ts';
import type { Task, TaskPatch } from '../../core/domain/task.ts';
import type { TaskId } from '../../core/ids.ts';
import { dayOf } from '../../core/time/zoned.ts';
import type { BehaviorType, TaskChange, TaskFilter, TaskPage } from '../../db/index.ts';
import { requestTimeOf, zoneOf, type ServiceContext, type RequestTime } from '../context.ts';
import { runIntent, type Intent } from '../intent.ts';
import type { Learning } from '../learning/learning.ts';
import { arrange, type Arrangement } from './arrange.ts';
import { changeTogether } from './bulk.ts';
import { dropTask, editTask, finishTask } from './task-actions.ts';
import { deferral } from './deferral.ts';
import { applyDeferral, standsAt } from './move.ts';
import { checkPatch } from './patch.ts';
import { removeNext, upcoming, type Followed } from './recurring.ts';

/** What the step is called: putting a task on hold and back is an action of its own. */
function updateName(patch: TaskPatch): string {
  if (patch.onHold === undefined || Object.keys(patch).length > 1) return 'tasks.update';
  return patch.onHold === null ? 'tasks.bringBack' : `tasks.${patch.onHold}`;
}

export interface Given {
  now?: string;
  tz?: string;
}

/** What a person does with tasks. Each method that changes something is one intent. */
export class Tasks {
  readonly #ctx: ServiceContext;
  readonly #learning: Learning;

  constructor(ctx: ServiceContext, learning: Learning) {
    this.#ctx = ctx;
    this.#learning = learning;
  }

  get(id: TaskId): Task {
    const task = this.#ctx.db.tasks.get(id);
    if (!task) throw new DaymarkError('notFound', { what: 'task', id });
    return task;
  }

  list(filter: TaskFilter): TaskPage {
    return this.#ctx.db.tasks.list(filter);
  }

  /** The task whose timer runs. */
  running(): Task | null {
    const entry = this.#ctx.db.timeEntries.running();
    return entry ? this.get(entry.taskId) : null;
  }

  /** A habit counts as one, however many of its sessions are open. */
  counts(): { open: number; inbox: number; today: number } {
    const { db } = this.#ctx;
    const counts = db.tasks.counts(dayOf(this.#ctx.clock(), zoneOf(this.#ctx)));
    const habits = db.habits.list();
    const loose = habits.filter((habit) => habit.projectId === null).length;
    return { ...counts, open: counts.open + habits.length, inbox: counts.inbox + loose };
  }

  /** The open tasks that wait for one. */
  dependants(id: TaskId): Task[] {
    const { db } = this.#ctx;
    return db.tasks.getMany(db.tasks.dependants(id));
  }

  /** Every tag with how many open tasks it has; counted off the main loop, since every task is looked at. */
  tags(): Promise<{ name: string; tasks: number }[]> {
    return this.#ctx.worker.openTags();
  }

  /** Changes fields. Soon after the capture this is a correction, and the personal language learns from it. */
  update(id: TaskId, patch: TaskPatch, revision: number | undefined, given: Given): Task {
    const ctx = this.#ctx;
    const before = this.get(id);
    checkPatch(ctx, patch, before);
    return this.#intent(updateName(patch), given, before, (intent) =>
      editTask(ctx, intent, before, patch, revision),
    );
  }

  /** Does one thing to several tasks, as one step. See `changeTogether`. */
  changeTogether(ids: readonly TaskId[], action: BulkAction, given: Given): { tasks: number } {
    return { tasks: changeTogether(this.#ctx, ids, action, given) };
  }

  /** Puts tasks into the person's own order. See `arrange`. */
  arrange(ids: readonly TaskId[], where: Arrangement): { tasks: number } {
    return { tasks: arrange(this.#ctx, ids, where) };
  }

  /** Starts the timer; one that runs on another task is paused. */
  start(id: TaskId, given: Given): Task {
    const { db, ids } = this.#ctx;
    const task = this.#open(id);
    if (task.runningSince !== null) return task;
    const requestTime = requestTimeOf(this.#ctx, given);
    const choice = this.#learning.ordering.choice(task, requestTime);
    return this.#intent('tasks.start', given, task, (intent) => {
      if (task.onHold !== null) db.tasks.update(id, { onHold: null }, intent.requestTime.at);
      db.timeEntries.start({ id: ids(), taskId: id, at: intent.requestTime.at });
      intent.behavior('started', id, {
        deferrals: task.deferrals,
        predicted: task.predicted?.p50 ?? null,
        ...(choice ? { choice } : {}),
      });
      return this.get(id);
    });
  }

  pause(id: TaskId): Task {
    const { db } = this.#ctx;
    const task = this.get(id);
    if (task.runningSince === null) return task;
    return this.#intent('tasks.pause', {}, task, (intent) => {
      db.timeEntries.stop(id, intent.requestTime.at);
      intent.behavior('paused', id);
      return this.get(id);
    });
  }

  /** Finishes a task; see `finishTask` for how long it took. */
  finish(id: TaskId, minutes: number | undefined, given: Given): { task: Task } & Followed {
    const before = this.#open(id);
    return this.#intent('tasks.finish', given, before, (intent) =>
      finishTask(this.#ctx, intent, before, minutes),
    );
  }

  reopen(id: TaskId): Task {
    const { db } = this.#ctx;
    const before = this.get(id);
    if (before.status === 'open') return before;
    return this.#intent('tasks.reopen', {}, before, (intent) => {
      const change: TaskChange = { status: 'open', completedAt: null, actualMin: null };
      const task = db.tasks.update(id, change, intent.requestTime.at);
      removeNext(this.#ctx, intent, before);
      return this.#changed(intent, 'reopened', task);
    });
  }

  /** Not now. A day is a new day to do it; a moment is the earliest it may be planned. Nothing where it stands so already. */
  defer(id: TaskId, until: string): Task {
    const before = this.#open(id);
    checkPatch(this.#ctx, until.length > 10 ? { earliest: until } : { date: until }, before);
    const today = requestTimeOf(this.#ctx).local.slice(0, 10);
    const put = deferral(before, until, standsAt(this.#ctx, id, today), today);
    if (!put && before.onHold === null) return before;
    return this.#intent('tasks.defer', {}, before, (intent) =>
      applyDeferral(this.#ctx, intent, before, put ?? { change: {}, later: false }, until),
    );
  }

  /** It will not be done. Of a series only this one is skipped: the next one comes as if it were done. */
  drop(id: TaskId, given: Given = {}): { task: Task } & Followed {
    const before = this.#open(id);
    return this.#intent('tasks.drop', given, before, (intent) => dropTask(this.#ctx, intent, before));
  }

  /** Skips one occurrence of what repeats. Throws `invalidInput` for a task that doesn't. */
  skip(id: TaskId, given: Given): { task: Task } & Followed {
    const task = this.#open(id);
    if (task.recurrenceId !== null || task.habitId !== null) return this.drop(id, given);
    throw new DaymarkError('invalidInput', {
      reason: 'the task does not repeat, so there is nothing to skip',
    });
  }

  /** Ends a series: the present one stays, as the last. Throws `invalidInput` for a task that doesn't repeat. */
  endRepeating(id: TaskId): Task {
    const before = this.#open(id);
    if (before.rrule === null) throw new DaymarkError('invalidInput', { reason: 'the task does not repeat' });
    const change: TaskChange = { rrule: null, recurFrom: null, recurrenceId: null, recurSlot: null };
    return this.#simple('tasks.endRepeating', 'edited', before, change, { fields: ['rrule'] });
  }

  /** The occurrence after the present one, for those of the tasks that repeat: a day or a moment, null for the last. */
  upcoming(ids: readonly TaskId[], given: Given): { id: TaskId; next: string | null }[] {
    const requestTime = requestTimeOf(this.#ctx, given);
    return this.#ctx.db.tasks
      .getMany(ids)
      .filter((task) => task.rrule !== null && task.recurrenceId !== null)
      .map((task) => ({ id: task.id, next: upcoming(this.#ctx, task, requestTime) }));
  }

  /** Fixes the start of a task in the plan; null lets the planner choose again. */
  pin(id: TaskId, start: string | null): Task {
    const before = this.#open(id);
    checkPatch(this.#ctx, { pinnedStart: start }, before);
    const name = start === null ? 'unpinned' : 'pinned';
    return this.#simple(
      start === null ? 'tasks.unpin' : 'tasks.pin',
      name,
      before,
      { pinnedStart: start, ...(start === null ? {} : { onHold: null }) },
      { start },
    );
  }

  #simple(
    name: string,
    behavior: BehaviorType,
    before: Task,
    change: TaskChange,
    data: Record<string, unknown> = {},
  ): Task {
    return this.#intent(name, {}, before, (intent) => {
      const task = this.#ctx.db.tasks.update(before.id, change, intent.requestTime.at);
      return this.#changed(intent, behavior, task, data);
    });
  }

  #changed(intent: Intent, behavior: BehaviorType, after: Task, data = {}): Task {
    intent.behavior(behavior, after.id, data);
    return after;
  }

  #open(id: TaskId): Task {
    const task = this.get(id);
    if (task.status === 'open') return task;
    throw new DaymarkError('invalidInput', { reason: `the task is already ${task.status}` });
  }

  #intent<T>(name: string, given: Given, task: Task, work: (intent: Intent) => T): T {
    const requestTime: RequestTime = requestTimeOf(this.#ctx, given);
    return runIntent(this.#ctx, { name, requestTime, about: task.title }, work);
  }
}
