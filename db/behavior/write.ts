import { toJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import type { BehaviorWriter, PatternWriter } from './types.ts';

export function behaviorWriter(db: Connection): BehaviorWriter {
  return {
    append: (event) => {
      db.run(
        'INSERT INTO behavior_events (id, type, task_id, at, tz, day, data_json) VALUES (?, ?, ?, ?, ?, ?, ?)',
        event.id,
        event.type,
        event.taskId,
        event.at,
        event.tz,
        event.day,
        toJson(event.data),
      );
    },
  };
}

export function patternWriter(db: Connection): PatternWriter {
  return {
    put: (pattern) => {
      db.run(
        `INSERT OR REPLACE INTO user_behavior_patterns (pattern_type, pattern_data, confidence_score, updated_at)
         VALUES (?, ?, ?, ?)`,
        pattern.patternType,
        toJson(pattern.patternData),
        pattern.confidenceScore,
        pattern.updatedAt,
      );
    },
  };
}
