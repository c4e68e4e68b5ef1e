import { ColumnTable, plainColumn as plain } from '../columns.ts';
import type { TimeEntry } from './types.ts';

/** Where each field of an entry is kept; its task stands there by row number. */
export const timeEntryColumns = new ColumnTable<Omit<TimeEntry, 'taskId'>>('time_entries', {
  id: plain('id'),
  start: plain('start_at'),
  end: plain('end_at'),
  source: plain('source'),
});
