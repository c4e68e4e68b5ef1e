import type { Task } from '../../core/domain/task.ts';
import { localOf } from '../../core/time/zoned.ts';

/** Tasks as a table for spreadsheets (RFC 4180), one row a task. */

const COLUMNS = [
  'id',
  'title',
  'notes',
  'project',
  'tags',
  'people',
  'priority',
  'status',
  'date',
  'deadline',
  'duration',
  'actual',
  'rrule',
  'created',
  'completed at',
] as const;

export const CSV_HEADER = `${COLUMNS.join(',')}\r\n`;

export function csvOf(task: Task, tz: string): string {
  const { id, title, notes, project, tags, people, priority, status, date, start, deadline, rrule } = task;
  const instant = (at: number | null): string => (at === null ? '' : localOf(at, tz));
  const cells = [
    id,
    title,
    notes,
    project ?? '',
    tags.join(', '),
    people.join(', '),
    String(priority),
    status,
    start ?? date ?? '',
    deadline ?? '',
    text(task.durationMin),
    text(task.actualMin),
    rrule ?? '',
    instant(task.createdAt),
    instant(task.completedAt),
  ];
  return `${cells.map(cellOf).join(',')}\r\n`;
}

const text = (value: number | null): string => (value === null ? '' : String(value));

/**
 * What begins like a formula would be run by a spreadsheet (OWASP, "CSV injection"): an apostrophe before it makes it
 * text there. The import takes it off again.
 */
export function cellOf(value: string): string {
  const guarded = /^(?:[=+\-@\t\r]|'[=+\-@\t\r])/.test(value) ? `'${value}` : value;
  return /[",\r\n;\t]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
