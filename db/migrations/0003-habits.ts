import type { Connection } from '../sqlite.ts';

/**
 * Habits: a template, what was wanted of each week, and the sessions, which are tasks that name their habit and the
 * Monday of their week. Two indexes hold sessions alone, so that lists and counts of all the other tasks can leave
 * them out without reading rows.
 */
export function up(db: Connection): void {
  db.exec(`
    CREATE TABLE habits (
      id TEXT PRIMARY KEY,
      title TEXT NOT NULL,
      notes TEXT NOT NULL,
      project_id TEXT REFERENCES projects (id) ON DELETE SET NULL,
      tags_json TEXT NOT NULL,
      people_json TEXT NOT NULL,
      priority INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 4),
      energy TEXT,
      times_per_week INTEGER NOT NULL CHECK (times_per_week BETWEEN 1 AND 7),
      duration_min REAL,
      weekdays_json TEXT NOT NULL,
      window_from TEXT,
      window_to TEXT,
      ideal_time TEXT,
      state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'ended')),
      raw_text TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      revision INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE habit_weeks (
      habit_id TEXT NOT NULL REFERENCES habits (id) ON DELETE CASCADE,
      week TEXT NOT NULL,
      aim INTEGER NOT NULL CHECK (aim >= 0),
      closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
      PRIMARY KEY (habit_id, week)
    ) STRICT, WITHOUT ROWID;

    ALTER TABLE tasks ADD COLUMN habit_id TEXT;
    ALTER TABLE tasks ADD COLUMN habit_week TEXT;
    CREATE INDEX tasks_habit ON tasks (habit_id, habit_week, status) WHERE habit_id IS NOT NULL;
    CREATE INDEX tasks_sessions ON tasks (status, project_id, id, habit_id) WHERE habit_id IS NOT NULL;
  `);
}
