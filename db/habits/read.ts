import type { Habit } from '../../core/domain/habit.ts';
import type { Connection, SqlValue } from '../sqlite.ts';
import { fromStored, habitColumns, habitWeekColumns } from './columns.ts';
import type { HabitReader, HabitTally } from './types.ts';

const SELECT_HABIT = `
SELECT ${habitColumns.select('h')}, h.revision, p.name AS project
FROM habits h LEFT JOIN projects p ON p.id = h.project_id`;

export function habitReader(db: Connection): HabitReader {
  const habits = (clause: string, ...params: SqlValue[]): Habit[] =>
    db
      .all<Pick<Habit, 'revision' | 'project'>>(`${SELECT_HABIT} ${clause}`, ...params)
      .map((row) => fromStored(habitColumns.decode(row)));
  return {
    get: (id) => habits('WHERE h.id = ?', id)[0],
    list: ({ ended = false } = {}) =>
      habits(`${ended ? '' : `WHERE h.state <> 'ended'`} ORDER BY h.title, h.id`),
    weeks: (id) => habitWeekColumns.all(db, 'WHERE habit_id = ? ORDER BY week DESC', id),
    tallies: (id) =>
      db.all<HabitTally>(
        `SELECT habit_id AS habitId, habit_week AS week, sum(status = 'open') AS open,
           sum(status = 'done') AS done, sum(status = 'dropped') AS skipped
         FROM tasks WHERE habit_id = ? GROUP BY habit_week ORDER BY habit_week DESC`,
        id,
      ),
  };
}
