import { ColumnTable, plainColumn as plain } from '../columns.ts';
import type { FocusMark } from './types.ts';

export const focusMarkColumns = new ColumnTable<FocusMark>('focus_marks', {
  id: plain('id'),
  kind: plain('kind'),
  start: plain('start_local'),
  end: plain('end_local'),
});
