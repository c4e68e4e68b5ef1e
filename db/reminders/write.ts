import type { Journal } from '../changes/journal.ts';
import type { Connection } from '../sqlite.ts';
import { reminderAnswerColumns } from './columns.ts';
import type { ReminderWriter } from './types.ts';

export function reminderWriter(db: Connection, journal: Journal): ReminderWriter {
  return {
    answer: (answer) => {
      journal.track('reminder_answers', answer.id, () => reminderAnswerColumns.replace(db, answer));
    },
    announce: (ids, at) =>
      db.transaction(() => {
        for (const id of ids)
          db.run('INSERT INTO reminders_announced (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING', id, at);
      }),
    forgetAnnounced: (before) => {
      db.run('DELETE FROM reminders_announced WHERE at < ?', before);
    },
  };
}
