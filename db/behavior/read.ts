import type { Connection } from '../sqlite.ts';
import { eventColumns, patternColumns } from './columns.ts';
import type { ActivityCount, BehaviorReader, PatternReader, SecondDeferral } from './types.ts';

export function behaviorReader(db: Connection): BehaviorReader {
  return {
    since: (after, limit) =>
      eventColumns.all(
        db,
        'WHERE (at, id) > (?, ?) ORDER BY at, id LIMIT ?',
        after?.at ?? Number.MIN_SAFE_INTEGER,
        after?.id ?? '',
        limit,
      ),
    forTask: (taskId) => eventColumns.all(db, 'WHERE task_id = ? ORDER BY at, id', taskId),
    byDay: () =>
      db.all<ActivityCount>(
        'SELECT day, type, count(*) AS count FROM behavior_events GROUP BY day, type ORDER BY day, type',
      ),
    secondDeferrals: () =>
      db.all<SecondDeferral>(
        `SELECT d.task_id AS taskId, d.at, t.status, t.completed_at AS completedAt
         FROM (SELECT task_id, at, row_number() OVER (PARTITION BY task_id ORDER BY at, id) AS nth
               FROM behavior_events WHERE type = 'deferred') d
         JOIN tasks t ON t.id = d.task_id WHERE d.nth = 2 AND t.habit_id IS NULL ORDER BY d.at`,
      ),
    count: (type) =>
      (type === undefined
        ? db.get<{ n: number }>('SELECT count(*) AS n FROM behavior_events')
        : db.get<{ n: number }>('SELECT count(*) AS n FROM behavior_events WHERE type = ?', type)
      )?.n ?? 0,
  };
}

export function patternReader(db: Connection): PatternReader {
  return {
    get: (patternType) => patternColumns.get(db, 'WHERE pattern_type = ?', patternType),
    list: () => patternColumns.all(db, 'ORDER BY pattern_type'),
  };
}
