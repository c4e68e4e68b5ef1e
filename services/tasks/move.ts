import type { Task } from '../../core/domain/task.ts';
import { addDays, daysBetween, instantOf, localOf } from '../../core/time/zoned.ts';
import type { ServiceContext } from '../context.ts';
import type { Intent } from '../intent.ts';
import { deferral, type Deferral } from './deferral.ts';

/** After every plan. */
const FOREVER = '9999';

/** Where the plan has a task, from today on. */
export function standsAt(ctx: ServiceContext, id: Task['id'], today: string): string | null {
  const blocks = ctx.db.plans.blocks(today, FOREVER);
  return blocks.find(({ taskId }) => taskId === id)?.start ?? null;
}

/**
 * Puts a task off, or brings it forward, inside an intent that counts it when it really goes to a later time. What was on
 * hold is planned again, which puts nothing off.
 */
export function applyDeferral(
  ctx: ServiceContext,
  intent: Intent,
  before: Task,
  { change, later }: Deferral,
  until: string,
): Task {
  const count = before.deferrals + 1;
  const isHeld = before.onHold !== null;
  const isPutOff = later && !isHeld;
  const counted = {
    ...change,
    ...(isHeld ? { onHold: null } : {}),
    ...(isPutOff ? { deferrals: count } : {}),
  };
  const task = ctx.db.tasks.update(before.id, counted, intent.requestTime.at);
  intent.behavior(isPutOff ? 'deferred' : 'edited', before.id, isPutOff ? { until, count } : { until });
  return task;
}

/**
 * Moves a task to a day, which keeps its time of day, or to a moment, at which it then starts. Null where it stands
 * already.
 *
 * @param to a local day or moment
 */
export function movement(task: Task, to: string, stands: string | null, today: string): Deferral | null {
  if (to.length === 10) return deferral(task, to, stands, today);
  if (task.start === to) return null;
  const place = task.pinnedStart ?? task.start ?? stands ?? task.date ?? today;
  return {
    change: {
      date: to.slice(0, 10),
      start: to,
      end: movedEnd(task, to),
      pinnedStart: null,
      earliest: null,
    },
    later: place < to.slice(0, place.length),
  };
}

/** What has a start keeps its length; a range of days moves with its day. */
function movedEnd({ start, end, date, tz }: Task, to: string): string | null {
  if (end === null) return null;
  if (end.length === 10) return date === null ? null : addDays(end, daysBetween(date, to.slice(0, 10)));
  if (start === null) return null;
  return localOf(instantOf(to, tz) + instantOf(end, tz) - instantOf(start, tz), tz);
}
