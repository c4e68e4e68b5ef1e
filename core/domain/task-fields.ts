import { z } from 'zod';
import { habitId, projectId, recurrenceId, sectionId, taskId } from '../ids.ts';
import { energy, priority } from '../language.ts';
import { localDate, localDateOrDateTime, localDateTime } from '../time/schemas.ts';
import { durationPrediction, priorityPrediction } from './prediction.ts';
import { reminder } from './reminder.ts';

/**
 * Every field of a task, and what the program does with it. `task`, `taskPatch` and `newTask` are built from this table;
 * capture, corrections, predictions and the planner ask it which fields concern them. The columns are in
 * `db/tasks/columns.ts`.
 */

export const taskStatus = z.enum(['open', 'done', 'dropped']);
export type TaskStatus = z.infer<typeof taskStatus>;

/** Why an open task is not planned: it is for some day, or waits for someone. */
export const onHold = z.enum(['someday', 'waiting']);
export type OnHold = z.infer<typeof onHold>;

/** One step of a checklist. */
export const checkItem = z.object({ text: z.string().min(1).max(500), done: z.boolean() });
export type CheckItem = z.infer<typeof checkItem>;
/** By hand a step may be given by its words alone. */
const checkItemByHand = z.union([
  checkItem,
  z
    .string()
    .min(1)
    .max(500)
    .transform((text) => ({ text, done: false })),
]);

/** Minutes below which a part of a split task isn't worth starting. */
export const DEFAULT_CHUNK_MIN = 45;

interface TaskField {
  /** As a task carries it. */
  type: z.ZodType;
  /** What it may be set to by hand. A field without it has use cases of its own, or is derived. */
  byHand?: z.ZodType;
  /** In a new task; without it, who makes the task says it. */
  initial?: string | number | boolean | null | readonly string[];
  /** Not stored with the task: joined from other tables, or a guess with a writer of its own. */
  derived?: true;
  /** Words of a captured line can set it (`ParsedFields`). */
  typed?: true;
  /** A correction of what words set teaches the personal language. Days and times move for other reasons. */
  teaches?: true;
  /** A day or a moment, which has to exist. */
  calendar?: true;
  /** The plan is made from it: a change of it asks for a new one. */
  planned?: true;
  /** Estimates are made from it: a change of it asks for new ones. The title asks for a new vector, too. */
  estimatedFrom?: true;
  /** It says when: chances of being done, and done in time, are made from it, and made again when no one waits. */
  chancesFrom?: true;
}

const names = z.array(z.string().min(1).max(100)).max(50);
const moment = localDateOrDateTime.nullable();
const recurFrom = z.enum(['schedule', 'completion']).nullable();

export const taskFields = {
  id: { type: taskId },
  title: {
    type: z.string().min(1),
    byHand: z.string().min(1).max(10_000),
    typed: true,
    teaches: true,
    estimatedFrom: true,
  },
  /** The line as typed; empty for a task made by hand or by a rule. */
  rawText: { type: z.string(), initial: '' },
  notes: { type: z.string(), byHand: z.string().max(100_000), initial: '' },
  /** Small steps without a time of their own. They repeat with the task. */
  checklist: { type: z.array(checkItem), byHand: z.array(checkItemByHand).max(200), initial: [] },
  status: { type: taskStatus, initial: 'open', planned: true },
  /** Set on an open task that is not to be planned. */
  onHold: { type: onHold.nullable(), byHand: onHold.nullable(), initial: null, planned: true },
  /** Whom or what it waits for, in the person's words, and since which day. */
  waitingFor: { type: z.string().nullable(), byHand: z.string().max(200).nullable(), initial: null },
  waitingSince: { type: localDate.nullable(), initial: null },
  /** The task that it is a part of, which is not planned while it has open parts. */
  parentId: { type: taskId.nullable(), byHand: taskId.nullable(), initial: null, planned: true },
  /** The title of that task. */
  parent: { type: z.string().nullable(), derived: true },
  /** How many parts it has, those that won't be done left out, and how many of them are done. */
  subtasks: { type: z.int().nonnegative(), derived: true },
  subtasksDone: { type: z.int().nonnegative(), derived: true },
  projectId: { type: projectId.nullable(), initial: null, planned: true, estimatedFrom: true },
  /** The project's name. Set by hand it names a project, which is made when there is none. */
  project: {
    type: z.string().nullable(),
    byHand: z.string().max(200).nullable(),
    derived: true,
    typed: true,
    teaches: true,
  },
  sectionId: { type: sectionId.nullable(), initial: null },
  /** The name of its section. Set by hand it names one of its project, which is made when there is none. */
  section: { type: z.string().nullable(), byHand: z.string().max(200).nullable(), derived: true },
  /** Where it was put by hand (`core/order-key.ts`); null for where it was made. */
  position: { type: z.string().nullable(), initial: null },
  tags: {
    type: z.array(z.string()),
    byHand: names,
    initial: [],
    typed: true,
    teaches: true,
    estimatedFrom: true,
  },
  people: {
    type: z.array(z.string()),
    byHand: names,
    initial: [],
    typed: true,
    teaches: true,
    estimatedFrom: true,
  },
  /** As given by the person; 4 when they gave none. */
  priority: {
    type: priority,
    byHand: priority,
    initial: 4,
    typed: true,
    teaches: true,
    planned: true,
    estimatedFrom: true,
  },
  energy: {
    type: energy.nullable(),
    byHand: energy.nullable(),
    initial: null,
    typed: true,
    teaches: true,
    planned: true,
  },
  /** The day to do it. */
  date: {
    type: localDate.nullable(),
    byHand: localDate.nullable(),
    initial: null,
    typed: true,
    calendar: true,
    planned: true,
    chancesFrom: true,
  },
  start: {
    type: localDateTime.nullable(),
    byHand: localDateTime.nullable(),
    initial: null,
    typed: true,
    teaches: true,
    calendar: true,
    planned: true,
    chancesFrom: true,
  },
  end: { type: moment, byHand: moment, initial: null, typed: true, calendar: true, planned: true },
  deadline: {
    type: moment,
    byHand: moment,
    initial: null,
    typed: true,
    calendar: true,
    planned: true,
    chancesFrom: true,
  },
  deadlineHard: { type: z.boolean(), byHand: z.boolean(), initial: false, planned: true },
  earliest: { type: moment, byHand: moment, initial: null, typed: true, calendar: true, planned: true },
  /** Minutes the person gave; null when Daymark estimates. */
  durationMin: {
    type: z.number().positive().nullable(),
    byHand: z.number().positive().max(100_000).nullable(),
    initial: null,
    typed: true,
    teaches: true,
    planned: true,
  },
  /** When to be reminded of it: minutes before it begins, or moments. */
  reminders: { type: z.array(reminder), byHand: z.array(reminder).max(20), initial: [], typed: true },
  predicted: { type: durationPrediction.nullable(), derived: true },
  priorityScore: { type: priorityPrediction.nullable(), derived: true },
  splittable: { type: z.boolean(), byHand: z.boolean(), initial: true, planned: true },
  minChunkMin: {
    type: z.number().positive(),
    byHand: z.number().positive().max(1440),
    initial: DEFAULT_CHUNK_MIN,
    planned: true,
  },
  pinnedStart: {
    type: localDateTime.nullable(),
    byHand: localDateTime.nullable(),
    initial: null,
    calendar: true,
    planned: true,
    chancesFrom: true,
  },
  rrule: { type: z.string().nullable(), byHand: z.string().max(500).nullable(), initial: null, typed: true },
  recurFrom: { type: recurFrom, byHand: recurFrom, initial: null, typed: true },
  recurrenceId: { type: recurrenceId.nullable(), initial: null },
  /** Which occurrence of its series it is, wherever it has been moved to; null for the first. */
  recurSlot: { type: moment, initial: null },
  /** Set on a session of a habit, with the Monday of the week that it counts for. */
  habitId: { type: habitId.nullable(), initial: null, planned: true },
  habitWeek: { type: localDate.nullable(), initial: null, planned: true },
  dependsOn: {
    type: z.array(taskId),
    byHand: z.array(taskId).max(100),
    initial: [],
    typed: true,
    planned: true,
  },
  /** The zone the local fields are meant in. */
  tz: { type: z.string() },
  /** `pending` until the language model has seen the raw text. */
  parseState: { type: z.enum(['parsed', 'pending']), initial: 'parsed' },
  deferrals: { type: z.int().nonnegative(), initial: 0, planned: true },
  /** Set while its timer runs: epoch ms. */
  runningSince: { type: z.number().nullable(), derived: true },
  /** Minutes tracked so far. */
  trackedMin: { type: z.number().nonnegative(), derived: true },
  /** Minutes it really took, once done and known. */
  actualMin: { type: z.number().positive().nullable(), initial: null },
  createdAt: { type: z.number() },
  updatedAt: { type: z.number() },
  completedAt: { type: z.number().nullable(), initial: null, planned: true },
  /** Grows by one with each change; an answer computed for an older one is dropped. */
  revision: { type: z.int().nonnegative(), derived: true },
} as const satisfies Record<string, TaskField>;

export type TaskFieldName = keyof typeof taskFields;

/** A property of a field of which a list can be asked. */
type Use =
  | 'byHand'
  | 'derived'
  | 'typed'
  | 'teaches'
  | 'calendar'
  | 'planned'
  | 'estimatedFrom'
  | 'chancesFrom';

/** Names of the fields that have a use. */
export type TaskFieldsWith<U extends Use> = {
  [F in TaskFieldName]: (typeof taskFields)[F] extends Record<U, unknown> ? F : never;
}[TaskFieldName];

/** The fields that have a use, in the order of the table. */
export function fieldsWith<U extends Use>(use: U): TaskFieldsWith<U>[] {
  return Object.entries(taskFields).flatMap(([name, field]) =>
    use in field ? [name as TaskFieldsWith<U>] : [],
  );
}

const initial: Record<string, unknown> = Object.fromEntries(
  Object.entries<TaskField>(taskFields).flatMap(([name, field]) =>
    field.initial === undefined ? [] : [[name, field.initial]],
  ),
);

/** What new tasks have in each field that has such a value. */
export function initialFields(): Record<string, unknown> {
  return { ...initial, tags: [], people: [], dependsOn: [], checklist: [], reminders: [] };
}

type ShapeOf<Names extends TaskFieldName, Part extends 'type' | 'byHand'> = {
  [F in Names]: (typeof taskFields)[F] extends Record<Part, infer S> ? S : never;
};

/** The schemas of fields, for `z.object`. */
export function shapeOf<Names extends TaskFieldName, Part extends 'type' | 'byHand'>(
  fields: readonly Names[],
  part: Part,
): ShapeOf<Names, Part> {
  const all: Record<string, TaskField> = taskFields;
  return Object.fromEntries(fields.map((name) => [name, all[name]?.[part]])) as ShapeOf<Names, Part>;
}
