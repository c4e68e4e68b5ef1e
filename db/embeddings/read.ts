import type { TaskId } from '../../core/ids.ts';
import { localOf } from '../../core/time/zoned.ts';
import type { Connection, SqlValue } from '../sqlite.ts';
import type { EmbeddingReader, KnnOptions, Neighbour } from './types.ts';
import { vectorBytes } from './write.ts';
import { floatsOf, type Hit, type HitFilter, type VectorMirror } from './mirror.ts';

/** sqlite-vec's own limit. */
const MAX_NEIGHBOURS = 4_096;

/** With a mirror, nearest neighbours are searched in it and not in the encrypted table. */
export function embeddingReader(db: Connection, mirror?: VectorMirror): EmbeddingReader {
  return {
    version: (taskId) =>
      db.get<{ revision: number; modelVersion: string }>(
        `SELECT v.revision, v.model_version AS modelVersion
         FROM task_embedding_versions v JOIN tasks t ON t.rid = v.rid WHERE t.id = ?`,
        taskId,
      ),
    vector: (taskId) => {
      const row = db.get<{ embedding: Uint8Array }>(
        'SELECT e.embedding FROM task_embeddings e WHERE e.rid = (SELECT rid FROM tasks WHERE id = ?)',
        taskId,
      );
      return row && floatsOf(row.embedding);
    },
    knn: (vector, k, options = {}) => {
      const exclude = new Set<string>(options.exclude ?? []);
      const wanted = Math.min(k + exclude.size, MAX_NEIGHBOURS);
      if (k <= 0) return [];
      const bytes = vectorBytes(vector);
      const hits = mirror
        ? mirror.nearest(db, floatsOf(bytes), wanted, filterOf(options))
        : nearestBySql(db, bytes, wanted, filterOf(options));
      return describe(db, hits)
        .filter((neighbour) => !exclude.has(neighbour.taskId))
        .slice(0, k);
    },
    count: () => db.get<{ n: number }>('SELECT count(*) AS n FROM task_embedding_versions')?.n ?? 0,
    missing: (modelVersion, limit, after = 0) =>
      db.all<{ taskId: TaskId; revision: number; rid: number }>(
        `SELECT t.id AS taskId, t.revision, t.rid FROM tasks t
         LEFT JOIN task_embedding_versions v ON v.rid = t.rid AND v.model_version = ?
         WHERE v.rid IS NULL AND t.rid > ? ORDER BY t.rid LIMIT ?`,
        modelVersion,
        after,
        limit,
      ),
  };
}

function filterOf({ onlyDone, completedBefore }: KnnOptions): HitFilter {
  if (completedBefore !== undefined) return { finishedBefore: Math.ceil(completedBefore) };
  return { finishedBefore: onlyDone ? Number.MAX_SAFE_INTEGER : null };
}

/** The same search by sqlite-vec on this very connection. */
function nearestBySql(db: Connection, vector: Uint8Array, k: number, { finishedBefore }: HitFilter): Hit[] {
  const conditions = ['embedding MATCH ?', 'k = ?'];
  const params: SqlValue[] = [vector, BigInt(k)];
  if (finishedBefore === null) {
    conditions.push('success_score > 0.0');
  } else {
    conditions.push('completion_time > 0', 'completion_time < ?');
    params.push(BigInt(finishedBefore));
  }
  return db.all<Hit>(
    `SELECT rid, distance FROM task_embeddings WHERE ${conditions.join(' AND ')} ORDER BY distance`,
    ...params,
  );
}

interface NeighbourRow {
  rid: number;
  id: string;
  title: string;
  status: Neighbour['status'];
  project: string | null;
  actual_min: number | null;
  duration_min: number | null;
  start_local: string | null;
  first_start: number | null;
  tz: string;
  created_at: number;
  completed_at: number | null;
}

/** What is known of the hits, in their order; hits whose task is gone are left out. */
function describe(db: Connection, hits: readonly Hit[]): Neighbour[] {
  const rids = JSON.stringify(hits.map((hit) => hit.rid));
  const rows = db.all<NeighbourRow>(
    `SELECT t.rid, t.id, t.title, t.status, p.name AS project, t.actual_min, t.duration_min, t.start_local,
       (SELECT min(start_at) FROM time_entries e WHERE e.task_rid = t.rid) AS first_start,
       t.tz, t.created_at, t.completed_at
     FROM tasks t LEFT JOIN projects p ON p.id = t.project_id
     WHERE t.rid IN (SELECT value FROM json_each(?))`,
    rids,
  );
  const tags = new Map<number, string[]>();
  for (const { rid, name } of db.all<{ rid: number; name: string }>(
    `SELECT task_rid AS rid, name FROM task_tags
     WHERE task_rid IN (SELECT value FROM json_each(?)) ORDER BY task_rid, position`,
    rids,
  )) {
    tags.set(rid, [...(tags.get(rid) ?? []), name]);
  }
  const byRid = new Map(rows.map((row) => [row.rid, row]));
  return hits.flatMap(({ rid, distance }) => {
    const row = byRid.get(rid);
    return row ? toNeighbour(row, 1 - distance, tags.get(rid) ?? []) : [];
  });
}

function toNeighbour(row: NeighbourRow, similarity: number, tags: string[]): Neighbour {
  const start = row.start_local ?? (row.first_start === null ? null : localOf(row.first_start, row.tz));
  return {
    taskId: row.id as TaskId,
    title: row.title,
    similarity,
    status: row.status,
    project: row.project,
    tags,
    actualMin: row.status === 'done' ? row.actual_min : null,
    durationMin: row.duration_min,
    startHour: start === null ? null : Number(start.slice(11, 13)),
    createdAt: row.created_at,
    completedAt: row.completed_at,
  };
}
