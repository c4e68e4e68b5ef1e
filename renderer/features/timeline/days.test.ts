import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../core/ids.ts';
import type { PlannedBlock } from '../../../core/domain/views.ts';
import { dayWorthShowing } from './days.ts';

const block = (start: string, end: string, more: Partial<PlannedBlock> = {}): PlannedBlock => ({
  taskId: '01930000-0000-7000-8000-000000000001' as TaskId,
  title: 'A task',
  projectId: null,
  start,
  end,
  part: 1,
  parts: 1,
  pinned: false,
  done: false,
  running: false,
  slack: 'none',
  ...more,
});
const friday = block('2026-11-20T16:00', '2026-11-20T17:00');
const monday = block('2026-11-23T09:00', '2026-11-23T09:30');
const tuesday = block('2026-11-24T09:00', '2026-11-24T09:30');

describe('dayWorthShowing', () => {
  it('is today while something of it is ahead, or runs over', () => {
    expect(dayWorthShowing([friday, monday], [], '2026-11-20T16:30')).toBe('2026-11-20');
    const over = { ...friday, running: true };
    expect(dayWorthShowing([over, monday], [], '2026-11-20T18:00')).toBe('2026-11-20');
    const dinner = { end: '2026-11-20T21:00', allDay: false };
    expect(dayWorthShowing([monday], [dinner], '2026-11-20T18:00')).toBe('2026-11-20');
  });

  it('is the next day with a plan when today is over, whatever was done', () => {
    const done = { ...friday, done: true, end: '2026-11-20T23:00' };
    expect(dayWorthShowing([done, tuesday, monday], [], '2026-11-20T18:00')).toBe('2026-11-23');
    const holiday = { end: '2026-11-21T00:00', allDay: true };
    expect(dayWorthShowing([monday], [holiday], '2026-11-20T18:00')).toBe('2026-11-23');
  });

  it('stays today when nothing is planned anywhere', () => {
    expect(dayWorthShowing([], [], '2026-11-20T18:00')).toBe('2026-11-20');
  });
});
