import { describe, expect, it } from 'vitest';
import type { RecommendationKind } from '../../core/domain/recommendation.ts';
import type { Task } from '../../core/domain/task.ts';
import { taskId } from '../../core/ids.ts';
import { chanceOfMore } from '../../core/statistics.ts';
import { DAY_MS } from '../../core/time/units.ts';
import type { RecommendationRow, SecondDeferral } from '../../db/index.ts';
import { aTask } from '../testing.ts';
import { outcomeOf, withoutHelp } from './outcome.ts';

const id = (n: number) => taskId.parse(`01900000-0000-7000-8000-00000000000${n}`);
const row = (kind: RecommendationKind, at = 0): RecommendationRow => ({
  id: kind,
  taskId: id(1),
  kind,
  context: 'long',
  answer: 'taken',
  at,
  helped: null,
  decidedAt: null,
});
const after = (days: number, kind: RecommendationKind, fields: Partial<Task>) =>
  outcomeOf(row(kind), aTask(fields), days * DAY_MS);

describe('a recommendation has helped', () => {
  it('when the task is done within a week', () => {
    expect(after(2, 'split', {})).toBeNull();
    expect(after(2, 'split', { status: 'done', completedAt: DAY_MS })).toBe(true);
    expect(after(9, 'split', { status: 'done', completedAt: 8 * DAY_MS })).toBe(false);
    expect(after(8, 'split', {})).toBe(false);
    expect(after(2, 'split', { status: 'dropped' })).toBe(false);
  });

  it('when letting go, or waiting for someone, still stands after a week', () => {
    expect(after(2, 'drop', { status: 'dropped' })).toBeNull();
    expect(after(8, 'drop', { status: 'dropped' })).toBe(true);
    expect(after(2, 'drop', { status: 'open' })).toBe(false);
    expect(after(2, 'delegate', { onHold: 'waiting' })).toBeNull();
    expect(after(8, 'delegate', { onHold: 'waiting' })).toBe(true);
    expect(after(2, 'delegate', { onHold: null })).toBe(false);
    expect(after(2, 'delegate', { status: 'done', completedAt: DAY_MS })).toBe(true);
  });
});

describe('tasks without help', () => {
  const second = (n: number, at: number, completedAt: number | null): SecondDeferral => ({
    taskId: id(n),
    at,
    status: completedAt === null ? 'open' : 'done',
    completedAt,
  });
  it('are counted over the same week, without those that got help and those whose week is not over', () => {
    const stalled = [
      second(1, 0, DAY_MS),
      second(2, 0, DAY_MS),
      second(3, 0, 8 * DAY_MS),
      second(4, 0, null),
      second(5, 5 * DAY_MS, 6 * DAY_MS),
    ];
    expect(withoutHelp(stalled, [row('split', DAY_MS)], 10 * DAY_MS)).toEqual({ count: 1, of: 3 });
    const dismissed = { ...row('split', DAY_MS), answer: 'dismissed' as const };
    expect(withoutHelp(stalled, [dismissed], 10 * DAY_MS)).toEqual({ count: 2, of: 4 });
  });
});

describe('the chance that one share is larger', () => {
  it('is a half for equal counts, and near 1 for what differs much', () => {
    expect(chanceOfMore({ count: 3, of: 6 }, { count: 3, of: 6 })).toBeCloseTo(0.5, 6);
    expect(chanceOfMore({ count: 0, of: 0 }, { count: 0, of: 0 })).toBeCloseTo(0.5, 6);
    expect(chanceOfMore({ count: 1, of: 1 }, { count: 0, of: 1 })).toBeCloseTo(5 / 6, 3);
    expect(chanceOfMore({ count: 40, of: 50 }, { count: 10, of: 50 })).toBeGreaterThan(0.999);
  });
});
