import type { Connection } from '../sqlite.ts';

/**
 * The change log tells table, row, fields and what they were before, in groups, with a clock that other devices can
 * order; what an older version logged told less than a row and is forgotten. History takes the place of the stack of
 * inverses. What the person moved or gave up of the time kept for focus becomes rows of its own, apart from what
 * Daymark chose. Jobs that no one waits for are told from those that follow an act of the person.
 */
export function up(db: Connection): void {
  db.exec(`
    DELETE FROM changes;
    ALTER TABLE changes RENAME COLUMN entity TO table_name;
    ALTER TABLE changes RENAME COLUMN entity_id TO row_id;
    ALTER TABLE changes ADD COLUMN group_id TEXT NOT NULL DEFAULT '';
    ALTER TABLE changes ADD COLUMN before_json TEXT;
    ALTER TABLE changes ADD COLUMN counter INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE changes ADD COLUMN device TEXT NOT NULL DEFAULT '';
    ALTER TABLE changes ADD COLUMN origin TEXT NOT NULL DEFAULT 'local'
      CHECK (origin IN ('local', 'auto', 'remote', 'import'));
    CREATE INDEX changes_group ON changes (group_id, seq);
    CREATE INDEX changes_clock ON changes (at, counter);

    DROP TABLE undo_log;
    CREATE TABLE history (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      intent TEXT NOT NULL,
      subject_json TEXT NOT NULL,
      group_id TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('done', 'undone')),
      underway_json TEXT,
      plan_revision INTEGER,
      at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE focus_marks (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('kept', 'givenUp')),
      start_local TEXT NOT NULL,
      end_local TEXT NOT NULL
    ) STRICT;

    ALTER TABLE jobs ADD COLUMN background INTEGER NOT NULL DEFAULT 0;
    DROP INDEX jobs_waiting;
    CREATE INDEX jobs_waiting ON jobs (kind, background, job_id, not_before) WHERE state = 'waiting';
  `);
  keepFocusByHand(db);
}

interface FocusState {
  kept?: { start: string; end: string; byHand: boolean }[];
  givenUp?: string[];
}

function keepFocusByHand(db: Connection): void {
  const row = db.get<{ value: string }>(`SELECT value FROM app_state WHERE key = 'focusTime'`);
  if (!row) return;
  const { kept = [], givenUp = [] } = JSON.parse(row.value) as FocusState;
  const insert = 'INSERT INTO focus_marks (id, kind, start_local, end_local) VALUES (?, ?, ?, ?)';
  for (const { start, end, byHand } of kept) {
    if (byHand) db.run(insert, `kept:${start}`, 'kept', start, end);
  }
  for (const day of givenUp) db.run(insert, `givenUp:${day}`, 'givenUp', day, day);
}
