import { ColumnTable, plainColumn as plain } from '../columns.ts';
import type { RecurrenceRecord } from './types.ts';

export const recurrenceColumns = new ColumnTable<RecurrenceRecord>('recurrences', {
  id: plain('id'),
  rrule: plain('rrule'),
  recurFrom: plain('recur_from'),
  anchor: plain('anchor'),
  tz: plain('tz'),
  made: plain('made'),
  createdAt: plain('created_at'),
  updatedAt: plain('updated_at'),
});
