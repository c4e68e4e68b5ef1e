import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../core/domain/settings.ts';
import type { Task } from '../../core/domain/task.ts';
import type { PlanBlock } from '../../core/problem.ts';
import { aTask } from '../testing.ts';
import { dayWithRoom, workingMinutes } from './hours.ts';
import { capacityOn, movedBlocks, slackOf } from './view.ts';

const hours = defaultSettings.workingHours;

describe('workingMinutes', () => {
  it('counts opening hours only', () => {
    expect(workingMinutes('2027-05-03T00:00', '2027-05-04T00:00', hours)).toBe(510);
    expect(workingMinutes('2027-05-03T12:00', '2027-05-03T13:00', hours)).toBe(60);
    expect(workingMinutes('2027-05-07T17:00', '2027-05-10T09:30', hours)).toBe(60);
    expect(workingMinutes('2027-05-08T00:00', '2027-05-10T00:00', hours)).toBe(0);
    expect(workingMinutes('2027-05-03T10:00', '2027-05-05T10:00', 'always')).toBe(2_880);
  });

  it('adds up over any cut', () => {
    const minute = fc.integer({ min: 0, max: 14 * 1_440 });
    const moment = (value: number): string =>
      new Date(Date.UTC(2027, 4, 3) + value * 60_000).toISOString().slice(0, 16);
    fc.assert(
      fc.property(minute, minute, minute, (a, b, c) => {
        const [from, cut, to] = [a, b, c].toSorted((x, y) => x - y).map(moment) as [string, string, string];
        expect(workingMinutes(from, cut, hours) + workingMinutes(cut, to, hours)).toBe(
          workingMinutes(from, to, hours),
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('dayWithRoom', () => {
  it('is the day itself while it has room, else the next working day', () => {
    expect(dayWithRoom('2027-05-03', '2027-05-03T16:00', 60, hours, 14)).toBe('2027-05-03');
    expect(dayWithRoom('2027-05-07', '2027-05-07T17:00', 60, hours, 14)).toBe('2027-05-10');
    expect(dayWithRoom('2027-05-08', '2027-05-03T16:00', 60, hours, 14)).toBe('2027-05-10');
    expect(dayWithRoom('2027-05-08', '2027-05-03T16:00', 60, {}, 14)).toBe('2027-05-08');
  });
});

describe('capacityOn', () => {
  it('is the working time that is left until a usual day is known, then the share of that', () => {
    expect(capacityOn('2027-05-03', '2027-05-03T00:00', hours, undefined)).toBe(510);
    expect(capacityOn('2027-05-03', '2027-05-03T13:15', hours, undefined)).toBe(255);
    expect(capacityOn('2027-05-03', '2027-05-03T00:00', hours, 300)).toBe(300);
    expect(capacityOn('2027-05-03', '2027-05-03T13:15', hours, 300)).toBe(150);
    expect(capacityOn('2027-05-03', '2027-05-03T13:15', hours, 900)).toBe(255);
    expect(capacityOn('2027-05-08', '2027-05-08T00:00', hours, 300)).toBe(0);
  });
});

describe('slackOf', () => {
  it.each([
    ['2027-05-03T10:00', '2027-05-07', 'good'],
    ['2027-05-03T16:30', '2027-05-03', 'tight'],
    ['2027-05-07T17:00', '2027-05-10T09:30', 'tight'],
    ['2027-05-03T17:30', '2027-05-03T17:30', 'tight'],
    ['2027-05-04T09:30', '2027-05-03', 'late'],
    ['2027-05-03T10:00', '2029-01-01', 'good'],
  ])('an end at %s before %s is %s', (end, deadline, slack) => {
    expect(slackOf(end, deadline, hours)).toBe(slack);
  });
});

describe('movedBlocks', () => {
  it('names what stands elsewhere, what is new and what lost its place, and nothing that is finished', () => {
    const [kept, moved, fresh, lost, done] = [
      aTask({}),
      aTask({}),
      aTask({}),
      aTask({}),
      aTask({ status: 'done' }),
    ];
    const tasks = new Map([kept, moved, fresh, lost, done].map((task) => [task!.id as string, task!]));
    const block = (id: string, start: string): PlanBlock => ({
      taskId: id,
      start,
      end: start,
      part: 1,
      parts: 1,
    });
    const before = [block(kept!.id, 'a'), block(moved!.id, 'a'), block(lost!.id, 'a'), block(done!.id, 'a')];
    const after = [block(kept!.id, 'a'), block(moved!.id, 'b'), block(fresh!.id, 'c')];
    expect(movedBlocks(before, after, tasks)).toEqual([
      { taskId: moved!.id, title: moved!.title, part: 1, from: 'a', to: 'b' },
      { taskId: fresh!.id, title: fresh!.title, part: 1, from: null, to: 'c' },
      { taskId: lost!.id, title: lost!.title, part: 1, from: 'a', to: null },
    ]);
  });

  it('takes the sessions of a habit for each other', () => {
    const habitId = 'one' as Task['habitId'];
    const [first, second, third] = [aTask({ habitId }), aTask({ habitId }), aTask({ habitId })];
    const tasks = new Map([first, second, third].map((task) => [task!.id as string, task!]));
    const at = (task: Task | undefined, start: string): PlanBlock => ({
      taskId: task!.id,
      start,
      end: start,
      part: 1,
      parts: 1,
    });
    const moves = [{ taskId: first!.id, title: first!.title, part: 1, from: 'a', to: 'b' }];
    expect(movedBlocks([at(first, 'a')], [at(second, 'b')], tasks)).toEqual(moves);
    expect(movedBlocks([at(first, 'a')], [at(second, 'a')], tasks)).toEqual([]);
    // What is shown until the answer knows only the one that leaves.
    expect(movedBlocks([at(first, 'a')], [], tasks, [at(second, 'b'), at(third, 'c')])).toEqual(moves);
  });
});
