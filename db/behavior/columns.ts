import { ColumnTable, jsonColumn as json, plainColumn as plain } from '../columns.ts';
import type { BehaviorEvent, BehaviorPattern } from './types.ts';

export const eventColumns = new ColumnTable<BehaviorEvent>('behavior_events', {
  id: plain('id'),
  type: plain('type'),
  taskId: plain('task_id'),
  at: plain('at'),
  tz: plain('tz'),
  day: plain('day'),
  data: json('data_json'),
});

export const patternColumns = new ColumnTable<BehaviorPattern>('user_behavior_patterns', {
  patternType: plain('pattern_type'),
  patternData: json('pattern_data'),
  confidenceScore: plain('confidence_score'),
  updatedAt: plain('updated_at'),
});
