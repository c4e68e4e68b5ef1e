import type { CalendarEvent } from '../core/domain/calendar.ts';
import type { Task } from '../core/domain/task.ts';
import type { TaskRecord } from '../core/domain/task-record.ts';
import type { Habit } from '../core/domain/habit.ts';
import type { EventId, HabitId, ProjectId, TaskId } from '../core/ids.ts';
import { dayOf } from '../core/time/zoned.ts';
import type {
  HabitWeekRecord,
  BehaviorType,
  Change,
  NewJob,
  RecurrenceRecord,
  TimeEntry,
} from '../db/index.ts';
import type { ServiceContext, Vantage } from './context.ts';
import { changedFields, recordOf } from './tasks/record.ts';

/**
 * One intent of the person: one transaction that stores the change, a behaviour event, a row of the sync log, the jobs
 * that follow and how to take it back. Views hear of it only after it is durable.
 */

/** How an intent is taken back. `before: null` means the thing did not exist. */
export interface Inverse {
  tasks: { id: TaskId; before: TaskRecord | null }[];
  events: { id: EventId; before: CalendarEvent | null }[];
  projects: ProjectId[];
  entries: { remove: string[]; put: TimeEntry[] };
  recurrences: RecurrenceRecord[];
  habits: { id: HabitId; before: Habit | null }[];
  habitWeeks: { habitId: HabitId; week: string; before: HabitWeekRecord | null }[];
  /** Tasks whose outcomes have to be taken out of the ledger again. */
  outcomes: TaskId[];
}

export interface IntentOptions {
  name: string;
  vantage: Vantage;
  /** False for what follows by itself (a late parse, a prediction): it isn't the person's to take back. */
  undoable?: boolean;
}

export function runIntent<T>(ctx: ServiceContext, options: IntentOptions, work: (intent: Intent) => T): T {
  const intent = new Intent(ctx, options.vantage);
  const result = ctx.db.transaction(() => {
    const value = work(intent);
    if (options.undoable !== false) intent.storeInverse(options.name);
    return value;
  });
  intent.announce();
  return result;
}

export class Intent {
  readonly vantage: Vantage;
  readonly inverse: Inverse = {
    tasks: [],
    events: [],
    projects: [],
    entries: { remove: [], put: [] },
    recurrences: [],
    habits: [],
    habitWeeks: [],
    outcomes: [],
  };
  readonly #ctx: ServiceContext;
  readonly #tasks = new Set<TaskId>();
  readonly #events = new Set<EventId>();
  #projects = false;
  #habits = false;
  #names = false;
  #work = false;

  constructor(ctx: ServiceContext, vantage: Vantage) {
    this.#ctx = ctx;
    this.vantage = vantage;
  }

  /** Stores what the person did; answers the event's id. */
  behavior(type: BehaviorType, taskId: TaskId | null, data: Record<string, unknown> = {}): string {
    const { at, tz } = this.vantage;
    const id = this.#ctx.ids();
    this.#ctx.db.behavior.append({ id, type, taskId, at, tz, day: dayOf(at, tz), data });
    return id;
  }

  /** Notes a task that this intent made. */
  made(task: Task): void {
    this.inverse.tasks.push({ id: task.id, before: null });
    this.#tasks.add(task.id);
    if (task.tags.length > 0 || task.people.length > 0) this.#names = true;
    this.change('task', task.id, 'insert', recordOf(task));
  }

  /** Notes a task that this intent changed; `before` is how it stood. */
  changed(before: Task, after: Task): void {
    this.inverse.tasks.push({ id: after.id, before: recordOf(before) });
    this.#tasks.add(after.id);
    const fields = changedFields(recordOf(before), recordOf(after));
    if ('tags' in fields || 'people' in fields) this.#names = true;
    if (Object.keys(fields).length > 0) this.change('task', after.id, 'update', fields);
  }

  removed(id: TaskId): void {
    this.#tasks.add(id);
    this.change('task', id, 'delete', {});
  }

  touchedTask(id: TaskId): void {
    this.#tasks.add(id);
  }

  touchedEvent(id: EventId, before: CalendarEvent | null): void {
    this.inverse.events.push({ id, before });
    this.#events.add(id);
  }

  touchedProjects(): void {
    this.#projects = true;
    this.#names = true;
  }

  /** Notes a habit that this intent made (`before` null) or changed. */
  touchedHabit(id: HabitId, before: Habit | null, after: Habit): void {
    this.inverse.habits.push({ id, before });
    this.#habits = true;
    if (after.tags.length > 0 || after.people.length > 0) this.#names = true;
    this.change('habit', id, before === null ? 'insert' : 'update', { ...after });
  }

  habitsChanged(changed: boolean): void {
    this.#habits ||= changed;
  }

  /** Notes what is wanted of a week; `before` null when nothing was said of it. */
  touchedWeek(after: HabitWeekRecord, before: HabitWeekRecord | null): void {
    this.inverse.habitWeeks.push({ habitId: after.habitId, week: after.week, before });
    this.#habits = true;
    this.change('habit', after.habitId, 'update', { week: after.week, aim: after.aim, closed: after.closed });
  }

  change(
    entity: Change['entity'],
    entityId: string,
    op: Change['op'],
    fields: Record<string, unknown>,
  ): void {
    this.#ctx.db.changes.append({ entity, entityId, op, fields, at: this.vantage.at });
  }

  job(job: NewJob): void {
    this.#work = this.#ctx.db.jobs.enqueue(job, this.#ctx.clock()) || this.#work;
  }

  /** Asks for a new plan. */
  replan(): void {
    if (!this.#ctx.db.settings.get().autoReplan) return;
    this.job({ kind: 'plan', taskId: null, revision: this.#ctx.db.changes.lastSeq() });
  }

  storeInverse(name: string): void {
    const taskIds = [...this.#tasks];
    const inverse = structuredClone(this.inverse) as unknown as Record<string, unknown>;
    this.#ctx.db.undo.push({ intent: name, inverse, taskIds, at: this.vantage.at });
  }

  announce(): void {
    const { hub } = this.#ctx;
    if (this.#tasks.size > 0) hub.publish({ topic: 'tasks', ids: [...this.#tasks] });
    if (this.#events.size > 0) hub.publish({ topic: 'events', ids: [...this.#events] });
    if (this.#habits) hub.publish({ topic: 'habits' });
    if (this.#projects) hub.publish({ topic: 'projects' });
    if (this.#names) this.#ctx.namesChanged();
    if (this.#work) this.#ctx.kick();
  }
}
