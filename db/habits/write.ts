import type { Habit } from '../../core/domain/habit.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { HabitId } from '../../core/ids.ts';
import type { Journal } from '../changes/journal.ts';
import type { Connection } from '../sqlite.ts';
import { habitColumns, habitWeekColumns, toStored } from './columns.ts';
import type { HabitReader, HabitWriter } from './types.ts';

export function habitWriter(db: Connection, reader: HabitReader, journal: Journal): HabitWriter {
  const fetched = (id: HabitId): Habit => {
    const habit = reader.get(id);
    if (!habit) throw new DaymarkError('notFound', { what: 'habit', id });
    return habit;
  };
  return {
    insert: (record) =>
      journal.track('habits', record.id, () => {
        habitColumns.insert(db, toStored(record));
        return fetched(record.id);
      }),
    update: (id, change, at, expected) =>
      journal.track('habits', id, () => {
        const { revision } = fetched(id);
        if (expected !== undefined && expected !== revision) throw new DaymarkError('conflict');
        const fields = toStored({ ...change, updatedAt: at });
        habitColumns.update(db, fields, { revision: revision + 1 }, 'id = ?', id);
        return fetched(id);
      }),
    remove: (id) => journal.remove('habits', id),
    putWeek: (record) => {
      journal.track('habit_weeks', `${record.habitId}/${record.week}`, () =>
        habitWeekColumns.upsert(db, record, ['habit_id', 'week']),
      );
    },
  };
}
