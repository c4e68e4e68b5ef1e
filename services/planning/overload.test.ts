import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Task } from '../../core/domain/task.ts';
import type { PlanView } from '../../core/domain/views.ts';
import type { TaskId } from '../../core/ids.ts';
import type { Message } from '../../core/messages/index.ts';
import { instantOf } from '../../core/time/zoned.ts';
import { aTask } from '../testing.ts';
import { overloadView, type OverloadSource } from './overload.ts';

const local = '2026-03-04T08:10';
const request = { local, tz: 'UTC', at: instantOf(local, 'UTC') };
const workingHours = {
  mon: [['09:00', '17:00'] as [string, string]],
  tue: [['09:00', '17:00'] as [string, string]],
  wed: [['09:00', '17:00'] as [string, string]],
};

const idOf = (n: number): TaskId => `01930000-0000-7000-8000-${String(n).padStart(12, '0')}` as TaskId;
const task = (n: number, fields: Partial<Task> = {}): Task =>
  aTask({ id: idOf(n), title: `Task ${n}`, priority: 4, durationMin: 60, tz: 'UTC', ...fields });

type Entry = PlanView['unscheduled'][number];

function view(tasks: readonly Task[], more: Partial<OverloadSource> & { entry?: Partial<Entry> } = {}) {
  const { entry, ...source } = more;
  const unscheduled = tasks.map(({ id, title }) => ({ taskId: id, title, reason: 'doesNotFit', ...entry }));
  return overloadView(
    {
      plan: { blocks: [], unscheduled },
      tasks: new Map(tasks.map((one) => [one.id, one])),
      events: [],
      settings: { horizonDays: 5, workingHours },
      capacityOf: () => 240,
      ...source,
    },
    request,
  );
}

describe('what has no place', () => {
  it('lands week by week after the plan, as much a week as is usually done', () => {
    // Three days of four hours: twelve tasks of an hour a week, from Monday 9 March on.
    const { weeks, count } = view(Array.from({ length: 30 }, (_, n) => task(n)));
    expect(count).toBe(30);
    expect(weeks.map((week) => [week.from, week.to, week.count])).toEqual([
      ['2026-03-09', '2026-03-15', 12],
      ['2026-03-16', '2026-03-22', 12],
      ['2026-03-23', '2026-03-29', 6],
    ]);
  });

  it('puts every task into one week, the important ones first, whatever they are', () => {
    const some = fc.record({
      priority: fc.constantFrom(1, 2, 3, 4) as fc.Arbitrary<1 | 2 | 3 | 4>,
      durationMin: fc.integer({ min: 5, max: 3_000 }),
      deadline: fc.option(fc.constantFrom('2026-03-05', '2026-04-01T12:00', '2027-01-01')),
      earliest: fc.option(fc.constantFrom('2026-03-20', '2026-06-01')),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 80 }), (fields) => {
        const tasks = fields.map((one, n) => task(n, one));
        const { weeks, count, minutes, urgent } = view(tasks);
        expect(weeks.reduce((sum, week) => sum + week.count, 0)).toBe(count);
        expect(weeks.reduce((sum, week) => sum + week.minutes, 0)).toBe(minutes);
        expect(minutes).toBe(fields.reduce((sum, one) => sum + one.durationMin, 0));
        expect(weeks.length).toBeLessThanOrEqual(6);
        expect(weeks.map(({ from }) => from)).toEqual(weeks.map(({ from }) => from).toSorted());
        expect(urgent.every((one) => one.priority === 1 || (one.late && one.deadline !== null))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('says nothing of what only begins after the planned days, and of a deadline that is kept', () => {
    expect(view([task(1, { priority: 1 })], { entry: { reason: 'beyondHorizon' } }).count).toBe(0);
    const kept = view([task(1, { deadline: '2026-03-30' }), task(2, { deadline: '2026-03-06' })]);
    expect(kept.urgent.map(({ title, late }) => [title, late])).toEqual([['Task 2', true]]);
  });
});

describe('remedies', () => {
  const kinds = (more: Parameters<typeof view>[1], fields: Partial<Task> = {}) =>
    view([task(1, { priority: 1, ...fields })], more).urgent[0]!.remedies;

  it('offers the time after the hours of today, past what is there already', () => {
    const busy = [{ start: '2026-03-04T17:30', end: '2026-03-04T18:12' }];
    expect(kinds({})).toEqual([{ kind: 'workLonger', start: '2026-03-04T17:00', end: '2026-03-04T18:00' }]);
    expect(kinds({ events: busy })).toEqual([
      { kind: 'workLonger', start: '2026-03-04T18:15', end: '2026-03-04T19:15' },
    ]);
  });

  it('offers no work into the night, after the deadline, or before it may begin', () => {
    expect(kinds({}, { durationMin: 400 })).toEqual([]);
    expect(kinds({}, { deadline: '2026-03-04T17:30' })).toEqual([]);
    expect(kinds({}, { date: '2026-03-06' })).toEqual([]);
  });

  it("takes the solver's own, cheapest first, and leaves out advice that no press can follow", () => {
    const remedies: Message[] = [
      { key: 'plan.remedy.allowSplitting', params: { chunkMin: 15, pieces: 2 } },
      { key: 'plan.remedy.postpone', params: { other: 'Sort', with: idOf(7), day: '2026-03-10' } },
      { key: 'plan.remedy.moreHours', params: { missingMin: 30 } },
    ];
    expect(kinds({ entry: { remedies } }, { durationMin: 400 })).toEqual([
      { kind: 'split', pieces: 2, chunkMin: 15 },
      { kind: 'postpone', taskId: idOf(7), title: 'Sort', day: '2026-03-10' },
    ]);
  });
});
