import type { DurationPrediction, PriorityPrediction } from '../../core/domain/prediction.ts';
import type { TaskRecord } from '../../core/domain/task-record.ts';
import type { Task } from '../../core/domain/task.ts';
import type { OnHold, TaskStatus } from '../../core/domain/task-fields.ts';
import type { TaskGrouping } from '../../core/domain/saved-filter.ts';
import type { Condition } from '../../core/filter/condition.ts';
import type { HabitId, ProjectId, RecurrenceId, TaskId } from '../../core/ids.ts';
import type { LocalDate, ZoneId } from '../../core/time/schemas.ts';

/** Fields to change; an absent one stays. The revision grows by one, `updatedAt` becomes the given instant. */
export type TaskChange = Partial<Omit<TaskRecord, 'id' | 'createdAt' | 'updatedAt'>>;

/** Which tasks a list holds, in which order. */
export interface TaskFilter {
  /** `open` leaves out what is on hold, and each kind of that has its own name. */
  status?: TaskStatus | OnHold | 'any';
  projectId?: ProjectId | null;
  /** Only the parts of this task. */
  parentId?: TaskId;
  /** Only tasks without a project. */
  inbox?: boolean;
  /** Leaves out open sessions of habits. */
  withoutSessions?: boolean;
  /** Only tasks completed at or after this instant. */
  completedSince?: number;
  /**
   * `smart`: running first within the page, then by due day (deadline or day to do it; none last), priority, model score,
   * creation. `manual`: as put by hand, else by creation. `completed`: newest first. `title` by code point. `length`: shortest first, as given or guessed; unknown last.
   */
  order?: 'smart' | 'manual' | 'created' | 'deadline' | 'title' | 'completed' | 'priority' | 'length';
  /** What else the tasks have to meet. */
  filter?: { condition: Condition; tz: ZoneId };
  /** Puts tasks of one group beside each other, and tells how large each group is. */
  grouping?: { by: TaskGrouping; today: LocalDate };
  limit?: number;
  offset?: number;
}

/** A page of a list of tasks. */
export interface TaskPage {
  tasks: Task[];
  /** How many match without limit and offset. */
  total: number;
  /** The groups in the order of the list, when it is grouped. */
  groups?: TaskGroup[];
}

/** One group of a list. */
export interface TaskGroup {
  /** A project's or section's id or '' for none; a priority; for days `overdue`, `today`, `tomorrow`, `week`, `nextWeek`, `later`, `never`. */
  key: string;
  count: number;
  /** Minutes of its tasks as given or guessed; those without either count nothing. */
  minutes: number;
}

/** Tasks as the rest of the program sees them. */
export interface TaskReader {
  get(id: TaskId): Task | undefined;
  /** In the order asked; unknown ids are left out. */
  getMany(ids: readonly TaskId[]): Task[];
  list(filter?: TaskFilter): TaskPage;
  /** How many tasks each of these lists would hold, found in one look at all tasks. */
  countEach(filters: readonly TaskFilter[]): number[];
  /**
   * `today`: open tasks whose day or deadline is on or before `today`, or that have a block planned on it. The others
   * leave out sessions of habits.
   */
  counts(today: LocalDate): { open: number; inbox: number; today: number };
  /** Every open task that is not on hold and has no open parts, for the planner, in creation order. */
  open(): Task[];
  /** Open tasks, those on hold too, that have reminders of their own or a deadline in `[from, to)`. */
  reminded(from: LocalDate, to: LocalDate): Task[];
  /** The parts of a task, whatever their status, in creation order. */
  parts(id: TaskId): Task[];
  /** Pairs of an open task and one on hold that it waits for. */
  heldBy(): { taskId: TaskId; dependsOn: TaskId; title: string }[];
  /** Sessions of a habit, whatever their status, in order of creation; with a week only those that count for it. */
  sessions(habit: HabitId, week?: LocalDate): Task[];
  /** Open tasks of a series. */
  openOfSeries(series: RecurrenceId): Task[];
  /** The same, open ones of any week; what years have finished is not read. */
  openSessions(habit: HabitId): Task[];
  /** Newest first, at most `limit`. */
  pendingParse(limit: number): Task[];
  /** The key of its place in the person's own order (`core/order-key.ts`); undefined for no task. */
  orderKey(id: TaskId): string | undefined;
  /** The next key of that order before or behind one, leaving out some tasks; undefined at the end. */
  nextKey(key: string, direction: 'before' | 'behind', except: readonly TaskId[]): string | undefined;
  /** Open tasks that wait for this one. */
  dependants(id: TaskId): TaskId[];
  /** All pairs among open tasks: `taskId` waits for `dependsOn`. */
  openDependencies(): { taskId: TaskId; dependsOn: TaskId }[];
  /** Open tasks of exactly this title (case folded), for `after "…"`. */
  byTitle(title: string): TaskId[];
  /** Distinct names of people on tasks, most used first. */
  people(limit?: number): string[];
}

/** Adds, changes and removes tasks; each write but that of a guess is logged. */
export interface TaskWriter {
  /** Stores a new task at revision 0, with its tags, people and dependencies. */
  insert(record: TaskRecord): Task;
  /**
   * Changes a task. With `expected`, throws `conflict` when the stored revision differs; an unknown id throws
   * `notFound`. Dependencies that would close a circle throw `dependencyCycle`.
   */
  update(id: TaskId, change: TaskChange, at: number, expected?: number): Task;
  /** Stores a guess unless the task has moved past `revision`; does not change the revision itself. */
  setPrediction(
    id: TaskId,
    revision: number,
    guess: { predicted?: DurationPrediction | null; priorityScore?: PriorityPrediction | null },
  ): boolean;
  /** Takes a task and everything hanging on it out of the database (undo of a creation). */
  remove(id: TaskId): boolean;
}

/** Tags that are in use. */
export interface TagReader {
  /** Names with how often they are used, most used first. */
  list(limit?: number): { name: string; tasks: number }[];
  /** Every tag with how many open tasks it has, the fullest first. */
  open(): { name: string; tasks: number }[];
}
