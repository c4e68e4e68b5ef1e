import type { Connection } from '../sqlite.ts';
import { eventColumns, patternColumns } from './columns.ts';
import type { BehaviorWriter, PatternWriter } from './types.ts';

export function behaviorWriter(db: Connection): BehaviorWriter {
  return { append: (event) => void eventColumns.insert(db, event) };
}

export function patternWriter(db: Connection): PatternWriter {
  return { put: (pattern) => patternColumns.replace(db, pattern) };
}
