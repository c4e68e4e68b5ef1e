import { describe, expect, it } from 'vitest';
import type { PlannedBlock } from '../../../core/domain/views.ts';
import type { TaskId } from '../../../core/ids.ts';
import { candidatesFor, yesterdayFacts } from './morning.ts';

const finished = (title: string, actualMin: number | null, durationMin: number | null, hour: number) => ({
  title,
  actualMin,
  durationMin,
  predicted: null,
  completedAt: hour,
});
const clock = (hour: number): string => `2026-03-03T${hour}:10`;

describe('yesterdayFacts', () => {
  it('says how much, until when, and what ran over most', () => {
    const tasks = [
      finished('Mail', 20, 15, 12),
      finished('Report', 65, 40, 17),
      finished('Call', null, 10, 11),
    ];
    expect(yesterdayFacts(tasks, clock)).toEqual([
      { head: '3 tasks done', line: '1h 25m tracked' },
      { head: 'Last at 17:10', line: 'finished yesterday' },
      { head: 'Report ran over', line: '1h 5m, planned 40 min' },
    ]);
  });

  it('says nothing of an empty day, and nothing that is not known', () => {
    expect(yesterdayFacts([], clock)).toEqual([]);
    expect(yesterdayFacts([finished('Mail', null, 15, 12)], clock).map(({ head }) => head)).toEqual([
      '1 task done',
      'Last at 12:10',
    ]);
  });
});

describe('candidatesFor', () => {
  const block = (id: string, start: string, end: string, more: Partial<PlannedBlock> = {}) =>
    ({
      taskId: id as TaskId,
      title: id,
      start,
      end,
      done: false,
      pinned: false,
      running: false,
      ...more,
    }) as PlannedBlock;

  it('offers today and the next day with a plan, each task once, with its minutes', () => {
    const found = candidatesFor(
      [
        block('b', '2026-03-06T09:00', '2026-03-06T10:00'),
        block('a', '2026-03-04T09:00', '2026-03-04T09:30'),
        block('a', '2026-03-04T11:00', '2026-03-04T11:15', { part: 2 }),
        block('pinned', '2026-03-04T12:00', '2026-03-04T13:00', { pinned: true }),
        block('done', '2026-03-04T08:00', '2026-03-04T08:30', { done: true }),
        block('later', '2026-03-09T09:00', '2026-03-09T10:00'),
      ],
      '2026-03-04',
    );
    expect(found.map(({ taskId, minutes, planned, fixed }) => [taskId, minutes, planned, fixed])).toEqual([
      ['a', 45, true, false],
      ['pinned', 60, true, true],
      ['b', 60, false, false],
    ]);
  });
});
