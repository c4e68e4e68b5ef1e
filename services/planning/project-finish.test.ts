import { describe, expect, it } from 'vitest';
import type { Task } from '../../core/domain/task.ts';
import type { ProjectId, TaskId } from '../../core/ids.ts';
import { instantOf } from '../../core/time/zoned.ts';
import { aTask } from '../testing.ts';
import { projectFinishes } from './project-finish.ts';

const local = '2026-03-04T08:10';
const request = { local, tz: 'UTC', at: instantOf(local, 'UTC') };
const workingHours = { mon: [['09:00', '17:00'] as [string, string]] };
const [home, work] = ['01930000-0000-7000-8000-0000000000a1', '01930000-0000-7000-8000-0000000000a2'].map(
  (id) => id as ProjectId,
);
const task = (n: number, projectId: ProjectId | null, fields: Partial<Task> = {}): Task =>
  aTask({
    id: `01930000-0000-7000-8000-${String(n).padStart(12, '0')}` as TaskId,
    title: `Task ${n}`,
    projectId,
    durationMin: 60,
    tz: 'UTC',
    ...fields,
  });

interface Planned {
  blocks?: [Task, string][];
  left?: Task[];
  beyond?: Task[];
  open: Task[];
}

function finishes({ blocks = [], left = [], beyond = [], open }: Planned) {
  const entry = (reason: string) => (one: Task) => ({ taskId: one.id, title: one.title, reason });
  const source = {
    plan: {
      blocks: blocks.map(([one, end]) => ({ taskId: one.id, start: end, end })),
      unscheduled: [...left.map(entry('doesNotFit')), ...beyond.map(entry('beyondHorizon'))],
    },
    tasks: new Map([...left, ...beyond].map((one) => [one.id, one])),
    events: [],
    settings: { horizonDays: 5, workingHours },
    capacityOf: () => 120,
  };
  return projectFinishes(source as unknown as Parameters<typeof projectFinishes>[0], open, request);
}

describe('when a project would be finished', () => {
  it('is the day of its last block, beside projects of others and tasks of none', () => {
    const [a, b, c, d] = [task(1, home!), task(2, home!), task(3, work!), task(4, null)];
    const blocks: [Task, string][] = [
      [a, '2026-03-04T10:00'],
      [b, '2026-03-06T12:00'],
      [c, '2026-03-05T12:00'],
      [d, '2026-03-08T12:00'],
    ];
    expect(finishes({ blocks, open: [a, b, c, d] })).toEqual([
      { projectId: home, finish: '2026-03-06' },
      { projectId: work, finish: '2026-03-05' },
    ]);
  });

  it('goes on after the planned days at the person’s pace, and to a day that was set', () => {
    // Two hours each Monday: the third hour lands a week later.
    const left = [task(1, home!), task(2, home!), task(3, home!)];
    expect(finishes({ left, open: left })).toEqual([{ projectId: home, finish: '2026-03-16' }]);
    const later = task(4, work!, { date: '2026-05-01' });
    expect(finishes({ beyond: [later], open: [later] })).toEqual([{ projectId: work, finish: '2026-05-01' }]);
  });

  it('is not known while one of its tasks has no place and no day', () => {
    const [a, b, c] = [task(1, home!), task(2, home!), task(3, home!)];
    const blocks: [Task, string][] = [
      [a, '2026-03-04T10:00'],
      [c, '2026-03-07T10:00'],
    ];
    expect(finishes({ blocks, open: [a, b, c] })).toEqual([{ projectId: home, finish: null }]);
  });
});
