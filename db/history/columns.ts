import { ColumnTable, jsonColumn as json, plainColumn as plain } from '../columns.ts';
import type { HistoryEntry } from './types.ts';

export const historyColumns = new ColumnTable<HistoryEntry>('history', {
  seq: plain('seq'),
  intent: plain('intent'),
  subject: json('subject_json'),
  group: plain('group_id'),
  state: plain('state'),
  underway: json('underway_json'),
  planRevision: plain('plan_revision'),
  at: plain('at'),
});
