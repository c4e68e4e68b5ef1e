import { DaymarkError } from '../../core/errors.ts';
import type { Task, TaskPatch } from '../../core/domain/task.ts';
import type { TaskId } from '../../core/ids.ts';
import { dayOf } from '../../core/time/zoned.ts';
import type { BehaviorType, TaskChange, TaskFilter, TaskPage, TimeEntry } from '../../db/index.ts';
import { vantageOf, zoneOf, type ServiceContext, type Vantage } from '../context.ts';
import { runIntent, type Intent } from '../intent.ts';
import type { Learning } from '../learning/learning.ts';
import type { Predictions } from '../predictions/predictions.ts';
import { observeCorrection, observeKept } from './corrections.ts';
import { deferral } from './deferral.ts';
import { changeOf, checkPatch } from './patch.ts';
import { makeNext, removeNext, storeRule } from './recurring.ts';

/** After every plan. */
const FOREVER = '9999';

export interface Given {
  now?: string;
  tz?: string;
}

/** What a person does with tasks. Each method that changes something is one intent. */
export class Tasks {
  readonly #ctx: ServiceContext;
  readonly #predictions: Predictions;
  readonly #learning: Learning;

  constructor(ctx: ServiceContext, predictions: Predictions, learning: Learning) {
    this.#ctx = ctx;
    this.#predictions = predictions;
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

  /** A habit counts as one, however many of its sessions are open. */
  counts(): { open: number; inbox: number; today: number } {
    const { db } = this.#ctx;
    const counts = db.tasks.counts(dayOf(this.#ctx.clock(), zoneOf(this.#ctx)));
    const habits = db.habits.list();
    const loose = habits.filter((habit) => habit.projectId === null).length;
    return { ...counts, open: counts.open + habits.length, inbox: counts.inbox + loose };
  }

  /** Changes fields. Soon after the capture this is a correction, and the personal language learns from it. */
  update(id: TaskId, patch: TaskPatch, revision: number | undefined, given: Given): Task {
    const ctx = this.#ctx;
    const before = this.get(id);
    checkPatch(ctx, patch, before);
    return this.#intent('tasks.update', given, before, (intent) => {
      const change = changeOf(ctx, intent, patch, before);
      if (patch.rrule !== undefined || patch.recurFrom !== undefined) {
        change.recurrenceId = storeRule(ctx, intent, { ...before, ...change }, before.recurrenceId);
      }
      const after = ctx.db.tasks.update(id, change, intent.vantage.at, revision);
      const corrected = observeCorrection(ctx, intent, before, after);
      intent.behavior(corrected ? 'corrected' : 'edited', id, { fields: Object.keys(patch) });
      return after;
    });
  }

  /** Starts the timer; one that runs on another task is paused. */
  start(id: TaskId, given: Given): Task {
    const { db, ids } = this.#ctx;
    const task = this.#open(id);
    if (task.runningSince !== null) return task;
    const vantage = vantageOf(this.#ctx, given);
    const choice = this.#learning.ordering.choice(task, vantage);
    let event = '';
    const after = this.#intent('tasks.start', given, task, (intent) => {
      db.timeEntries.start({ id: ids(), taskId: id, at: intent.vantage.at });
      event = intent.behavior('started', id, {
        deferrals: task.deferrals,
        predicted: task.predicted?.p50 ?? null,
        ...(choice ? { choice } : {}),
      });
      return this.get(id);
    });
    if (choice) this.#learning.chosen(choice, { id: event, at: vantage.at });
    return after;
  }

  pause(id: TaskId): Task {
    const { db } = this.#ctx;
    const task = this.get(id);
    if (task.runningSince === null) return task;
    return this.#intent('tasks.pause', {}, task, (intent) => {
      db.timeEntries.stop(id, intent.vantage.at);
      intent.behavior('paused', id);
      return this.get(id);
    });
  }

  /**
   * Finishes a task. The minutes it took are those given, else those tracked, else unknown: a planned length is no
   * measurement and would teach the estimator its own guesses.
   */
  finish(id: TaskId, minutes: number | undefined, given: Given): { task: Task; next: Task | null } {
    const { db } = this.#ctx;
    const before = this.#open(id);
    const answer = this.#intent('tasks.finish', given, before, (intent) => {
      const { at } = intent.vantage;
      db.timeEntries.stop(id, at);
      const tracked = this.get(id).trackedMin;
      if (minutes !== undefined && tracked === 0) this.#addManual(intent, id, minutes);
      const actualMin = minutes ?? (tracked >= 0.5 ? tracked : null);
      const change: TaskChange = { status: 'done', completedAt: at, actualMin };
      const task = db.tasks.update(id, change, at);
      intent.behavior('finished', id, {
        actualMin,
        estimateMin: before.durationMin,
        predicted: before.predicted?.p50 ?? null,
        deferrals: before.deferrals,
      });
      observeKept(this.#ctx, intent, task);
      const next = makeNext(this.#ctx, intent, task);
      return { task, next };
    });
    this.#predictions.finished(answer.task);
    return answer;
  }

  reopen(id: TaskId): Task {
    const { db } = this.#ctx;
    const before = this.get(id);
    if (before.status === 'open') return before;
    const after = this.#intent('tasks.reopen', {}, before, (intent) => {
      const change: TaskChange = { status: 'open', completedAt: null, actualMin: null };
      const task = db.tasks.update(id, change, intent.vantage.at);
      removeNext(this.#ctx, intent, before);
      return this.#changed(intent, 'reopened', task);
    });
    this.#learning.reopened();
    return after;
  }

  /** Not now. A day is a new day to do it; a moment is the earliest it may be planned. Nothing where it stands so already. */
  defer(id: TaskId, until: string): Task {
    const before = this.#open(id);
    checkPatch(this.#ctx, until.length > 10 ? { earliest: until } : { date: until }, before);
    const today = vantageOf(this.#ctx).local.slice(0, 10);
    const put = deferral(before, until, this.#standsAt(id, today), today);
    if (!put) return before;
    if (!put.later) return this.#simple('tasks.defer', 'edited', before, put.change, { until });
    const count = before.deferrals + 1;
    return this.#simple(
      'tasks.defer',
      'deferred',
      before,
      { ...put.change, deferrals: count },
      { until, count },
    );
  }

  /** Where the plan has a task, from today on. */
  #standsAt(id: TaskId, today: string): string | null {
    const blocks = this.#ctx.db.plans.blocks(today, FOREVER);
    return blocks.find(({ taskId }) => taskId === id)?.start ?? null;
  }

  drop(id: TaskId): Task {
    const before = this.#open(id);
    const after = this.#intent('tasks.drop', {}, before, (intent) => {
      this.#ctx.db.timeEntries.stop(id, intent.vantage.at);
      const task = this.#ctx.db.tasks.update(id, { status: 'dropped' }, intent.vantage.at);
      return this.#changed(intent, 'dropped', task);
    });
    this.#learning.closed(after);
    return after;
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
      { pinnedStart: start },
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
      const task = this.#ctx.db.tasks.update(before.id, change, intent.vantage.at);
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

  #addManual(intent: Intent, taskId: TaskId, minutes: number): void {
    const end = intent.vantage.at;
    const entry: TimeEntry = {
      id: this.#ctx.ids(),
      taskId,
      start: end - Math.round(minutes * 60_000),
      end,
      source: 'manual',
    };
    this.#ctx.db.timeEntries.add(entry);
  }

  #intent<T>(name: string, given: Given, task: Task, work: (intent: Intent) => T): T {
    const vantage: Vantage = vantageOf(this.#ctx, given);
    return runIntent(this.#ctx, { name, vantage, about: task.title }, work);
  }
}
