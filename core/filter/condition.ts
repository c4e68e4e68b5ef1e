import { z } from 'zod';
import type { Task } from '../domain/task.ts';
import { onHold, taskStatus } from '../domain/task-fields.ts';
import { shownMinutes } from '../guess.ts';
import { projectId, type TaskId } from '../ids.ts';
import { energy, priority } from '../language.ts';
import { searchTokens } from '../search-text.ts';
import { localDate } from '../time/schemas.ts';
import { dayOf } from '../time/zoned.ts';

/**
 * What a filter asks of a task, with names and days already resolved. `core/filter/read.ts` makes it of words,
 * `db/tasks/conditions.ts` turns it into SQL, and `matches` says the same of one task.
 */

const dayField = z.enum(['deadline', 'date', 'created', 'done']);
export type DayField = z.infer<typeof dayField>;

/** Fields that may be empty. */
const emptiable = z.enum([
  'project',
  'tags',
  'people',
  'deadline',
  'date',
  'length',
  'energy',
  'notes',
  'dependencies',
]);
export type Emptiable = z.infer<typeof emptiable>;

const flag = z.enum(['running', 'repeating', 'blocked', 'habit', 'pinned', 'postponed', 'hardDeadline']);
export type Flag = z.infer<typeof flag>;

const comparison = z.enum(['<', '<=', '>', '>=']);

const test = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('priority'), level: priority }),
  /** In one of these projects; `name` as it is shown. */
  z.object({ kind: z.literal('project'), ids: z.array(projectId), name: z.string() }),
  /** Has one of these tags, as they are written. */
  z.object({ kind: z.literal('tag'), names: z.array(z.string()), name: z.string() }),
  z.object({ kind: z.literal('person'), names: z.array(z.string()), name: z.string() }),
  /** Local days, both inclusive; null is open. A task without the field never matches. */
  z.object({
    kind: z.literal('days'),
    field: dayField,
    from: localDate.nullable(),
    to: localDate.nullable(),
  }),
  /** Minutes as given, else as guessed; a task with neither never matches. */
  z.object({ kind: z.literal('length'), compare: comparison, minutes: z.number() }),
  z.object({ kind: z.literal('energy'), level: energy }),
  /** `open` is open and not on hold. */
  z.object({ kind: z.literal('status'), status: z.union([taskStatus, onHold]) }),
  z.object({ kind: z.literal('flag'), flag }),
  z.object({ kind: z.literal('empty'), field: emptiable }),
  /** Words that follow each other in the title or the notes; the last may be a beginning. */
  z.object({ kind: z.literal('text'), text: z.string() }),
]);
export type Test = z.infer<typeof test>;

export type Condition = Test | { kind: 'all' | 'any'; of: Condition[] } | { kind: 'not'; of: Condition };

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    test,
    z.object({ kind: z.enum(['all', 'any']), of: z.array(condition) }),
    z.object({ kind: z.literal('not'), of: condition }),
  ]),
);

/** What `matches` has to know beside the task. */
export interface MatchContext {
  /** Zone in which instants become days. */
  tz: string;
  /** Whether a task that this one depends on is still open. */
  isOpen(id: TaskId): boolean;
}

/** Whether one task meets a condition: the same answer as the database's, for one task at a time. */
export function matches(task: Task, asked: Condition, around: MatchContext): boolean {
  switch (asked.kind) {
    case 'all':
      return asked.of.every((part) => matches(task, part, around));
    case 'any':
      return asked.of.some((part) => matches(task, part, around));
    case 'not':
      return !matches(task, asked.of, around);
    default:
      return passes(task, asked, around);
  }
}

function passes(task: Task, asked: Test, around: MatchContext): boolean {
  switch (asked.kind) {
    case 'priority':
      return task.priority === asked.level;
    case 'project':
      return task.projectId !== null && asked.ids.includes(task.projectId);
    case 'tag':
      return task.tags.some((name) => asked.names.includes(name));
    case 'person':
      return task.people.some((name) => asked.names.includes(name));
    case 'days':
      return isWithin(dayIn(task, asked.field, around.tz), asked);
    case 'length':
      return compares(shownMinutes(task), asked);
    case 'energy':
      return task.energy === asked.level;
    case 'status':
      return statusOf(task) === asked.status;
    case 'flag':
      return FLAGS[asked.flag](task, around);
    case 'empty':
      return EMPTY[asked.field](task);
    case 'text':
      return holds(task.title, asked.text) || holds(task.notes, asked.text);
  }
}

function statusOf({ status, onHold: held }: Task): string {
  return status === 'open' ? (held ?? 'open') : status;
}

function dayIn(task: Task, field: DayField, tz: string): string | null {
  if (field === 'created') return dayOf(task.createdAt, tz);
  if (field === 'done')
    return task.status === 'done' && task.completedAt !== null ? dayOf(task.completedAt, tz) : null;
  return task[field]?.slice(0, 10) ?? null;
}

function isWithin(day: string | null, { from, to }: { from: string | null; to: string | null }): boolean {
  return day !== null && (from === null || day >= from) && (to === null || day <= to);
}

function compares(value: number | null, { compare, minutes }: Extract<Test, { kind: 'length' }>): boolean {
  if (value === null) return false;
  if (compare === '<') return value < minutes;
  if (compare === '<=') return value <= minutes;
  return compare === '>' ? value > minutes : value >= minutes;
}

const FLAGS: Record<Flag, (task: Task, around: MatchContext) => boolean> = {
  running: (task) => task.runningSince !== null,
  repeating: (task) => task.rrule !== null,
  blocked: (task, { isOpen }) => task.dependsOn.some(isOpen),
  habit: (task) => task.habitId !== null,
  pinned: (task) => task.pinnedStart !== null,
  postponed: (task) => task.deferrals > 0,
  hardDeadline: (task) => task.deadline !== null && task.deadlineHard,
};

const EMPTY: Record<Emptiable, (task: Task) => boolean> = {
  project: (task) => task.projectId === null,
  tags: (task) => task.tags.length === 0,
  people: (task) => task.people.length === 0,
  deadline: (task) => task.deadline === null,
  date: (task) => task.date === null,
  length: (task) => task.durationMin === null,
  energy: (task) => task.energy === null,
  notes: (task) => task.notes === '',
  dependencies: (task) => task.dependsOn.length === 0,
};

/** Whether words stand one after the other in a text, as the index of words sees it. */
function holds(text: string, wanted: string): boolean {
  const all = searchTokens(text).map((token) => token.text);
  const words = searchTokens(wanted).map((token) => token.text);
  if (words.length === 0) return false;
  const last = words.length - 1;
  return all.some((_word, at) =>
    words.every((word, index) =>
      index === last ? (all[at + index]?.startsWith(word) ?? false) : all[at + index] === word,
    ),
  );
}

/** Whether a condition speaks of the status, so that a list is not limited to open tasks. */
export function speaksOfStatus(asked: Condition): boolean {
  if (asked.kind === 'all' || asked.kind === 'any') return asked.of.some(speaksOfStatus);
  if (asked.kind === 'not') return speaksOfStatus(asked.of);
  return asked.kind === 'status' || (asked.kind === 'days' && asked.field === 'done');
}

/** Whether a condition speaks of habits, so that a list does not leave out their sessions. */
export function speaksOfHabits(asked: Condition): boolean {
  if (asked.kind === 'all' || asked.kind === 'any') return asked.of.some(speaksOfHabits);
  if (asked.kind === 'not') return speaksOfHabits(asked.of);
  return asked.kind === 'flag' && asked.flag === 'habit';
}
