import { ColumnTable, flagColumn as flag, jsonColumn as json, plainColumn as plain } from '../columns.ts';
import type { PublicationRecord, PublishedBlock } from './types.ts';

export const publicationColumns = new ColumnTable<PublicationRecord>('publications', {
  kind: plain('kind'),
  id: plain('id'),
  location: plain('location'),
  username: plain('username'),
  password: plain('password'),
  privateAllowed: flag('private_allowed'),
  tag: plain('tag'),
  publishedAt: plain('published_at'),
  triedAt: plain('tried_at'),
  error: plain('error'),
  notes: json('notes_json'),
});

export const publishedBlockColumns = new ColumnTable<PublishedBlock>('published_blocks', {
  uid: plain('uid'),
  taskId: plain('task_id'),
  title: plain('title'),
  start: plain('start_at'),
  end: plain('end_at'),
});
