import { ColumnTable, plainColumn as plain } from '../columns.ts';
import type { ReminderAnswer } from './types.ts';

export const reminderAnswerColumns = new ColumnTable<ReminderAnswer>('reminder_answers', {
  id: plain('id'),
  snoozedUntil: plain('snoozed_until'),
  answeredAt: plain('answered_at'),
});
