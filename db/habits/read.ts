import type { Habit } from '../../core/domain/habit.ts';
import type { HabitId, ProjectId } from '../../core/ids.ts';
import type { Weekday } from '../../core/problem.ts';
import { fromJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import type { HabitReader, HabitTally } from './types.ts';

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
