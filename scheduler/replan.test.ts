import { describe, expect, it } from 'vitest';
import { problem as problemSchema } from '../core/problem.ts';
import { solve } from './index.ts';
import { diffPlans } from './testing/diff.ts';

const options = { seed: 1, now: () => 0 };

/** Two working days filled to the minute with tasks of an hour. */
const full = {
  now: '2027-05-03T09:00',
  tz: 'UTC',
  horizonDays: 3,
  workingHours: { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']], wed: [['09:00', '17:00']] },
  preset: 'balanced',
  tasks: Array.from({ length: 16 }, (_, i) => ({ id: `t${i}`, durationMin: 60 })),
} as const;

describe('planning again after one addition', () => {
  it('lets an important task into a full day by moving one block, not all that follow', () => {
    const seen = solve(problemSchema.parse(full), { ...options, maxEvaluations: 20_000 });
    const important = { id: 'new', durationMin: 60, priority: 1, weight: 2, due: '2027-05-03' };
    const next = problemSchema.parse({ ...full, tasks: [...full.tasks, important], previous: seen.blocks });
    const plan = solve(next, { ...options, maxEvaluations: 200 });

    expect(plan.blocks.find((block) => block.taskId === 'new')?.start.slice(0, 10)).toBe('2027-05-03');
    expect(plan.unscheduled).toEqual([]);
    expect(diffPlans(seen, plan).moved).toHaveLength(1);
  });
});

describe('planning again when the clock has overtaken a block', () => {
  it('lets it begin now, where it would otherwise be put off for a better hour', () => {
    const block = { taskId: 'report', start: '2027-05-03T09:00', end: '2027-05-03T10:00', part: 1, parts: 1 };
    const report = { id: 'report', durationMin: 60, preferred: { hour: 15, strength: 1 } };
    const overtaken = { ...full, now: '2027-05-03T09:04', tasks: [report], previous: [block] };
    const weights = { preferred: 1, stability: 20 };
    const startOf = (problem: object): string =>
      solve(problemSchema.parse(problem), { ...options, maxEvaluations: 500 }).blocks[0]!.start;
    expect(startOf({ ...overtaken, weights })).toBe('2027-05-03T09:04');
    expect(startOf({ ...overtaken, weights: { preferred: 1 } })).toMatch(/T15:00$/);
  });
});
