import type { TaskId } from '../../core/ids.ts';
import { VECTOR_WIDTH } from '../../core/vector.ts';
import type { Connection } from '../sqlite.ts';
import type {
  FeatureRow,
  FeatureRowReader,
  InsightChunk,
  PastChunk,
  PastCursor,
  PastReader,
  PastStart,
  PastTask,
} from './types.ts';

/** Most rows of a training stream at once, so that neither side holds more than it needs. */
const CHUNK = 500;

interface PastRow {
  rid: number;
  id: string;
  title: string;
  project: string | null;
  priority: number;
  status: PastTask['status'];
  duration_min: number | null;
  actual_min: number | null;
  created_at: number;
  closed_at: number;
  tz: string;
  planned: string | null;
  deadline: string | null;
  started_at: number | null;
  deferrals: number;
  features: Uint8Array | null;
  embedding: Uint8Array | null;
}

/** When a task was meant, due and begun. */
const MOMENTS = `t.tz, coalesce(t.pinned_start, t.start_local, t.day) AS planned, t.deadline, t.deferrals,
  (SELECT min(start_at) FROM time_entries e WHERE e.task_rid = t.rid) AS started_at`;

const COLUMNS = `t.rid, t.id, t.title, p.name AS project, t.priority, t.status, t.duration_min, t.actual_min,
  t.created_at, coalesce(t.completed_at, t.updated_at) AS closed_at, ${MOMENTS}, f.features,
  (SELECT e.embedding FROM task_embeddings e WHERE e.rid = t.rid) AS embedding`;

const JOINED = `LEFT JOIN projects p ON p.id = t.project_id
  LEFT JOIN feature_rows f ON f.task_rid = t.rid AND f.schema = ?`;

export const PAST_SQL = `
SELECT ${COLUMNS} FROM tasks t INDEXED BY tasks_closed ${JOINED}
WHERE t.status <> 'open' AND (coalesce(t.completed_at, t.updated_at), t.id) > (?, ?)
ORDER BY coalesce(t.completed_at, t.updated_at), t.id LIMIT ?`;

const OPEN_SQL = `
SELECT ${COLUMNS} FROM tasks t ${JOINED}
WHERE t.status = 'open' AND f.task_rid IS NOT NULL ORDER BY t.created_at DESC, t.id DESC LIMIT ?`;

const NEWEST_SQL = `
SELECT coalesce(completed_at, updated_at) AS at, id FROM tasks INDEXED BY tasks_closed
WHERE status <> 'open' ORDER BY coalesce(completed_at, updated_at) DESC, id DESC LIMIT 1 OFFSET ?`;

const MISSING_SQL = `
SELECT count(*) FILTER (WHERE t.actual_min IS NOT NULL) AS known,
  count(*) FILTER (WHERE t.actual_min IS NOT NULL AND f.task_rid IS NULL) AS missing,
  count(*) FILTER (WHERE v.rid IS NULL AND f.task_rid IS NULL) AS blank
FROM tasks t INDEXED BY tasks_closed LEFT JOIN feature_rows f ON f.task_rid = t.rid AND f.schema = ?
  LEFT JOIN task_embedding_versions v ON v.rid = t.rid
WHERE t.status <> 'open' AND (coalesce(t.completed_at, t.updated_at), t.id) > (?, ?)`;

interface InsightRow extends Omit<PastRow, 'features' | 'embedding'> {
  tags: string;
}

const INSIGHT_SQL = `
SELECT t.rid, t.id, t.title, p.name AS project, t.priority, t.status, t.duration_min, t.actual_min, t.created_at,
  coalesce(t.completed_at, t.updated_at) AS closed_at, ${MOMENTS},
  (SELECT json_group_array(name) FROM (SELECT name FROM task_tags WHERE task_rid = t.rid ORDER BY position)) AS tags
FROM tasks t LEFT JOIN projects p ON p.id = t.project_id WHERE t.rid < ? ORDER BY t.rid DESC LIMIT ?`;

export function pastReader(db: Connection): PastReader {
  const newest = (offset: number): PastCursor | null => {
    const row = db.get<{ at: number; id: string }>(NEWEST_SQL, offset);
    return row ? { closedAt: row.at, id: row.id } : null;
  };
  return {
    start: (schema, most, recent): PastStart => {
      const after = newest(most);
      const counts = db.get<{ known: number; missing: number; blank: number }>(
        MISSING_SQL,
        schema,
        after?.closedAt ?? Number.MIN_SAFE_INTEGER,
        after?.id ?? '',
      );
      const recentFrom = newest(Math.max(0, recent - 1))?.closedAt ?? 0;
      const { known = 0, missing = 0, blank = 0 } = counts ?? {};
      return { after, known, missing, blank, recentFrom };
    },
    chunk: (schema, after, limit = CHUNK) => {
      const rows = db.all<PastRow>(
        PAST_SQL,
        schema,
        after?.closedAt ?? Number.MIN_SAFE_INTEGER,
        after?.id ?? '',
        Math.min(limit, CHUNK),
      );
      const last = rows.at(-1);
      return chunkOf(db, rows, last ? { closedAt: last.closed_at, id: last.id } : null);
    },
    insightTasks: (before): InsightChunk => {
      const rows = db.all<InsightRow>(INSIGHT_SQL, before ?? Number.MAX_SAFE_INTEGER, CHUNK);
      return {
        tasks: rows.map((row) => toPast(row, JSON.parse(row.tags) as string[])),
        next: rows.length < CHUNK ? null : rows.at(-1)!.rid,
      };
    },
    open: (schema, limit = CHUNK) =>
      chunkOf(db, db.all<PastRow>(OPEN_SQL, schema, Math.min(limit, CHUNK)), null),
  };
}

function chunkOf(db: Connection, rows: readonly PastRow[], next: PastCursor | null): PastChunk {
  const tags = new Map<number, string[]>();
  const found = db.all<{ rid: number; name: string }>(
    `SELECT task_rid AS rid, name FROM task_tags
     WHERE task_rid IN (SELECT value FROM json_each(?)) ORDER BY task_rid, position`,
    JSON.stringify(rows.map((row) => row.rid)),
  );
  for (const { rid, name } of found) tags.set(rid, [...(tags.get(rid) ?? []), name]);
  const width = VECTOR_WIDTH * Float32Array.BYTES_PER_ELEMENT;
  const vectors = Buffer.alloc(rows.length * width);
  rows.forEach(({ embedding }, i) => {
    if (embedding?.length === width) vectors.set(embedding, i * width);
  });
  return {
    tasks: rows.map((row) => toPast(row, tags.get(row.rid) ?? [])),
    vectors: vectors.toString('base64'),
    rows: rows.map(({ features }) => (features === null ? null : Buffer.from(features).toString('base64'))),
    next,
  };
}

function toPast(row: Omit<PastRow, 'features' | 'embedding'>, tags: string[]): PastTask {
  return {
    taskId: row.id as TaskId,
    title: row.title,
    project: row.project,
    tags,
    priority: row.priority,
    status: row.status,
    estimateMin: row.duration_min,
    actualMin: row.status === 'done' ? row.actual_min : null,
    createdAt: row.created_at,
    closedAt: row.status === 'open' ? null : row.closed_at,
    tz: row.tz,
    planned: row.planned,
    deadline: row.deadline,
    startedAt: row.started_at,
    deferrals: row.deferrals,
  };
}

export function featureRowReader(db: Connection): FeatureRowReader {
  return {
    get: (taskId) => {
      const row = db.get<Omit<FeatureRow, 'taskId'>>(
        `SELECT f.schema, f.revision, f.made_at AS madeAt, f.features
         FROM feature_rows f JOIN tasks t ON t.rid = f.task_rid WHERE t.id = ?`,
        taskId,
      );
      return row && { ...row, features: new Uint8Array(row.features) };
    },
  };
}
