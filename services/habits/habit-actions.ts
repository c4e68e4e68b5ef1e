import { v5 as uuidV5 } from 'uuid';
import type { Habit, HabitPatch } from '../../core/domain/habit.ts';
import type { Task } from '../../core/domain/task.ts';
import { habitId, type HabitId } from '../../core/ids.ts';
import type { HabitChange, HabitRecord } from '../../db/index.ts';
import type { ServiceContext } from '../context.ts';
import type { Intent } from '../intent.ts';
import { projectNamed } from '../projects.ts';
import { freshAim, weeksFrom } from './ahead.ts';
import { fillWeek, putWeek, trimWeek } from './sessions.ts';
import { checkHabit, type HabitSpec } from './spec.ts';

/** What is done to one habit inside an intent: made, of a line or of a task, and given other weeks. */

/** Makes a habit with its sessions; answers the first session, this week's where there is one. */
export function makeHabit(
  ctx: ServiceContext,
  intent: Intent,
  spec: HabitSpec,
  rawText = '',
): { habit: Habit; first: Task } {
  const habit = storeHabit(ctx, intent, habitId.parse(ctx.ids()), spec, rawText);
  const weeks = openWeeks(ctx, intent, habit);
  for (const { week, aim } of weeks) fillWeek(ctx, intent, habit, week, aim);
  const sessions = ctx.db.tasks.sessions(habit.id);
  for (const session of sessions) intent.behavior('created', session.id, { habit: habit.id });
  return {
    habit,
    first: sessions.toSorted((a, b) => ((a.habitWeek ?? '') < (b.habitWeek ?? '') ? -1 : 1))[0]!,
  };
}

/** Turns a task into a habit; the task becomes its first session. The id follows from the task's, on every device. */
export function adoptTask(ctx: ServiceContext, intent: Intent, task: Task, spec: HabitSpec): Habit {
  const derived = habitId.parse(uuidV5('habit', task.id));
  const id = ctx.db.habits.get(derived) ? habitId.parse(ctx.ids()) : derived;
  const { notes, project, tags, people, priority, energy, durationMin } = task;
  const own = { notes, project, tags, people, priority, energy, durationMin };
  const habit = storeHabit(ctx, intent, id, { ...own, ...spec }, task.rawText);
  const weeks = openWeeks(ctx, intent, habit);
  const week = (weeks.find(({ aim }) => aim > 0) ?? weeks[0]!).week;
  ctx.db.tasks.update(
    task.id,
    {
      ...sharedBy(habit),
      habitId: id,
      habitWeek: week,
      splittable: false,
      date: null,
      start: null,
      end: null,
      deadline: null,
      deadlineHard: false,
      earliest: null,
      pinnedStart: null,
      rrule: null,
      recurFrom: null,
      recurrenceId: null,
      recurSlot: null,
    },
    intent.requestTime.at,
  );
  intent.behavior('edited', task.id, { habit: id });
  for (const { week: one, aim } of weeks) fillWeek(ctx, intent, habit, one, aim);
  return habit;
}

function sharedBy({ title, projectId, tags, people, priority, energy, durationMin }: Habit) {
  return { title, projectId, tags, people, priority, energy, durationMin };
}

function storeHabit(
  ctx: ServiceContext,
  intent: Intent,
  id: HabitId,
  spec: HabitSpec,
  rawText: string,
): Habit {
  const { at } = intent.requestTime;
  const record: HabitRecord = {
    id,
    title: spec.title,
    notes: '',
    projectId: null,
    tags: [],
    people: [],
    priority: 4,
    energy: null,
    timesPerWeek: spec.timesPerWeek,
    durationMin: null,
    weekdays: [],
    window: null,
    idealTime: null,
    state: 'active',
    rawText,
    createdAt: at,
    updatedAt: at,
    ...changeOf(ctx, intent, spec),
  };
  checkHabit(record);
  return ctx.db.habits.insert(record);
}

/** The stored form of what a person says. Inside the intent, since it may make a project. */
export function changeOf(ctx: ServiceContext, intent: Intent, patch: HabitPatch): HabitChange {
  const { project, ...rest } = patch;
  const change: HabitChange = { ...rest };
  if (project !== undefined) change.projectId = project === null ? null : projectNamed(ctx, intent, project);
  if (patch.title !== undefined) change.title = patch.title.trim();
  return change;
}

/** Says what is wanted of the weeks in sight of a new habit. */
function openWeeks(ctx: ServiceContext, intent: Intent, habit: Habit): { week: string; aim: number }[] {
  return weeksFrom(ctx, intent.requestTime).map((week) => {
    const aim = freshAim(ctx, habit, week, intent.requestTime);
    putWeek(ctx, { habitId: habit.id, week, aim, closed: false });
    return { week, aim };
  });
}

/** After a change of what is wanted: weeks from this one on get more sessions, or give some back. */
export function settleWeeks(ctx: ServiceContext, intent: Intent, habit: Habit): void {
  const known = ctx.db.habits.weeks(habit.id);
  const tallies = ctx.db.habits.tallies(habit.id);
  for (const week of weeksFrom(ctx, intent.requestTime)) {
    const record = known.find((one) => one.week === week);
    if (record?.closed) continue;
    const tally = tallies.find((one) => one.week === week);
    const settled = (tally?.done ?? 0) + (tally?.skipped ?? 0);
    // Days that have gone by since it was wanted take nothing back.
    const aim = Math.min(
      habit.timesPerWeek,
      Math.max(record?.aim ?? 0, freshAim(ctx, habit, week, intent.requestTime, settled)),
    );
    putWeek(ctx, { habitId: habit.id, week, aim, closed: false });
    trimWeek(ctx, habit, week, aim);
    fillWeek(ctx, intent, habit, week, aim);
  }
}
