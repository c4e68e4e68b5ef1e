import { nameKey, type DataTable } from '../db/index.ts';

/** What merging has to know of single fields. */

/**
 * Fields that only make sense together: a write of one of them writes all, so that no merge makes a moment out of
 * one device's day and another's hour.
 */
export const FIELD_GROUPS: Partial<Record<DataTable, readonly (readonly string[])[]>> = {
  tasks: [
    ['day', 'start_local', 'end_local', 'tz'],
    ['deadline', 'deadline_hard'],
    ['status', 'completed_at'],
    ['rrule', 'recur_from', 'recurrence_id'],
    ['habit_id', 'habit_week'],
    ['on_hold', 'waiting_for', 'waiting_since'],
  ],
  recurrences: [['rrule', 'recur_from', 'anchor', 'tz']],
  calendar_events: [['start_local', 'end_local', 'tz', 'all_day']],
  focus_marks: [['start_local', 'end_local']],
  recommendations: [['helped', 'decided_at']],
};

/** The form in which two spellings of a set's element are the same: tags fold case, people and ids don't. */
export function setKey(field: string, value: string): string {
  return field === 'tags' ? nameKey(value) : value;
}

/** A field that names a row of another table. */
export interface Reference {
  field: string;
  table: DataTable;
}

/** Which fields name rows elsewhere. `recurrence_id` is not among them: a rule's row outlives and precedes nothing. */
export const REFERENCES: Partial<Record<DataTable, readonly Reference[]>> = {
  tasks: [
    { field: 'project_id', table: 'projects' },
    { field: 'habit_id', table: 'habits' },
    { field: 'depends_on', table: 'tasks' },
    { field: 'parent_id', table: 'tasks' },
  ],
  sections: [{ field: 'project_id', table: 'projects' }],
  habits: [{ field: 'project_id', table: 'projects' }],
  habit_weeks: [{ field: 'habit_id', table: 'habits' }],
  time_entries: [{ field: 'task_id', table: 'tasks' }],
};
