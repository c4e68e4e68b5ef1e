import { describe, expect, it } from 'vitest';
import type { PlanBlock } from '../../core/problem.ts';
import { pulledForward } from './pull-forward.ts';

const day = '2027-05-03T';
const block = (taskId: string, start: string, end: string): PlanBlock => ({
  taskId,
  start: `${day}${start}`,
  end: `${day}${end}`,
  part: 1,
  parts: 1,
});
const plan = [
  block('ended', '09:00', '10:00'),
  block('next', '10:00', '10:30'),
  block('after', '10:30', '11:00'),
  block('later', '11:15', '12:00'),
];
const gone = (id: string): boolean => id === 'ended';
const free = (): boolean => false;
const starts = (blocks: readonly PlanBlock[]): string[] => blocks.map(({ start }) => start.slice(11));

describe('pulledForward', () => {
  it('moves up what follows without a gap, from the next five minutes on, and nothing else', () => {
    const pulled = pulledForward(plan, `${day}09:37`, gone, free);
    expect(starts(pulled)).toEqual(['09:00', '09:40', '10:10', '11:15']);
    expect(pulled[1]).toEqual({ ...block('next', '09:40', '10:10'), pulled: true });
  });

  it('stops at a block that has to keep its place', () => {
    const pulled = pulledForward(plan, `${day}09:37`, gone, ({ taskId }) => taskId === 'after');
    expect(starts(pulled)).toEqual(['09:00', '09:40', '10:30', '11:15']);
  });

  it('asks about the start a block would get', () => {
    const asked: string[] = [];
    pulledForward(plan, `${day}09:30`, gone, (_, start) => asked.push(start.slice(11)) === 0);
    expect(asked).toEqual(['09:30', '10:00']);
  });

  it('leaves the plan alone when nothing ended early', () => {
    expect(pulledForward(plan, `${day}09:30`, () => false, free)).toEqual(plan);
    expect(pulledForward(plan, `${day}09:58`, gone, free)).toEqual(plan);
    expect(pulledForward(plan, `${day}10:20`, gone, free)).toEqual(plan);
    expect(pulledForward([], `${day}10:20`, gone, free)).toEqual([]);
  });
});
