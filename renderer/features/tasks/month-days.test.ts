import { describe, expect, it } from 'vitest';
import type { Task } from '../../../core/domain/task.ts';
import type { PlannedBlock } from '../../../core/domain/views.ts';
import { readFilter } from '../../../core/filter/read.ts';
import { daysOfMonth, entriesByDay, monthAfter, monthFilter } from './month-days.ts';

const task = (id: string, fields: Partial<Task>): Task =>
  ({ id, title: id, projectId: null, deadline: null, start: null, date: null, ...fields }) as Task;
const block = (taskId: string, start: string, done = false): PlannedBlock =>
  ({ taskId, title: taskId, start, projectId: null, done }) as PlannedBlock;

describe('the days of a month', () => {
  it('are six weeks from the Monday before its first day', () => {
    const days = daysOfMonth('2027-05');
    expect([days.length, days[0], days.at(-1)]).toEqual([42, '2027-04-26', '2027-06-06']);
    // A month that begins on a Monday begins with it.
    expect(daysOfMonth('2027-02')[0]).toBe('2027-02-01');
    expect([monthAfter('2027-12', 1), monthAfter('2027-01', -1)]).toEqual(['2028-01', '2026-12']);
  });

  it('are asked for by a filter that can be read', () => {
    const filter = monthFilter(daysOfMonth('2027-05'), 'p1 | overdue');
    expect(readFilter(filter, { projects: [], tags: [], people: [] }, '2027-05-06').error).toBeNull();
  });

  it('have each task once: due before to be done before planned', () => {
    const entries = entriesByDay(
      [
        task('a', { deadline: '2027-05-06T12:00', date: '2027-05-06' }),
        task('b', { date: '2027-05-06', start: '2027-05-06T09:00' }),
        task('c', { deadline: '2027-05-08' }),
      ],
      [
        block('b', '2027-05-06T09:00'),
        block('c', '2027-05-07T10:00'),
        block('d', '2027-05-06T08:00'),
        block('e', '2027-05-06T07:00', true),
      ],
    );
    const on = (day: string): string[] =>
      (entries.get(day) ?? []).map(({ taskId, kind, time }) => `${taskId} ${kind} ${time ?? '-'}`);
    expect(on('2027-05-06')).toEqual(['a due 12:00', 'd planned 08:00', 'b day 09:00']);
    expect(on('2027-05-07')).toEqual(['c planned 10:00']);
    expect(on('2027-05-08')).toEqual(['c due -']);
  });
});
