import { ColumnTable, plainColumn as plain, type Column } from '../columns.ts';
import type { RecommendationRow } from './types.ts';

/** Yes, no, or not known yet. */
const openFlag: Column<boolean | null> = {
  name: 'helped',
  encode: (value) => (value === null ? null : Number(value)),
  decode: (stored) => (stored === null ? null : stored === 1),
};

/** Where each field of an answered recommendation is kept in `recommendations`. */
export const recommendationColumns = new ColumnTable<RecommendationRow>('recommendations', {
  id: plain('id'),
  taskId: plain('task_id'),
  kind: plain('kind'),
  context: plain('context'),
  answer: plain('answer'),
  at: plain('at'),
  helped: openFlag,
  decidedAt: plain('decided_at'),
});
