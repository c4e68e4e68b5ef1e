import { DaymarkError } from '../../core/errors.ts';
import type { Habit } from '../../core/domain/habit.ts';
import type { HabitId, ProjectId } from '../../core/ids.ts';
import type { Weekday } from '../../core/problem.ts';
import type { Connection, SqlValue } from '../sqlite.ts';
import type { HabitChange, HabitReader, HabitTally, HabitWeekRecord, HabitWriter } from '../types/habits.ts';
import type { Journal } from '../write/journal.ts';
import { assignments, flag, fromJson, toJson } from './task-rows.ts';

interface HabitRow {
  id: string;
  title: string;
  notes: string;
  project_id: string | null;
  project: string | null;
  tags_json: string;
  people_json: string;
  priority: Habit['priority'];
  energy: Habit['energy'];
  times_per_week: number;
  duration_min: number | null;
  weekdays_json: string;
  window_from: string | null;
  window_to: string | null;
  ideal_time: string | null;
  state: Habit['state'];
  raw_text: string;
  created_at: number;
  updated_at: number;
  revision: number;
}

const SELECT_HABIT =
  'SELECT h.*, p.name AS project FROM habits h LEFT JOIN projects p ON p.id = h.project_id';

export function habitReader(db: Connection): HabitReader {
  return {
    get: (id) => {
      const row = db.get<HabitRow>(`${SELECT_HABIT} WHERE h.id = ?`, id);
      return row && toHabit(row);
    },
    list: ({ ended = false } = {}) =>
      db
        .all<HabitRow>(`${SELECT_HABIT} ${ended ? '' : `WHERE h.state <> 'ended'`} ORDER BY h.title, h.id`)
        .map(toHabit),
    weeks: (id) =>
      db
        .all<{ week: string; aim: number; closed: number }>(
          'SELECT week, aim, closed FROM habit_weeks WHERE habit_id = ? ORDER BY week DESC',
          id,
        )
        .map(({ week, aim, closed }) => ({ habitId: id, week, aim, closed: closed === 1 })),
    tallies: (id) =>
      db.all<HabitTally & { week: string }>(
        `SELECT habit_id AS habitId, habit_week AS week, sum(status = 'open') AS open,
           sum(status = 'done') AS done, sum(status = 'dropped') AS skipped
         FROM tasks WHERE habit_id = ? GROUP BY habit_week ORDER BY habit_week DESC`,
        id,
      ),
  };
}

export function habitWriter(db: Connection, reader: HabitReader, journal: Journal): HabitWriter {
  const fetched = (id: HabitId): Habit => {
    const habit = reader.get(id);
    if (!habit) throw new DaymarkError('notFound', { what: 'habit', id });
    return habit;
  };
  return {
    insert: (record) =>
      journal.track('habits', record.id, () => {
        const columns = {
          id: record.id,
          ...columnsOf(record),
          created_at: record.createdAt,
          updated_at: record.updatedAt,
        };
        const entries = Object.entries(columns);
        db.run(
          `INSERT INTO habits (${entries.map(([name]) => name).join(', ')})
           VALUES (${entries.map(() => '?').join(', ')})`,
          ...entries.map(([, value]) => value ?? null),
        );
        return fetched(record.id);
      }),
    update: (id, change, at, expected) =>
      journal.track('habits', id, () => {
        const { revision } = fetched(id);
        if (expected !== undefined && expected !== revision) throw new DaymarkError('conflict');
        const { set, values } = assignments({
          ...columnsOf(change),
          updated_at: at,
          revision: revision + 1,
        });
        db.run(`UPDATE habits SET ${set} WHERE id = ?`, ...values, id);
        return fetched(id);
      }),
    remove: (id) => journal.remove('habits', id),
    putWeek: (record: HabitWeekRecord) => {
      journal.track('habit_weeks', `${record.habitId}/${record.week}`, () =>
        db.run(
          `INSERT INTO habit_weeks (habit_id, week, aim, closed) VALUES (?, ?, ?, ?)
           ON CONFLICT (habit_id, week) DO UPDATE SET aim = excluded.aim, closed = excluded.closed`,
          record.habitId,
          record.week,
          record.aim,
          flag(record.closed),
        ),
      );
    },
  };
}

function columnsOf(change: HabitChange): Record<string, SqlValue | undefined> {
  const json = (value: readonly string[] | undefined) => (value === undefined ? undefined : toJson(value));
  return {
    title: change.title,
    notes: change.notes,
    project_id: change.projectId,
    tags_json: json(change.tags),
    people_json: json(change.people),
    priority: change.priority,
    energy: change.energy,
    times_per_week: change.timesPerWeek,
    duration_min: change.durationMin,
    weekdays_json: json(change.weekdays),
    window_from: change.window === undefined ? undefined : (change.window?.[0] ?? null),
    window_to: change.window === undefined ? undefined : (change.window?.[1] ?? null),
    ideal_time: change.idealTime,
    state: change.state,
    raw_text: change.rawText,
  };
}

function toHabit(row: HabitRow): Habit {
  const from = row.window_from;
  const to = row.window_to;
  return {
    id: row.id as HabitId,
    title: row.title,
    notes: row.notes,
    projectId: row.project_id as ProjectId | null,
    project: row.project,
    tags: fromJson<string[]>(row.tags_json) ?? [],
    people: fromJson<string[]>(row.people_json) ?? [],
    priority: row.priority,
    energy: row.energy,
    timesPerWeek: row.times_per_week,
    durationMin: row.duration_min,
    weekdays: fromJson<Weekday[]>(row.weekdays_json) ?? [],
    window: from !== null && to !== null ? [from, to] : null,
    idealTime: row.ideal_time,
    state: row.state,
    rawText: row.raw_text,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    revision: row.revision,
  };
}
