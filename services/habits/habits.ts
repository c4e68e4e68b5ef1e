import { DaymarkError } from '../../core/errors.ts';
import type { Habit, HabitPatch, HabitView } from '../../core/domain/habit.ts';
import type { Task } from '../../core/domain/task.ts';
import { taskId, type HabitId, type TaskId } from '../../core/ids.ts';
import { startOfDay } from '../../core/time/zoned.ts';
import { requestTimeOf, type ServiceContext, type RequestTime } from '../context.ts';
import { runIntent, type Intent } from '../intent.ts';
import type { Tasks } from '../tasks/tasks.ts';
import { freshAim, isOver, lookAhead, weeksFrom } from './ahead.ts';
import { adoptTask, changeOf, makeHabit, settleWeeks } from './habit-actions.ts';
import { carryOver, fillWeek, isBegun, putWeek, sessionRecord } from './sessions.ts';
import { checkHabit } from './spec.ts';
import { mondayOf, weekStatus, streakOf } from './weeks.ts';

/**
 * What a person does with habits, and what time does to them. Each method that changes something is one intent; weeks
 * that end are closed without a word: what was not done leaves no task behind.
 */
export class Habits {
  readonly #ctx: ServiceContext;
  readonly #tasks: Tasks;
  /** Callers in other moments. */
  #visitors = 0;

  constructor(ctx: ServiceContext, tasks: Tasks) {
    this.#ctx = ctx;
    this.#tasks = tasks;
  }

  /** What planning has to know of habits beside their sessions. */
  source({ local, tz }: RequestTime): { habits: Habit[]; doneToday: Set<HabitId> } {
    const { db } = this.#ctx;
    const habits = db.habits.list();
    if (habits.length === 0) return { habits, doneToday: new Set() };
    const completedSince = startOfDay(local.slice(0, 10), tz);
    const { tasks } = db.tasks.list({ status: 'done', completedSince, order: 'completed' });
    return { habits, doneToday: new Set(tasks.flatMap((task) => task.habitId ?? [])) };
  }

  list(): HabitView[] {
    const requestTime = requestTimeOf(this.#ctx);
    return this.#ctx.db.habits.list().map((habit) => this.#view(habit, requestTime));
  }

  /** Makes a habit, of a task that is there already or of nothing. */
  create(spec: HabitPatch & { timesPerWeek: number; fromTask?: TaskId | undefined }): HabitView {
    const { fromTask, ...fields } = spec;
    const task = fromTask === undefined ? null : this.#convertible(fromTask);
    const title = fields.title ?? task?.title ?? '';
    const requestTime = requestTimeOf(this.#ctx);
    const habit = runIntent(this.#ctx, { name: 'habits.create', requestTime, about: title }, (intent) =>
      task
        ? adoptTask(this.#ctx, intent, task, { ...fields, title })
        : makeHabit(this.#ctx, intent, { ...fields, title }).habit,
    );
    return this.#view(habit, requestTime);
  }

  update(id: HabitId, patch: HabitPatch, revision?: number): HabitView {
    const before = this.#live(id);
    const { db } = this.#ctx;
    return this.#intent('habits.update', before, (intent) => {
      const change = changeOf(this.#ctx, intent, patch);
      checkHabit({ ...before, ...change });
      const after = db.habits.update(id, change, intent.requestTime.at, revision);
      carryOver(this.#ctx, intent, before, after);
      const asked =
        patch.timesPerWeek !== undefined || patch.weekdays !== undefined || patch.window !== undefined;
      if (asked && after.state === 'active') settleWeeks(this.#ctx, intent, after);
      return after;
    });
  }

  /** Until it is resumed no sessions are planned, and weeks count neither way. */
  pause(id: HabitId): HabitView {
    return this.#leave(id, 'paused');
  }

  /** Nothing more is planned; what was done stays. */
  end(id: HabitId): HabitView {
    return this.#leave(id, 'ended');
  }

  resume(id: HabitId): HabitView {
    const before = this.#live(id);
    if (before.state === 'active') return this.#view(before, requestTimeOf(this.#ctx));
    return this.#intent('habits.resume', before, (intent) => {
      const after = this.#setState(intent, before, 'active');
      settleWeeks(this.#ctx, intent, after);
      return after;
    });
  }

  /** Done once: this week's next session, or one more than was planned. */
  checkIn(id: HabitId, minutes?: number): Task {
    const ctx = this.#ctx;
    const habit = this.#live(id);
    const requestTime = requestTimeOf(ctx);
    const next = this.#next(habit, mondayOf(requestTime.local.slice(0, 10)));
    if (next) return this.#tasks.finish(next.id, minutes, {}).task;
    return runIntent(ctx, { name: 'habits.checkIn', requestTime, about: habit.title }, (intent) => {
      const week = mondayOf(requestTime.local.slice(0, 10));
      const record = sessionRecord(habit, taskId.parse(ctx.ids()), week, requestTime);
      const done = { status: 'done' as const, completedAt: requestTime.at, actualMin: minutes ?? null };
      const task = ctx.db.tasks.insert({ ...record, ...done });
      intent.behavior('finished', task.id, { habit: id, actualMin: minutes ?? null });
      return task;
    });
  }

  /** Lets time pass: closes weeks that are over and makes the sessions of those that come into sight. */
  roll(): void {
    if (this.#visitors > 0) return;
    const ctx = this.#ctx;
    const requestTime = requestTimeOf(ctx);
    const monday = mondayOf(requestTime.local.slice(0, 10));
    const ahead = this.#weeks(requestTime);
    const due = ctx.db.habits.list().filter(({ id }) => {
      const weeks = ctx.db.habits.weeks(id);
      const past = weeks.some(({ week, closed }) => week < monday && !closed);
      return (
        past ||
        this.#left(id, monday, requestTime).length > 0 ||
        ahead.some((week) => !weeks.some((one) => one.week === week))
      );
    });
    if (due.length === 0) return;
    runIntent(ctx, { name: 'habits.roll', requestTime, undoable: false }, (intent) => {
      for (const habit of due) {
        this.#closePast(intent, habit, monday);
        const known = new Set(ctx.db.habits.weeks(habit.id).map(({ week }) => week));
        for (const week of ahead.filter((one) => !known.has(one))) {
          const aim = habit.state === 'active' ? freshAim(ctx, habit, week, requestTime) : 0;
          putWeek(ctx, { habitId: habit.id, week, aim, closed: false });
          fillWeek(ctx, intent, habit, week, aim);
        }
      }
    });
  }

  /**
   * Makes the sessions that a caller in another moment would find; nothing is closed for them, and no time passes until the
   * returned function is called.
   */
  visit(then: RequestTime): () => void {
    this.#visitors += 1;
    lookAhead(this.#ctx, then);
    return () => (this.#visitors -= 1);
  }

  #closePast(intent: Intent, habit: Habit, monday: string): void {
    const { db } = this.#ctx;
    for (const record of db.habits.weeks(habit.id)) {
      if (record.week < monday && !record.closed) putWeek(this.#ctx, { ...record, closed: true });
    }
    for (const task of this.#left(habit.id, monday, intent.requestTime)) {
      if (isBegun(task)) db.tasks.update(task.id, { status: 'dropped' }, intent.requestTime.at);
      else db.tasks.remove(task.id);
    }
  }

  /** Open sessions whose week is over, and that no one is at or has put on a later day. */
  #left(id: HabitId, monday: string, requestTime: RequestTime): Task[] {
    const today = requestTime.local.slice(0, 10);
    return this.#ctx.db.tasks.openSessions(id).filter((task) => isOver(task, monday, today));
  }

  #leave(id: HabitId, state: 'paused' | 'ended'): HabitView {
    const { db } = this.#ctx;
    const before = this.#live(id);
    if (before.state === state) return this.#view(before, requestTimeOf(this.#ctx));
    return this.#intent(state === 'paused' ? 'habits.pause' : 'habits.end', before, (intent) => {
      const after = this.#setState(intent, before, state);
      const monday = mondayOf(intent.requestTime.local.slice(0, 10));
      for (const record of db.habits.weeks(id)) {
        if (record.week >= monday && !record.closed) putWeek(this.#ctx, { ...record, aim: 0 });
      }
      for (const session of db.tasks.openSessions(id)) {
        if (!isBegun(session)) db.tasks.remove(session.id);
      }
      return after;
    });
  }

  #setState(intent: Intent, before: Habit, state: Habit['state']): Habit {
    return this.#ctx.db.habits.update(before.id, { state }, intent.requestTime.at);
  }

  #intent(name: string, { title }: Habit, work: (intent: Intent) => Habit): HabitView {
    const requestTime = requestTimeOf(this.#ctx);
    return this.#view(runIntent(this.#ctx, { name, requestTime, about: title }, work), requestTime);
  }

  #live(id: HabitId): Habit {
    const habit = this.#ctx.db.habits.get(id);
    if (!habit) throw new DaymarkError('notFound', { what: 'habit', id });
    if (habit.state === 'ended') throw new DaymarkError('invalidInput', { reason: 'the habit has ended' });
    return habit;
  }

  #convertible(id: TaskId): Task {
    const task = this.#tasks.get(id);
    if (task.status !== 'open')
      throw new DaymarkError('invalidInput', { reason: `the task is already ${task.status}` });
    if (task.habitId !== null)
      throw new DaymarkError('invalidInput', { reason: 'the task is part of a habit already' });
    return task;
  }

  #weeks(requestTime: RequestTime): string[] {
    return weeksFrom(this.#ctx, requestTime);
  }

  #view(habit: Habit, requestTime: RequestTime): HabitView {
    const { habits } = this.#ctx.db;
    const monday = mondayOf(requestTime.local.slice(0, 10));
    const [weeks, tallies] = [habits.weeks(habit.id), habits.tallies(habit.id)];
    return {
      ...habit,
      thisWeek: weekStatus(monday, weeks, tallies),
      streakWeeks: streakOf(monday, weeks, tallies),
      next: this.#next(habit, monday)?.id ?? null,
    };
  }

  /** The open session of a week that comes first: running, else planned soonest. */
  #next(habit: Habit, week: string): Task | undefined {
    const { db } = this.#ctx;
    const open = db.tasks.sessions(habit.id, week).filter((task) => task.status === 'open');
    if (open.length < 2) return open[0];
    const starts = new Map(db.plans.current()?.plan.blocks.map((block) => [block.taskId, block.start]));
    const startOf = (task: Task): string =>
      task.runningSince === null ? (starts.get(task.id) ?? '9999') : '';
    return open.toSorted((a, b) => (startOf(a) < startOf(b) ? -1 : startOf(a) > startOf(b) ? 1 : 0))[0];
  }
}
