import type { Connection } from '../sqlite.ts';

/**
 * The first schema. `rid` is the row's own number: full-text and vector tables refer to it, and unlike an implicit
 * rowid it survives VACUUM; it is never reused, so that a left-over vector can't be taken for another task's.
 * `…_at` are epoch ms UTC, `…_min` minutes, `…_json` our own JSON. Names are unique by a folded key, because SQLite's
 * NOCASE knows ASCII only and stops at a NUL.
 */
export function up(db: Connection): void {
  db.exec(TASKS);
  db.exec(CALENDAR);
  db.exec(LEARNING);
  db.exec(SYSTEM);
  db.exec(SEARCH);
}

const TASKS = `
CREATE TABLE projects (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  colour INTEGER NOT NULL DEFAULT 0,
  archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE recurrences (
  id TEXT PRIMARY KEY,
  rrule TEXT NOT NULL,
  recur_from TEXT NOT NULL CHECK (recur_from IN ('schedule', 'completion')),
  anchor TEXT,
  tz TEXT NOT NULL,
  made INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE tasks (
  rid INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  raw_text TEXT NOT NULL,
  notes TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'done', 'dropped')),
  project_id TEXT REFERENCES projects (id),
  priority INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 4),
  energy TEXT,
  day TEXT,
  start_local TEXT,
  end_local TEXT,
  deadline TEXT,
  deadline_hard INTEGER NOT NULL DEFAULT 0,
  earliest TEXT,
  duration_min REAL,
  predicted_json TEXT,
  priority_json TEXT,
  priority_score REAL,
  splittable INTEGER NOT NULL DEFAULT 0,
  min_chunk_min REAL NOT NULL DEFAULT 15,
  pinned_start TEXT,
  rrule TEXT,
  recur_from TEXT,
  recurrence_id TEXT,
  tz TEXT NOT NULL,
  parse_state TEXT NOT NULL CHECK (parse_state IN ('parsed', 'pending')),
  deferrals INTEGER NOT NULL DEFAULT 0,
  actual_min REAL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  completed_at INTEGER,
  revision INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX tasks_status_created ON tasks (status, created_at, id);
CREATE INDEX tasks_project ON tasks (project_id, status);
CREATE INDEX tasks_finished ON tasks (completed_at, id) WHERE status = 'done' AND actual_min IS NOT NULL;
CREATE INDEX tasks_completed ON tasks (status, completed_at);
CREATE INDEX tasks_pending_parse ON tasks (created_at) WHERE parse_state = 'pending';

CREATE TABLE tags (
  tag_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE task_tags (
  task_rid INTEGER NOT NULL REFERENCES tasks (rid) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  tag_id INTEGER NOT NULL REFERENCES tags (tag_id),
  name TEXT NOT NULL,
  PRIMARY KEY (task_rid, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_tags_tag ON task_tags (tag_id);
CREATE TABLE task_people (
  task_rid INTEGER NOT NULL REFERENCES tasks (rid) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (task_rid, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_people_name ON task_people (name);
CREATE TABLE task_dependencies (
  task_rid INTEGER NOT NULL REFERENCES tasks (rid) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  depends_on_rid INTEGER NOT NULL REFERENCES tasks (rid) ON DELETE CASCADE,
  PRIMARY KEY (task_rid, depends_on_rid)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_dependencies_on ON task_dependencies (depends_on_rid);
`;

const CALENDAR = `
CREATE TABLE calendar_events (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  start_local TEXT NOT NULL,
  end_local TEXT NOT NULL,
  tz TEXT NOT NULL,
  all_day INTEGER NOT NULL,
  blocks INTEGER NOT NULL,
  travel_before_min REAL NOT NULL,
  travel_after_min REAL NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX calendar_events_start ON calendar_events (start_local, end_local);

CREATE TABLE plans (
  revision INTEGER PRIMARY KEY,
  computed_at INTEGER NOT NULL,
  tz TEXT NOT NULL,
  problem_json TEXT NOT NULL,
  plan_json TEXT NOT NULL,
  before_revision INTEGER
) STRICT;
CREATE TABLE schedule_blocks (
  plan_revision INTEGER NOT NULL REFERENCES plans (revision) ON DELETE CASCADE,
  task_id TEXT NOT NULL,
  part INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  start_local TEXT NOT NULL,
  end_local TEXT NOT NULL,
  PRIMARY KEY (task_id, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX schedule_blocks_start ON schedule_blocks (start_local, end_local);
CREATE INDEX schedule_blocks_plan ON schedule_blocks (plan_revision);

CREATE TABLE time_entries (
  id TEXT PRIMARY KEY,
  task_rid INTEGER NOT NULL REFERENCES tasks (rid) ON DELETE CASCADE,
  start_at INTEGER NOT NULL,
  end_at INTEGER CHECK (end_at IS NULL OR end_at >= start_at),
  source TEXT NOT NULL CHECK (source IN ('timer', 'manual'))
) STRICT;
CREATE INDEX time_entries_task ON time_entries (task_rid, start_at);
CREATE INDEX time_entries_start ON time_entries (start_at);
CREATE UNIQUE INDEX time_entries_running ON time_entries (end_at IS NULL) WHERE end_at IS NULL;
`;

const LEARNING = `
CREATE TABLE behavior_events (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  task_id TEXT,
  at INTEGER NOT NULL,
  tz TEXT NOT NULL,
  day TEXT NOT NULL,
  data_json TEXT NOT NULL
) STRICT;
CREATE INDEX behavior_events_at ON behavior_events (at, id);
CREATE INDEX behavior_events_task ON behavior_events (task_id, at);
CREATE INDEX behavior_events_type ON behavior_events (type, at);

CREATE TABLE user_behavior_patterns (
  pattern_type TEXT PRIMARY KEY,
  pattern_data TEXT NOT NULL,
  confidence_score REAL NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE user_model_weights (
  model_type TEXT NOT NULL,
  version INTEGER NOT NULL,
  weights BLOB NOT NULL,
  metrics TEXT NOT NULL,
  is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (model_type, version)
) STRICT;
CREATE UNIQUE INDEX user_model_weights_active ON user_model_weights (model_type) WHERE is_active = 1;

CREATE TABLE ai_training_sessions (
  id TEXT PRIMARY KEY,
  session_type TEXT NOT NULL,
  training_data TEXT NOT NULL,
  feedback_data TEXT NOT NULL,
  performance_metrics TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
CREATE INDEX ai_training_sessions_started ON ai_training_sessions (started_at);

CREATE TABLE predictions (
  id TEXT PRIMARY KEY,
  task_rid INTEGER NOT NULL REFERENCES tasks (rid) ON DELETE CASCADE,
  task_revision INTEGER NOT NULL,
  target TEXT NOT NULL,
  model_version TEXT NOT NULL,
  predicted_json TEXT NOT NULL,
  value REAL NOT NULL,
  baseline REAL,
  at INTEGER NOT NULL,
  outcome REAL,
  outcome_at INTEGER
) STRICT;
CREATE INDEX predictions_task ON predictions (task_rid, target, at);
CREATE INDEX predictions_outcome ON predictions (target, outcome_at, id) WHERE outcome IS NOT NULL;

CREATE TABLE feedback (
  id TEXT PRIMARY KEY,
  prediction_id TEXT NOT NULL REFERENCES predictions (id) ON DELETE CASCADE,
  verdict TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX feedback_prediction ON feedback (prediction_id);
CREATE INDEX feedback_at ON feedback (at);

CREATE TABLE user_vocabulary (
  id TEXT PRIMARY KEY,
  phrase TEXT NOT NULL,
  effect_json TEXT NOT NULL,
  support INTEGER NOT NULL,
  contradictions INTEGER NOT NULL,
  confidence REAL NOT NULL,
  last_used_at INTEGER,
  paused INTEGER NOT NULL,
  examples_json TEXT NOT NULL
) STRICT;
CREATE TABLE capture_observations (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id TEXT,
  observation_json TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
`;

// sqlite-vec keeps the vectors of a chunk in one blob. SQLite walks (and decrypts) such a blob's pages from its start
// to the vector that is read or written, so that chunks of 128 make that eight times shorter than the default.
const SYSTEM = `
CREATE VIRTUAL TABLE task_embeddings USING vec0 (
  rid INTEGER PRIMARY KEY,
  embedding float[384] distance_metric=cosine,
  category TEXT,
  completion_time INTEGER,
  success_score FLOAT,
  chunk_size=128
);
CREATE TABLE task_embedding_versions (
  rid INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  model_version TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE user_preference_embeddings USING vec0 (
  rid INTEGER PRIMARY KEY,
  embedding float[384] distance_metric=cosine,
  chunk_size=128
);
CREATE TABLE user_preferences (
  rid INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  preference_type TEXT NOT NULL,
  weight REAL NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE jobs (
  job_id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  task_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  model_version TEXT NOT NULL,
  payload_json TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'claimed', 'done', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL,
  error TEXT NOT NULL DEFAULT '',
  updated_at INTEGER NOT NULL,
  UNIQUE (task_id, kind, revision, model_version)
) STRICT;
CREATE INDEX jobs_waiting ON jobs (job_id, not_before) WHERE state = 'waiting';
CREATE INDEX jobs_due ON jobs (not_before) WHERE state = 'waiting';
CREATE INDEX jobs_state ON jobs (state, updated_at);

CREATE TABLE changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  entity TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  op TEXT NOT NULL CHECK (op IN ('insert', 'update', 'delete')),
  fields_json TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE undo_log (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  intent TEXT NOT NULL,
  inverse_json TEXT NOT NULL,
  task_ids_json TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value_json TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE app_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;

// The status is indexed as a word, so that "only open ones" is an intersection inside the index and not a row
// look-up for each hit.
const SEARCH = `
CREATE VIRTUAL TABLE task_search USING fts5 (
  title, notes, status,
  content = 'tasks', content_rowid = 'rid',
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE TRIGGER tasks_search_insert AFTER INSERT ON tasks BEGIN
  INSERT INTO task_search (rowid, title, notes, status) VALUES (new.rid, new.title, new.notes, new.status);
END;
CREATE TRIGGER tasks_search_delete AFTER DELETE ON tasks BEGIN
  INSERT INTO task_search (task_search, rowid, title, notes, status)
    VALUES ('delete', old.rid, old.title, old.notes, old.status);
END;
CREATE TRIGGER tasks_search_update AFTER UPDATE OF title, notes, status ON tasks
WHEN old.title IS NOT new.title OR old.notes IS NOT new.notes OR old.status IS NOT new.status
BEGIN
  INSERT INTO task_search (task_search, rowid, title, notes, status)
    VALUES ('delete', old.rid, old.title, old.notes, old.status);
  INSERT INTO task_search (rowid, title, notes, status) VALUES (new.rid, new.title, new.notes, new.status);
END;
`;
