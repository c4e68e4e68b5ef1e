import type { CalendarEvent } from '../../core/domain/calendar.ts';
import type { DueReminder, Reminder } from '../../core/domain/reminder.ts';
import type { Settings } from '../../core/domain/settings.ts';
import type { Task } from '../../core/domain/task.ts';
import type { PlanBlock } from '../../core/problem.ts';
import { plannedMin } from '../planning/overrun.ts';
import { addDays, dayOf, instantOf, localOf, startOfDay } from '../../core/time/zoned.ts';

/**
 * What there is to be reminded of, as a function of tasks, plan, appointments and settings. A reminder's id says what it is
 * about and when that is, so that the same one is never taken for another. What the planner moves by itself is
 * reminded of once a day, wherever it is moved to.
 */

const MIN_MS = 60_000;
const DAY_MS = 24 * 60 * MIN_MS;

/** What reminders follow from. */
export interface ReminderSource {
  /** Open tasks that have reminders of their own, a deadline, or a block. */
  tasks: readonly Task[];
  /** Blocks of the plan in order of time, on the wall clock of `blocksTz`. */
  blocks: readonly PlanBlock[];
  blocksTz: string;
  events: readonly CalendarEvent[];
  settings: Pick<Settings, 'reminders' | 'dayParts'>;
  /** The zone that the person is in. */
  tz: string;
}

/** A reminder with the moment from which on it says nothing any more; null for one that waits for an answer. */
export interface TimedReminder extends DueReminder {
  until: number | null;
}

/** All of them, in order of time. */
export function remindersOf(source: ReminderSource): TimedReminder[] {
  const { tasks, events, settings } = source;
  const { blocks: ofBlocks, eventMin, deadlineMin } = settings.reminders;
  const byId = new Map(tasks.map((task) => [task.id as string, task]));
  return [
    ...tasks.flatMap((task) => task.reminders.map((one) => ownReminder(task, one, source))),
    ...(ofBlocks ? source.blocks.map((block) => blockReminder(block, byId.get(block.taskId), source)) : []),
    ...(ofBlocks ? tasks.map((task) => overrunReminder(task)) : []),
    ...(eventMin === null ? [] : events.map((event) => eventReminder(event, eventMin, source.tz))),
    ...(deadlineMin === null ? [] : tasks.map((task) => deadlineReminder(task, deadlineMin, source))),
  ]
    .filter((one) => one !== null)
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function ownReminder(task: Task, given: Reminder, source: ReminderSource): TimedReminder | null {
  const { id: taskId, title } = task;
  const own = { kind: 'own' as const, taskId, eventId: null, title, until: null };
  if (typeof given === 'string') {
    const at = instantOf(given, task.tz);
    return { ...own, id: `own:${taskId}:${given}`, at, why: { key: 'reminders.own', params: {} } };
  }
  const begins = beginOf(task, source);
  if (begins === null) return null;
  const { at: start, kind } = begins;
  const once = kind === 'planned' ? dayOf(start, source.tz) : String(start / MIN_MS);
  return {
    ...own,
    id: `own:${taskId}:${given}@${once}`,
    at: start - given * MIN_MS,
    why: {
      key: kind === 'due' ? 'reminders.due' : 'reminders.starts',
      params: { at: localOf(start, source.tz) },
    },
  };
}

/** When a task begins: at its own time, where the plan has it, or else when it is due. */
function beginOf(
  task: Task,
  { blocks, blocksTz }: ReminderSource,
): { at: number; kind: 'fixed' | 'planned' | 'due' } | null {
  const fixed = task.pinnedStart ?? task.start;
  if (fixed !== null) return { at: instantOf(fixed, task.tz), kind: 'fixed' };
  const block = blocks.find(({ taskId }) => taskId === task.id);
  if (block) return { at: instantOf(block.start, blocksTz), kind: 'planned' };
  if (task.deadline !== null && task.deadline.length > 10)
    return { at: instantOf(task.deadline, task.tz), kind: 'due' };
  return null;
}

/** A task with reminders of its own is reminded of by those alone, one that runs by none. */
function blockReminder(
  { taskId, part, start, end }: PlanBlock,
  task: Task | undefined,
  { blocksTz, tz }: ReminderSource,
): TimedReminder | null {
  if (!task || task.runningSince !== null || task.reminders.length > 0) return null;
  const at = instantOf(start, blocksTz);
  return {
    id: `block:${taskId}/${part}@${dayOf(at, tz)}`,
    kind: 'block',
    at,
    taskId: task.id,
    eventId: null,
    title: task.title,
    why: { key: 'reminders.planned', params: { at: localOf(at, tz) } },
    until: instantOf(end, blocksTz),
  };
}

/** When the time that was planned for a running task is over; again when more is planned. */
function overrunReminder(task: Task): TimedReminder | null {
  const { id: taskId, title, runningSince, trackedMin } = task;
  if (runningSince === null) return null;
  const planned = plannedMin(task);
  return {
    id: `overrun:${taskId}@${runningSince}+${planned}`,
    kind: 'overrun',
    at: runningSince + (planned - trackedMin) * MIN_MS,
    taskId,
    eventId: null,
    title,
    why: { key: 'reminders.overrun', params: { minutes: planned } },
    until: null,
  };
}

function eventReminder(event: CalendarEvent, before: number, tz: string): TimedReminder | null {
  if (event.allDay || !event.blocks) return null;
  const start = instantOf(event.start, event.tz);
  return {
    id: `event:${event.id}@${start / MIN_MS}`,
    kind: 'event',
    at: start - before * MIN_MS,
    taskId: null,
    eventId: event.id,
    title: event.title,
    why: { key: 'reminders.starts', params: { at: localOf(start, tz) } },
    until: instantOf(event.end, event.tz),
  };
}

/** A deadline at a time of day so long before it, one of a day in its morning. */
function deadlineReminder(
  { id: taskId, title, deadline, tz: own }: Task,
  before: number,
  { settings, tz }: ReminderSource,
): TimedReminder | null {
  if (deadline === null) return null;
  const timed = deadline.length > 10;
  const due = timed ? instantOf(deadline, own) : startOfDay(addDays(deadline, 1), tz);
  const morning = String(settings.dayParts.morning).padStart(2, '0');
  return {
    id: `deadline:${taskId}@${deadline}`,
    kind: 'deadline',
    at: timed ? due - before * MIN_MS : instantOf(`${deadline}T${morning}:00`, tz),
    taskId,
    eventId: null,
    title,
    why: timed
      ? { key: 'reminders.due', params: { at: localOf(due, tz) } }
      : { key: 'reminders.dueDay', params: { day: deadline } },
    until: timed ? due + DAY_MS : due,
  };
}
