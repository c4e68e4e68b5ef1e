import type { SavedFilter } from '../../core/domain/saved-filter.ts';
import { ColumnTable, plainColumn as plain } from '../columns.ts';

/** Where each field of a saved filter is kept in `saved_filters`. */
export const savedFilterColumns = new ColumnTable<SavedFilter>('saved_filters', {
  id: plain('id'),
  name: plain('name'),
  query: plain('query'),
  sort: plain('sort'),
  grouping: plain('grouping'),
  layout: plain('layout'),
  position: plain('position'),
});
