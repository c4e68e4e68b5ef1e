import { Temporal } from 'temporal-polyfill';
import { v5 as uuidV5 } from 'uuid';
import { DaymarkError } from '../../core/errors.ts';
import type { Task } from '../../core/domain/task.ts';
import type { TaskRecord } from '../../core/domain/task-record.ts';
import { recurrenceId, taskId, type RecurrenceId } from '../../core/ids.ts';
import { daysBetween, localOf } from '../../core/time/zoned.ts';
import type { RecurrenceRecord } from '../../db/index.ts';
import type { ServiceContext, Vantage } from '../context.ts';
import { nextOccurrences } from '../recurrence/expand.ts';
import type { Intent } from '../intent.ts';
import { recordOf } from './record.ts';

/**
 * Recurring tasks: only one of a rule is open at a time. Finishing it makes the next one, in the next slot that still lies
 * ahead, so that three missed weeks leave one task, not three.
 */

/** Throws `invalidInput` for text that is no recurrence rule. */
export function checkRule(rrule: string): void {
  try {
    nextOccurrences(rrule, { start: '2027-01-01', tz: 'UTC' }, '1970-01-01', 1, true);
  } catch (error) {
    throw new DaymarkError('invalidInput', { reason: 'rrule: this is no recurrence rule' }, { cause: error });
  }
}

/** Whether the words name a time of day themselves. */
function hasClock(rrule: string): boolean {
  return /BYHOUR=/i.test(rrule);
}

/**
 * The first occurrence of a rule at or after the vantage: a day, or a moment when the rule carries a clock. Null when
 * there is none.
 */
export function firstOccurrence(rrule: string, vantage: Vantage): string | null {
  const timed = hasClock(rrule);
  const start = timed ? vantage.local : `${vantage.local.slice(0, 10)}T00:00`;
  return occurrence(rrule, start, vantage.tz, start, true, timed);
}

function occurrence(
  rrule: string,
  anchor: string,
  tz: string,
  after: string,
  inclusive: boolean,
  timed: boolean,
): string | null {
  try {
    const found = nextOccurrences(rrule, { start: anchor, tz }, after, 1, inclusive)[0] ?? null;
    return timed ? found : (found?.slice(0, 10) ?? null);
  } catch {
    return null;
  }
}

/** Stores the rule of a task that is about to be inserted or changed, and answers its id. */
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
    made: before?.made ?? 1,
    createdAt: before?.createdAt ?? intent.vantage.at,
    updatedAt: intent.vantage.at,
  });
  return id;
}

/** Where the next one falls: strictly after the finished one and after now. Null at the end of the series. */
export function nextSlot(rule: RecurrenceRecord, finished: Task, vantage: Vantage): string | null {
  const count = /COUNT=(\d+)/i.exec(rule.rrule)?.[1];
  if (count !== undefined && rule.made >= Number(count)) return null;
  const timed = finished.start !== null || hasClock(rule.rrule);
  const endless = rule.rrule.replace(/;?COUNT=\d+/i, '');
  const today = `${vantage.local.slice(0, 10)}T00:00`;
  const own = moment(finished.start ?? finished.date) ?? today;
  if (rule.recurFrom === 'completion') {
    const anchor = timed && finished.start ? `${today.slice(0, 10)}${finished.start.slice(10)}` : today;
    return occurrence(endless, anchor, rule.tz, anchor, false, timed);
  }
  const now = timed ? vantage.local : today;
  const after = own > now ? own : now;
  return occurrence(endless, moment(rule.anchor) ?? own, rule.tz, after, false, timed);
}

function moment(value: string | null): string | null {
  if (value === null) return null;
  return value.length > 10 ? value : `${value}T00:00`;
}

/** Makes the next one of a finished recurring task. Its id follows from rule and slot, so two devices never make two. */
export function makeNext(ctx: ServiceContext, intent: Intent, finished: Task): Task | null {
  const rule = finished.recurrenceId === null ? undefined : ctx.db.recurrences.get(finished.recurrenceId);
  if (!rule) return null;
  const slot = nextSlot(rule, finished, intent.vantage);
  if (slot === null) return null;
  const id = taskId.parse(uuidV5(slot, rule.id));
  if (ctx.db.tasks.get(id)) return null;
  ctx.db.recurrences.put({ ...rule, made: rule.made + 1, updatedAt: intent.vantage.at });
  const next = ctx.db.tasks.insert(nextRecord(finished, id, slot, intent.vantage));
  intent.behavior('created', next.id, { recurrence: rule.id });
  return next;
}

/** Takes back the next one of a task that is reopened, unless the person has begun to use it. */
export function removeNext(ctx: ServiceContext, intent: Intent, reopened: Task): void {
  const rule = reopened.recurrenceId === null ? undefined : ctx.db.recurrences.get(reopened.recurrenceId);
  if (!rule || reopened.completedAt === null) return;
  const { tz } = intent.vantage;
  const then: Vantage = { at: reopened.completedAt, tz, local: localOf(reopened.completedAt, tz) };
  const slot = nextSlot({ ...rule, made: rule.made - 1 }, reopened, then);
  const next = slot === null ? undefined : ctx.db.tasks.get(taskId.parse(uuidV5(slot, rule.id)));
  if (
    !next ||
    next.status !== 'open' ||
    next.revision > 0 ||
    next.trackedMin > 0 ||
    next.runningSince !== null
  )
    return;
  ctx.db.recurrences.put({ ...rule, made: rule.made - 1, updatedAt: intent.vantage.at });
  ctx.db.tasks.remove(next.id);
}

function nextRecord(finished: Task, id: Task['id'], slot: string, vantage: Vantage): TaskRecord {
  const record = recordOf(finished);
  const day = slot.slice(0, 10);
  const from = finished.date ?? finished.start?.slice(0, 10) ?? null;
  const shift = (value: string | null): string | null => {
    if (value === null || from === null) return null;
    const moved = Temporal.PlainDate.from(value.slice(0, 10)).add({ days: daysBetween(from, day) });
    return `${moved.toString()}${value.slice(10)}`;
  };
  return {
    ...record,
    id,
    status: 'open',
    date: day,
    start: slot.length > 10 ? slot : null,
    end: shift(finished.end),
    deadline: shift(finished.deadline),
    earliest: shift(finished.earliest),
    pinnedStart: null,
    dependsOn: [],
    deferrals: 0,
    actualMin: null,
    createdAt: vantage.at,
    updatedAt: vantage.at,
    completedAt: null,
  };
}
