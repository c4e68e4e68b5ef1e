import { ColumnTable, flagColumn as flag, jsonColumn as json, plainColumn as plain } from '../columns.ts';
import type { HabitRecord, HabitWeekRecord } from './types.ts';

/** A window is two columns, both null or neither. */
interface StoredHabit extends Omit<HabitRecord, 'window'> {
  windowFrom: string | null;
  windowTo: string | null;
}

export const habitColumns = new ColumnTable<StoredHabit>('habits', {
  id: plain('id'),
  title: plain('title'),
  notes: plain('notes'),
  projectId: plain('project_id'),
  tags: json('tags_json'),
  people: json('people_json'),
  priority: plain('priority'),
  energy: plain('energy'),
  timesPerWeek: plain('times_per_week'),
  durationMin: plain('duration_min'),
  weekdays: json('weekdays_json'),
  windowFrom: plain('window_from'),
  windowTo: plain('window_to'),
  idealTime: plain('ideal_time'),
  state: plain('state'),
  rawText: plain('raw_text'),
  createdAt: plain('created_at'),
  updatedAt: plain('updated_at'),
});

/** As the columns have it. */
export function toStored({ window, ...rest }: Partial<HabitRecord>): Partial<StoredHabit> {
  if (window === undefined) return rest;
  const [windowFrom, windowTo] = window ?? [null, null];
  return { ...rest, windowFrom, windowTo };
}

/** As the rest of the program sees it. */
export function fromStored<Row extends StoredHabit>({ windowFrom, windowTo, ...rest }: Row) {
  const window: HabitRecord['window'] =
    windowFrom !== null && windowTo !== null ? [windowFrom, windowTo] : null;
  return { ...rest, window };
}

export const habitWeekColumns = new ColumnTable<HabitWeekRecord>('habit_weeks', {
  habitId: plain('habit_id'),
  week: plain('week'),
  aim: plain('aim'),
  closed: flag('closed'),
});
