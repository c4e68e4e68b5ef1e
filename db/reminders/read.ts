import { toJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import { reminderAnswerColumns } from './columns.ts';
import type { ReminderReader } from './types.ts';

const AMONG = 'WHERE id IN (SELECT value FROM json_each(?))';

export function reminderReader(db: Connection): ReminderReader {
  return {
    answers: (ids) =>
      new Map(reminderAnswerColumns.all(db, AMONG, toJson(ids)).map((answer) => [answer.id, answer])),
    announced: (ids) =>
      new Set(
        db
          .all<{ id: string }>(`SELECT id FROM reminders_announced ${AMONG}`, toJson(ids))
          .map(({ id }) => id),
      ),
  };
}
