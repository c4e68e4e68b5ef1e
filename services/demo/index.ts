import { projectId, recurrenceId, type ProjectId, type TaskId } from '../../core/ids.ts';
import type { TaskRecord } from '../../core/domain/task-record.ts';
import { seededRandom, type Random } from '../../core/random.ts';
import { dayOf } from '../../core/time/zoned.ts';
import type { BehaviorType } from '../../db/index.ts';
import type { ServiceContext } from '../context.ts';
import { projects } from './content.ts';
import { demoHabit, type DemoHabit } from './habit.ts';
import { demoEvents, demoHistory, demoOpen, idAt, type DemoOptions, type DemoTask } from './history.ts';

/** Rows written in one go; between two of them the loop is free for others. */
const CHUNK = 60;

/** The moment, zone and seed of made-up data. */
export interface SeedOptions {
  /** Epoch ms, UTC. */
  now: number;
  tz: string;
  /** The same seed, moment and zone give the same months. */
  seed: number;
}

/**
 * Fills an empty profile with three believable months: finished work with its time, meetings, and what is still to do.
 * Guesses and vectors are made afterwards by the ordinary pipeline.
 */
export async function seedDemo(ctx: ServiceContext, { now, tz, seed }: SeedOptions): Promise<void> {
  const random = seededRandom(seed);
  const options: DemoOptions = { now, tz, today: dayOf(now, tz), random };
  const events = demoEvents(options);
  const tasks = [...demoHistory(options, events), ...demoOpen(options)];
  const ids = storeProjects(ctx, now, random);
  const habit = demoHabit(options, ids.get('Learning') ?? null);
  await inChunks(ctx, events, (event) => ctx.db.events.insert(event));
  const byTitle = new Map<string, TaskId>();
  await inChunks(ctx, tasks, (task) => storeTask(ctx, task, ids, byTitle, options));
  storeHabit(ctx, habit);
  ctx.db.settings.update(
    { firstRunDone: true, energyByHour: energy(), estimateHabit: 'under', zone: null },
    now,
  );
}

function storeProjects(ctx: ServiceContext, now: number, random: Random): Map<string, ProjectId> {
  const ids = new Map<string, ProjectId>();
  ctx.db.transaction(() => {
    for (const { name, colour } of projects) {
      const id = projectId.parse(idAt(now, random));
      ctx.db.projects.insert({ id, name, colour, at: now });
      ids.set(name, id);
    }
  });
  return ids;
}

function storeHabit(ctx: ServiceContext, { habit, weeks, done }: DemoHabit): void {
  ctx.db.transaction(() => {
    ctx.db.habits.insert(habit);
    for (const week of weeks) ctx.db.habits.putWeek(week);
    for (const session of done) ctx.db.tasks.insert(session);
  });
}

function storeTask(
  ctx: ServiceContext,
  demo: DemoTask,
  ids: ReadonlyMap<string, ProjectId>,
  byTitle: Map<string, TaskId>,
  options: DemoOptions,
): void {
  const { record, entries } = demo;
  const after = demo.after === null ? undefined : byTitle.get(demo.after);
  const projectId = demo.project === null ? null : (ids.get(demo.project) ?? null);
  const stored = {
    ...record,
    projectId,
    dependsOn: after ? [after] : [],
    recurrenceId: storeRule(ctx, demo, options),
  };
  ctx.db.tasks.insert(stored);
  if (record.status === 'open') byTitle.set(record.title, record.id);
  for (const entry of entries) ctx.db.timeEntries.add(entry);
  const note = (type: BehaviorType, at: number, data: Record<string, unknown> = {}): void => {
    const { tz, random } = options;
    ctx.db.behavior.append({
      id: idAt(at, random),
      type,
      taskId: record.id,
      at,
      tz,
      day: dayOf(at, tz),
      data,
    });
  };
  note('created', record.createdAt);
  for (const at of demo.deferredAt) note('deferred', at);
  for (const entry of entries.slice(0, 1)) note('started', entry.start);
  if (record.completedAt !== null) note('finished', record.completedAt, { actualMin: record.actualMin });
}

function storeRule(
  ctx: ServiceContext,
  { record }: DemoTask,
  { random }: DemoOptions,
): TaskRecord['recurrenceId'] {
  if (record.rrule === null) return null;
  const id = recurrenceId.parse(idAt(record.createdAt, random));
  const { rrule, tz, createdAt } = record;
  const anchor = record.start ?? record.date;
  ctx.db.recurrences.put({
    id,
    rrule,
    recurFrom: 'schedule',
    anchor,
    tz,
    made: 1,
    createdAt,
    updatedAt: createdAt,
  });
  return id;
}

async function inChunks<T>(
  ctx: ServiceContext,
  items: readonly T[],
  store: (item: T) => void,
): Promise<void> {
  for (let from = 0; from < items.length; from += CHUNK) {
    ctx.db.transaction(() => items.slice(from, from + CHUNK).forEach((item) => store(item)));
    await new Promise((done) => setImmediate(done));
  }
}

/** A morning person with a dip after lunch. */
function energy(): number[] {
  return Array.from({ length: 24 }, (_unused, hour) => {
    if (hour < 7 || hour > 21) return 0.1;
    const morning = Math.exp(-(((hour - 10) / 2.2) ** 2));
    const afternoon = 0.6 * Math.exp(-(((hour - 16) / 2) ** 2));
    return Math.round((0.2 + 0.8 * Math.min(1, morning + afternoon)) * 100) / 100;
  });
}
