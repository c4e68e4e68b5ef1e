import { ColumnTable, jsonColumn as json, plainColumn as plain } from '../columns.ts';
import type { TrashRecord } from './types.ts';

/** Where each field of a deleted task is kept in `trash`. */
export const trashColumns = new ColumnTable<TrashRecord>('trash', {
  id: plain('id'),
  title: plain('title'),
  content: json('content_json'),
  deletedAt: plain('deleted_at'),
});
