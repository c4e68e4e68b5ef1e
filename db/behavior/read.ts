import type { TaskId } from '../../core/ids.ts';
import type { Json } from '../models/read.ts';
import type { Connection } from '../sqlite.ts';
import type { BehaviorEvent, BehaviorPattern, BehaviorReader, BehaviorType, PatternReader } from './types.ts';

interface BehaviorRow {
  id: string;
  type: BehaviorType;
  task_id: string | null;
  at: number;
  tz: string;
  day: string;
  data_json: string;
}

export function behaviorReader(db: Connection): BehaviorReader {
  return {
    since: (after, limit) =>
      db
        .all<BehaviorRow>(
          'SELECT * FROM behavior_events WHERE (at, id) > (?, ?) ORDER BY at, id LIMIT ?',
          after?.at ?? Number.MIN_SAFE_INTEGER,
          after?.id ?? '',
          limit,
        )
        .map(toEvent),
    forTask: (taskId) =>
      db
        .all<BehaviorRow>('SELECT * FROM behavior_events WHERE task_id = ? ORDER BY at, id', taskId)
        .map(toEvent),
    count: (type) =>
      (type === undefined
        ? db.get<{ n: number }>('SELECT count(*) AS n FROM behavior_events')
        : db.get<{ n: number }>('SELECT count(*) AS n FROM behavior_events WHERE type = ?', type)
      )?.n ?? 0,
  };
}

function toEvent(row: BehaviorRow): BehaviorEvent {
  return {
    id: row.id,
    type: row.type,
    taskId: row.task_id as TaskId | null,
    at: row.at,
    tz: row.tz,
    day: row.day,
    data: JSON.parse(row.data_json) as Record<string, unknown>,
  };
}

interface PatternRow {
  pattern_type: string;
  pattern_data: string;
  confidence_score: number;
  updated_at: number;
}

export function patternReader(db: Connection): PatternReader {
  return {
    get: (patternType) => {
      const row = db.get<PatternRow>(
        'SELECT * FROM user_behavior_patterns WHERE pattern_type = ?',
        patternType,
      );
      return row && toPattern(row);
    },
    list: () =>
      db.all<PatternRow>('SELECT * FROM user_behavior_patterns ORDER BY pattern_type').map(toPattern),
  };
}

function toPattern(row: PatternRow): BehaviorPattern {
  return {
    patternType: row.pattern_type,
    patternData: JSON.parse(row.pattern_data) as Json,
    confidenceScore: row.confidence_score,
    updatedAt: row.updated_at,
  };
}
