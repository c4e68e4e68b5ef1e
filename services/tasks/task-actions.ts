import type { Task, TaskPatch } from '../../core/domain/task.ts';
import type { TaskId } from '../../core/ids.ts';
import type { TaskChange, TimeEntry } from '../../db/index.ts';
import { holidayCountryOf, type ServiceContext } from '../context.ts';
import type { Intent } from '../intent.ts';
import { observeCorrection, observeKept } from './corrections.ts';
import { changeOf } from './patch.ts';
import { firstOccurrence, makeNext, storeRule, type Followed } from './recurring.ts';

/** What is done to one task inside an intent, whether that is about one task or about many. */

/**
 * Changes fields. Soon after the capture this is a correction, and the personal language learns from it.
 *
 * @throws DaymarkError `conflict` when `revision` is given and is not the stored one
 */
export function editTask(
  ctx: ServiceContext,
  intent: Intent,
  before: Task,
  patch: TaskPatch,
  revision?: number,
): Task {
  const { id } = before;
  const change = changeOf(ctx, intent, patch, before);
  if (change.onHold) ctx.db.timeEntries.stop(id, intent.requestTime.at);
  if (change.onHold !== undefined && change.onHold !== before.onHold)
    Object.assign(change, waiting(change, intent));
  if (patch.rrule !== undefined || patch.recurFrom !== undefined) {
    if (patch.rrule && !before.date && change.date === undefined)
      change.date =
        firstOccurrence(patch.rrule, intent.requestTime, holidayCountryOf(ctx))?.slice(0, 10) ?? null;
    change.recurrenceId = storeRule(ctx, intent, { ...before, ...change }, before.recurrenceId);
    change.recurSlot = null;
  }
  const after = ctx.db.tasks.update(id, change, intent.requestTime.at, revision);
  const corrected = observeCorrection(ctx, intent, before, after);
  intent.behavior(corrected ? 'corrected' : 'edited', id, { fields: Object.keys(patch) });
  // What is put on hold or planned again is meant with its parts.
  if (change.onHold !== undefined && change.onHold !== before.onHold)
    for (const part of openParts(ctx, id)) editTask(ctx, intent, part, { onHold: change.onHold });
  return after;
}

/** Since when a task waits; one that waits no longer forgets whom for. */
function waiting({ onHold, waitingFor }: TaskChange, intent: Intent): TaskChange {
  return onHold === 'waiting'
    ? { waitingSince: intent.requestTime.local.slice(0, 10) }
    : { waitingSince: null, waitingFor: waitingFor ?? null };
}

function openParts(ctx: ServiceContext, id: TaskId): Task[] {
  return ctx.db.tasks.parts(id).filter((part) => part.status === 'open');
}

/**
 * Finishes a task, and with it the parts that are still open. The minutes it took are those given, else those tracked, else unknown: a planned length is no
 * measurement and would teach the estimator its own guesses.
 */
export function finishTask(
  ctx: ServiceContext,
  intent: Intent,
  before: Task,
  minutes: number | undefined,
): { task: Task } & Followed {
  const { db } = ctx;
  const { id } = before;
  const { at } = intent.requestTime;
  for (const part of openParts(ctx, id)) finishTask(ctx, intent, part, undefined);
  db.timeEntries.stop(id, at);
  const tracked = db.tasks.get(id)?.trackedMin ?? 0;
  if (minutes !== undefined && tracked === 0) addManual(ctx, intent, id, minutes);
  const actualMin = minutes ?? (tracked >= 0.5 ? tracked : null);
  const change: TaskChange = { status: 'done', onHold: null, completedAt: at, actualMin };
  const task = db.tasks.update(id, change, at);
  intent.behavior('finished', id, {
    actualMin,
    estimateMin: before.durationMin,
    predicted: before.predicted?.p50 ?? null,
    deferrals: before.deferrals,
  });
  observeKept(ctx, intent, task);
  return { task, ...makeNext(ctx, intent, task, 'done') };
}

/** It will not be done, and neither will its open parts. Of a series only this one is skipped: the next one comes as if it were done. */
export function dropTask(ctx: ServiceContext, intent: Intent, { id }: Task): { task: Task } & Followed {
  const { at } = intent.requestTime;
  for (const part of openParts(ctx, id)) dropTask(ctx, intent, part);
  ctx.db.timeEntries.stop(id, at);
  const task = ctx.db.tasks.update(id, { status: 'dropped', onHold: null }, at);
  intent.behavior('dropped', id, {});
  return { task, ...makeNext(ctx, intent, task, 'skipped') };
}

function addManual(ctx: ServiceContext, intent: Intent, taskId: TaskId, minutes: number): void {
  const end = intent.requestTime.at;
  const entry: TimeEntry = {
    id: ctx.ids(),
    taskId,
    start: end - Math.round(minutes * 60_000),
    end,
    source: 'manual',
  };
  ctx.db.timeEntries.add(entry);
}
