import { describe, expect, it } from 'vitest';
import { problem as problemSchema } from '../core/problem.ts';
import { solve } from './index.ts';
import { leastTardiness, outTree, seriesParallel, toProblem, withPrecedence } from './testing/machine.ts';
import { verify } from './testing/verify.ts';

function found(jobs: Parameters<typeof toProblem>[0], maxEvaluations: number): number {
  const problem = problemSchema.parse(toProblem(jobs));
  const plan = solve(problem, { maxEvaluations, seed: 1, now: () => 0 });
  expect(verify(problem, plan)).toEqual([]);
  expect(plan.unscheduled).toEqual([]);
  return plan.score.byConstraint['tardiness']!;
}

describe('jobs on one machine that wait for each other', () => {
  it.each([
    ['due dates', {}],
    ['weighted completion', { due: false }],
    ['earliest starts', { release: 0.5 }],
    ['many dependencies', { dependent: 0.9 }],
  ])('are done at the least weighted tardiness: %s', (_, flavour) => {
    for (let seed = 1; seed <= 8; seed++) {
      const jobs = withPrecedence(seed, 6 + (seed % 5), flavour);
      expect(found(jobs, 20_000)).toBe(leastTardiness(jobs));
    }
  });

  it('meet their hard deadlines at the least weighted tardiness', () => {
    let feasible = 0;
    for (let seed = 1; seed <= 16; seed++) {
      const jobs = withPrecedence(seed, 8, { release: 0.3 }).map((job, i) => {
        return i % 3 === 0 ? { ...job, due: job.due + 120, hard: true } : job;
      });
      const least = leastTardiness(jobs);
      if (!Number.isFinite(least)) continue;
      feasible++;
      expect(found(jobs, 20_000)).toBe(least);
    }
    expect(feasible).toBeGreaterThan(4);
  });

  it('reach the optimum that Lawler’s algorithm gives for series-parallel dependencies', () => {
    for (const [seed, size] of [
      [1, 20],
      [2, 40],
      [3, 70],
    ] as const) {
      const { jobs, least } = seriesParallel(seed, size);
      expect(found(jobs, 60_000)).toBe(least);
    }
  });

  it('are in the best order from the first plan on where they form a tree, however large', () => {
    const { jobs, least } = outTree(5, 600);
    expect(found(jobs, 1)).toBe(least);
  });

  it('reach the optimum on trees', () => {
    for (const seed of [1, 2]) {
      const { jobs, least } = outTree(seed, 50);
      expect(found(jobs, 40_000)).toBe(least);
    }
  });
});
