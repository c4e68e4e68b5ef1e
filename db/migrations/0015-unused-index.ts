import type { Connection } from '../sqlite.ts';

/** `tasks_closed` took the place of this one; nothing reads it any more, and each change of a task still wrote it. */
export function up(db: Connection): void {
  db.exec('DROP INDEX tasks_finished');
}
