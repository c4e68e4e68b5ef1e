import { createHash } from 'node:crypto';
import { DaymarkError } from '../../core/errors.ts';
import type { Connection } from '../sqlite.ts';

/** The schema as a whole, so that a table or column that is gone is noticed at the opening and not at its first use. */

const STATE = 'schemaShape';

function shapeOf(connection: Connection): string {
  const hash = createHash('sha256').update(`${Number(connection.pragma('user_version'))}`);
  // What SQLite keeps for itself (statistics, sequences) comes and goes.
  connection.each<{ type: string; name: string; sql: string | null }>(
    `SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name`,
    ({ type, name, sql }) => hash.update(JSON.stringify([type, name, sql])),
  );
  return hash.digest('base64');
}

/**
 * Compares the schema with the one noted after the migrations, and notes that of a new version. Throws
 * `databaseForeign` when something is missing or other than it was.
 */
export function checkShape(connection: Connection, path: string): void {
  const version = String(connection.pragma('user_version'));
  const shape = `${version}:${shapeOf(connection)}`;
  const noted = connection.get<{ value: string }>('SELECT value FROM app_state WHERE key = ?', STATE)?.value;
  // Reads the table that everything hangs on: damage there shows now and not at the first use.
  connection.get('SELECT rid FROM tasks LIMIT 1');
  if (noted === shape) return;
  if (noted?.startsWith(`${version}:`)) throw new DaymarkError('databaseForeign', { path });
  connection.run('INSERT OR REPLACE INTO app_state (key, value) VALUES (?, ?)', STATE, shape);
}
