import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problem as problemSchema, type Plan, type Problem, type ProblemInput } from '../core/problem.ts';
import { solve } from './index.ts';
import { generateWeek } from './testing/generate.ts';
import { verify } from './testing/verify.ts';

const frozen = () => 0;

function answer(input: ProblemInput, maxEvaluations = 300, seed = 1): { problem: Problem; plan: Plan } {
  const problem = problemSchema.parse(input);
  return { problem, plan: solve(problem, { maxEvaluations, seed, now: frozen }) };
}

describe('solve', () => {
  it('never breaks a hard constraint and never loses a task', () => {
    const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'];
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.record({
          tasks: fc.integer({ min: 1, max: 30 }),
          events: fc.integer({ min: 0, max: 15 }),
          days: fc.integer({ min: 1, max: 6 }),
          tz: fc.constantFrom(...zones),
          now: fc.constantFrom(
            '2027-03-26T08:10',
            '2027-10-29T07:03',
            '2027-03-13T16:55',
            '2027-11-06T00:00',
          ),
          load: fc.double({ min: 0.1, max: 2, noNaN: true }),
          dependent: fc.double({ min: 0, max: 0.6, noNaN: true }),
          dueHard: fc.double({ min: 0, max: 1, noNaN: true }),
          pinned: fc.double({ min: 0, max: 0.3, noNaN: true }),
        }),
        (seed, options) => {
          const { problem, plan } = answer(generateWeek(seed, options), 120);
          expect(verify(problem, plan)).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('gives the same plan for the same seed and evaluation budget', () => {
    for (const seed of [1, 2, 3]) {
      const input = generateWeek(seed, { tasks: 25 });
      expect(answer(input, 4000, seed).plan).toEqual(answer(input, 4000, seed).plan);
    }
  });
});
