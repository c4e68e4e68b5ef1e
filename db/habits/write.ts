import type { Habit } from '../../core/domain/habit.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { HabitId } from '../../core/ids.ts';
import type { Journal } from '../changes/journal.ts';
import { assignments, flag, toJson } from '../columns.ts';
import type { Connection, SqlValue } from '../sqlite.ts';
import type { HabitChange, HabitReader, HabitWeekRecord, HabitWriter } from './types.ts';

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
