import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { problem as problemSchema } from '../core/problem.ts';
import { solve } from './index.ts';
import { anyOverfull, anyProblem } from './testing/arbitrary.ts';
import { missedExchanges, verify } from './testing/verify.ts';

it('keeps every hard constraint on thousands of problems, whatever the budget', () => {
  fc.assert(
    fc.property(anyProblem(45), fc.integer({ min: 1, max: 3000 }), (input, maxEvaluations) => {
      const problem = problemSchema.parse(input);
      expect(verify(problem, solve(problem, { maxEvaluations, now: () => 0 }))).toEqual([]);
    }),
    { numRuns: 1500 },
  );
});

it('leaves out nothing that could have the time of what weighs less, on hundreds of overfull problems', () => {
  fc.assert(
    fc.property(anyOverfull(120), fc.integer({ min: 1, max: 3000 }), (input, maxEvaluations) => {
      const problem = problemSchema.parse(input);
      const plan = solve(problem, { maxEvaluations, now: () => 0 });
      expect(verify(problem, plan)).toEqual([]);
      expect(missedExchanges(problem, plan)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});
