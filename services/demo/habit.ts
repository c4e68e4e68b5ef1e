import { newTask, type TaskRecord } from '../../core/domain/task-record.ts';
import { habitId, taskId, type ProjectId } from '../../core/ids.ts';
import { addDays, instantOf, startOfDay } from '../../core/time/zoned.ts';
import type { HabitRecord, HabitWeekRecord } from '../../db/index.ts';
import { mondayOf } from '../habits/weeks.ts';
import { idAt, type DemoOptions } from './history.ts';

/** A habit of the demo person: kept for some weeks, after one that fell short, and begun in this one. */

const KEPT_WEEKS = 5;
/** Offsets from Monday of the sessions of a kept week, and of the week that fell short. */
const KEPT = [1, 3, 5];
const SHORT = [2];
const EVENING = 'T19:40';

export interface DemoHabit {
  habit: HabitRecord;
  weeks: HabitWeekRecord[];
  done: TaskRecord[];
}

/** Weeks that are over, and what of this one is done before now. The weeks ahead are made as for everybody. */
export function demoHabit({ now, tz, today, random }: DemoOptions, projectId: ProjectId | null): DemoHabit {
  const monday = mondayOf(today);
  const first = addDays(monday, -7 * (KEPT_WEEKS + 1));
  const createdAt = startOfDay(first, tz);
  const habit: HabitRecord = {
    id: habitId.parse(idAt(createdAt, random)),
    title: 'Practise the guitar',
    notes: '',
    projectId,
    tags: [],
    people: [],
    priority: 4,
    energy: null,
    timesPerWeek: KEPT.length,
    durationMin: 30,
    weekdays: [],
    window: ['18:30', '21:00'],
    idealTime: '19:30',
    state: 'active',
    rawText: '',
    createdAt,
    updatedAt: createdAt,
  };
  const weeks: HabitWeekRecord[] = [];
  const done: TaskRecord[] = [];
  for (let index = 0; index <= KEPT_WEEKS; index += 1) {
    const week = addDays(first, 7 * index);
    weeks.push({ habitId: habit.id, week, aim: KEPT.length, closed: true });
    const days = index === 0 ? SHORT : KEPT;
    for (const offset of days) {
      const completedAt = instantOf(`${addDays(week, offset)}${EVENING}`, tz);
      done.push(sessionDone(habit, taskId.parse(idAt(createdAt, random)), week, { at: completedAt, tz }));
    }
  }
  const started = instantOf(`${monday}${EVENING}`, tz);
  if (started < now)
    done.push(sessionDone(habit, taskId.parse(idAt(started, random)), monday, { at: started, tz }));
  return { habit, weeks, done };
}

/** Its time was not tracked, as it mostly is with habits; so it teaches nothing about working hours. */
function sessionDone(
  { id, title, projectId, durationMin }: HabitRecord,
  key: TaskRecord['id'],
  week: string,
  { at, tz }: { at: number; tz: string },
): TaskRecord {
  const made = { id: key, at: startOfDay(week, tz), tz };
  const session = { projectId, durationMin, splittable: false, habitId: id, habitWeek: week };
  return newTask(title, made, { ...session, status: 'done', completedAt: at, updatedAt: at });
}
