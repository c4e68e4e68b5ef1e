import { Temporal } from 'temporal-polyfill';
import { v5 as uuidV5 } from 'uuid';
import { DaymarkError } from '../../core/errors.ts';
import type { Task } from '../../core/domain/task.ts';
import type { TaskRecord } from '../../core/domain/task-record.ts';
import { recurrenceId, taskId, type RecurrenceId, type TaskId } from '../../core/ids.ts';
import type { HolidayCountry } from '../../core/time/public-holidays.ts';
import { addDays, daysBetween, localOf } from '../../core/time/zoned.ts';
import type { RecurrenceRecord } from '../../db/index.ts';
import type { ServiceContext, RequestTime } from '../context.ts';
import { holidayCountryOf } from '../context.ts';
import { afterCompletion } from '../recurrence/completion.ts';
import { nextOccurrences } from '../recurrence/expand.ts';
import { countsHours, readRule, type RecurrenceRule } from '../recurrence/rule.ts';
import type { Intent } from '../intent.ts';
import { recordOf } from './record.ts';

/**
 * Recurring tasks: only one of a rule is open at a time. Finishing or skipping it makes the next one, in the next slot that
 * still lies ahead, so that three missed weeks leave one task, not three.
 */

/** Throws `invalidInput` for text that is no recurrence rule, asks for too much, or names a day that never comes. */
export function checkRule(rrule: string): void {
  const rule = readRule(rrule);
  const start = countsHours(rule) ? '2027-01-01T00:00' : '2027-01-01';
  const endless = { ...rule, count: null, until: null };
  if (nextOccurrences(endless, { start, tz: 'UTC' }, start, 1, true).length === 0)
    throw new DaymarkError('invalidInput', { reason: 'rrule: this rule names a day that never comes' });
}

/** Whether the words name a time of day themselves. */
function hasClock(rule: RecurrenceRule): boolean {
  return !countsHours(rule) && (rule.byHour.length > 0 || rule.byMinute.length > 0);
}

/**
 * The first occurrence of a rule at or after the request time: a day, or a moment when the rule carries a clock. Null when
 * there is none.
 */
export function firstOccurrence(
  rrule: string,
  requestTime: RequestTime,
  country?: HolidayCountry,
): string | null {
  const rule = readable(rrule, country);
  if (!rule) return null;
  const today = requestTime.local.slice(0, 10);
  if (countsHours(rule)) return today;
  const start = hasClock(rule) ? `${today}T00:00` : today;
  // Its interval counts from the first one, which is what is looked for.
  return (
    nextOccurrences({ ...rule, interval: 1 }, { start, tz: requestTime.tz }, requestTime.local, 1, true)[0] ??
    null
  );
}

/** A stored rule; null for what an older version let through and this one can't live by. */
function readable(rrule: string, country?: HolidayCountry): RecurrenceRule | null {
  try {
    return readRule(rrule, country);
  } catch {
    return null;
  }
}

/**
 * Stores the rule of a task that is about to be inserted or changed, and answers its id. The series begins with that task:
 * its day is the anchor, its own slot is unset, and occurrences are counted from it.
 */
export function storeRule(
  ctx: ServiceContext,
  intent: Intent,
  task: Pick<TaskRecord, 'rrule' | 'recurFrom' | 'date' | 'start' | 'tz'>,
  known: RecurrenceId | null,
): RecurrenceId | null {
  if (task.rrule === null) return null;
  const before = known === null ? undefined : ctx.db.recurrences.get(known);
  const id = before?.id ?? recurrenceId.parse(ctx.ids());
  ctx.db.recurrences.put({
    id,
    rrule: task.rrule,
    recurFrom: task.recurFrom ?? 'schedule',
    anchor: task.start ?? task.date,
    tz: task.tz,
    made: 1,
    createdAt: before?.createdAt ?? intent.requestTime.at,
    updatedAt: intent.requestTime.at,
  });
  return id;
}

/** How an occurrence came to its end. */
export type Closing = 'done' | 'skipped';

export interface NextSlot {
  /** A day, or a moment for a series with a time of day. */
  slot: string;
  /** Where the series counts from. */
  anchor: string;
}

/**
 * Where the next one falls: after the present one and after now. `isTaken` tells which slots have had their task. Null
 * at the end of the series.
 *
 * @param country whose public holidays are left out by a rule that leaves them out
 */
export function nextSlot(
  series: RecurrenceRecord,
  closed: Task,
  requestTime: RequestTime,
  closing: Closing = 'done',
  isTaken: (slot: string) => boolean = () => false,
  country?: HolidayCountry,
): NextSlot | null {
  const rule = readable(series.rrule, country);
  if (!rule || (rule.count !== null && series.made >= rule.count)) return null;
  const endless = { ...rule, count: null };
  const hourly = countsHours(rule);
  const timed = hourly || hasClock(rule) || (series.anchor ?? closed.start ?? '').length > 10;
  // A series of days is meant in the days of the person, one with a time of day in the zone that it was made in.
  const now = timed ? localOf(requestTime.at, series.tz) : requestTime.local.slice(0, 10);
  const known = closed.recurSlot ?? series.anchor ?? closed.start ?? closed.date ?? now;
  const own = timed && known.length === 10 && !hourly ? `${known}T00:00` : known;
  const anchor = anchorOf(series, closed, timed, hourly, now);
  const after = own > now ? own : now;
  const at = closing === 'skipped' ? after : now;
  const clock = timed ? anchor.slice(10) : '';
  const { tz } = series;
  const slots = (count: number): string[] =>
    series.recurFrom === 'completion'
      ? afterCompletion(endless, { at, own, clock, tz }, count)
      : nextOccurrences(endless, { start: anchor, tz }, after, count);
  const slot = slots(1).find((one) => !isTaken(one)) ?? slots(MAX_TAKEN).find((one) => !isTaken(one));
  return slot === undefined ? null : { slot, anchor };
}

/** So many slots ahead can have had their task, by clocks set back or devices that disagree. */
const MAX_TAKEN = 100;

/** "Every 6 hours" without a time of day counts from when it is first done. */
function anchorOf(
  series: RecurrenceRecord,
  closed: Task,
  timed: boolean,
  hourly: boolean,
  now: string,
): string {
  const anchor = series.anchor ?? closed.start ?? closed.date ?? now;
  if (!timed || anchor.length > 10) return anchor;
  return hourly ? (closed.start ?? now) : `${anchor}T00:00`;
}

/** The slot after the present one, if that were closed now; null for the last one. */
export function upcoming(ctx: ServiceContext, task: Task, requestTime: RequestTime): string | null {
  const series = task.recurrenceId === null ? undefined : ctx.db.recurrences.get(task.recurrenceId);
  if (!series) return null;
  return nextSlot(series, task, requestTime, 'done', undefined, holidayCountryOf(ctx))?.slot ?? null;
}

/** Closing an occurrence: the next one, and whether the series has come to its end. */
export interface Followed {
  next: Task | null;
  ended: boolean;
}

/** Makes the next one of a closed recurring task. Its id follows from rule and slot, so two devices never make two. */
export function makeNext(ctx: ServiceContext, intent: Intent, closed: Task, closing: Closing): Followed {
  const series = closed.recurrenceId === null ? undefined : ctx.db.recurrences.get(closed.recurrenceId);
  if (!series || closed.rrule === null) return { next: null, ended: false };
  // What was reopened and is closed again has its next one already.
  const open = ctx.db.tasks.openOfSeries(series.id).find((task) => task.id !== closed.id);
  if (open) return { next: open, ended: false };
  const idOf = (slot: string): TaskId => taskId.parse(uuidV5(slot, series.id));
  const found = nextSlot(
    series,
    closed,
    intent.requestTime,
    closing,
    (slot) => ctx.db.tasks.get(idOf(slot)) !== undefined,
    holidayCountryOf(ctx),
  );
  if (found === null) return { next: null, ended: true };
  ctx.db.recurrences.put({
    ...series,
    anchor: found.anchor,
    made: series.made + 1,
    updatedAt: intent.requestTime.at,
  });
  const next = ctx.db.tasks.insert(
    nextRecord(closed, idOf(found.slot), found.slot, series, intent.requestTime),
  );
  intent.behavior('created', next.id, { recurrence: series.id });
  copyParts(ctx, closed, next, intent.requestTime);
  return { next, ended: false };
}

/** The parts of an occurrence come again with the next one, all of them open, under ids that two devices agree on. */
function copyParts(ctx: ServiceContext, closed: Task, next: Task, requestTime: RequestTime): void {
  for (const part of ctx.db.tasks.parts(closed.id)) {
    const id = taskId.parse(uuidV5(part.id, next.id));
    if (ctx.db.tasks.get(id)) continue;
    const days = closed.date && next.date ? daysBetween(closed.date, next.date) : 0;
    const again = { ...openAgain(part, requestTime), ...shifted(part, days), id, parentId: next.id };
    ctx.db.tasks.insert(again);
  }
}

function shifted({ date, start, end, deadline, reminders }: Task, days: number): Partial<TaskRecord> {
  const shift = (value: string | null): string | null =>
    value && `${addDays(value.slice(0, 10), days)}${value.slice(10)}`;
  return {
    date: shift(date),
    start: shift(start),
    end: shift(end),
    deadline: shift(deadline),
    reminders: reminders.map((one) =>
      typeof one === 'number' ? one : `${addDays(one.slice(0, 10), days)}${one.slice(10)}`,
    ),
  };
}

/** What is stored of a closed task, as it was before anything was done of it. */
function openAgain(closed: Task, { at }: RequestTime): TaskRecord {
  return {
    ...recordOf(closed),
    status: 'open',
    onHold: null,
    waitingFor: null,
    waitingSince: null,
    checklist: closed.checklist.map((item) => ({ ...item, done: false })),
    pinnedStart: null,
    earliest: null,
    dependsOn: [],
    deferrals: 0,
    actualMin: null,
    createdAt: at,
    updatedAt: at,
    completedAt: null,
  };
}

/** Takes back the next one of a task that is reopened, unless the person has begun to use it. */
export function removeNext(ctx: ServiceContext, intent: Intent, reopened: Task): void {
  const series = reopened.recurrenceId === null ? undefined : ctx.db.recurrences.get(reopened.recurrenceId);
  if (!series) return;
  const next = ctx.db.tasks
    .openOfSeries(series.id)
    .find((task) => task.id !== reopened.id && isUntouched(task, reopened));
  if (!next) return;
  ctx.db.recurrences.put({ ...series, made: series.made - 1, updatedAt: intent.requestTime.at });
  for (const part of ctx.db.tasks.parts(next.id)) ctx.db.tasks.remove(part.id);
  ctx.db.tasks.remove(next.id);
}

/** Whether an occurrence was made when the other one was closed, and is as it was made. */
function isUntouched(next: Task, closed: Task): boolean {
  const closedAt = closed.completedAt ?? closed.updatedAt;
  return (
    next.createdAt === closedAt && next.revision === 0 && next.trackedMin === 0 && next.runningSince === null
  );
}

function nextRecord(
  closed: Task,
  id: Task['id'],
  slot: string,
  series: RecurrenceRecord,
  requestTime: RequestTime,
): TaskRecord {
  const timed = slot.length > 10;
  const start = timed ? slot : closed.start && `${slot}${closed.start.slice(10)}`;
  const from = closed.recurSlot ?? series.anchor ?? closed.date ?? slot;
  const days = daysBetween(from.slice(0, 10), slot.slice(0, 10));
  const shift = (value: string | null): string | null => {
    if (value === null) return null;
    return `${addDays(value.slice(0, 10), days)}${value.slice(10)}`;
  };
  return {
    ...openAgain(closed, requestTime),
    id,
    date: slot.slice(0, 10),
    start,
    end: endOf(closed, start, shift),
    deadline: shift(closed.deadline),
    reminders: closed.reminders.map((one) => (typeof one === 'number' ? one : (shift(one) ?? one))),
    // What it was put off to was meant for this one.
    earliest: closed.deferrals > 0 ? null : shift(closed.earliest),
    recurSlot: slot,
    tz: timed ? series.tz : closed.tz,
  };
}

/** What has a start keeps its length; a range of days moves with its day. */
function endOf(
  closed: Task,
  start: string | null,
  shift: (value: string | null) => string | null,
): string | null {
  if (!start || !closed.start || closed.end === null || closed.end.length === 10) return shift(closed.end);
  const length = Temporal.PlainDateTime.from(closed.start).until(closed.end);
  return Temporal.PlainDateTime.from(start).add(length).toString({ smallestUnit: 'minute' });
}
