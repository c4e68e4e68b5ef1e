import { v5 as uuidV5 } from 'uuid';
import { newTask, type TaskRecord } from '../../core/domain/task-record.ts';
import type { Habit } from '../../core/domain/habit.ts';
import type { Task } from '../../core/domain/task.ts';
import { taskId, type HabitId, type TaskId } from '../../core/ids.ts';
import type { HabitWeekRecord, TaskChange } from '../../db/index.ts';
import type { ServiceContext, RequestTime } from '../context.ts';
import type { Intent } from '../intent.ts';

/** Sessions of habits inside an intent: made, taken back, and kept in step with their habit. */

/** A week never needs more; whatever was skipped or moved leaves slots behind. */
const MAX_SLOTS = 21;

/** The same on every device, so that two of them never make two. */
export function sessionId(habit: HabitId, week: string, slot: number): TaskId {
  return taskId.parse(uuidV5(`${week}/${slot}`, habit));
}

/** What a session takes from its habit. */
function shared(habit: Habit) {
  const { title, notes, projectId, tags, people, priority, energy, durationMin } = habit;
  return { title, notes, projectId, tags, people, priority, energy, durationMin } satisfies TaskChange;
}

/** A session as it is made; what a person changes on it later is its own. */
export function sessionRecord(habit: Habit, id: TaskId, week: string, requestTime: RequestTime): TaskRecord {
  const made = { id, at: requestTime.at, tz: requestTime.tz };
  return newTask(habit.title, made, {
    ...shared(habit),
    splittable: false,
    habitId: habit.id,
    habitWeek: week,
  });
}

/** Makes sessions until the week has as many as are wanted, those done and skipped counted in. */
export function fillWeek(ctx: ServiceContext, intent: Intent, habit: Habit, week: string, aim: number): void {
  const { tasks } = ctx.db;
  let missing = aim - tasks.sessions(habit.id, week).length;
  for (let slot = 1; slot <= MAX_SLOTS && missing > 0; slot += 1) {
    const id = sessionId(habit.id, week, slot);
    if (tasks.get(id)) continue;
    tasks.insert(sessionRecord(habit, id, week, intent.requestTime));
    missing -= 1;
  }
}

/** Takes open sessions back until the week has no more than wanted; those begun or changed by hand stay longest. */
export function trimWeek(ctx: ServiceContext, habit: Habit, week: string, aim: number): void {
  const sessions = ctx.db.tasks.sessions(habit.id, week);
  const spare = sessions
    .filter((task) => task.status === 'open' && !isBegun(task))
    .sort((a, b) => a.revision - b.revision || b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
  for (const task of spare.slice(0, Math.max(0, sessions.length - aim))) ctx.db.tasks.remove(task.id);
}

/** Whether time has gone into a session; then it is never taken away. */
export function isBegun(task: Task): boolean {
  return task.runningSince !== null || task.trackedMin > 0;
}

/** Carries a change of the habit over to its open sessions, except for what was changed on one of them. */
export function carryOver(ctx: ServiceContext, intent: Intent, before: Habit, after: Habit): void {
  const [old, fresh] = [shared(before), shared(after)];
  const changed = (Object.keys(fresh) as (keyof typeof fresh)[]).filter((key) => !same(old[key], fresh[key]));
  if (changed.length === 0) return;
  for (const session of ctx.db.tasks.openSessions(after.id)) {
    const kept = changed.filter((key) => same(session[key], old[key]));
    if (kept.length === 0) continue;
    const change = Object.fromEntries(kept.map((key) => [key, fresh[key]])) as TaskChange;
    ctx.db.tasks.update(session.id, change, intent.requestTime.at);
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Sets what is wanted of a week. */
export function putWeek(ctx: ServiceContext, record: HabitWeekRecord): void {
  const before = ctx.db.habits.weeks(record.habitId).find((one) => one.week === record.week) ?? null;
  if (before && same(before, record)) return;
  ctx.db.habits.putWeek(record);
}
