import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { problem as problemSchema } from '../core/problem.ts';
import { solve } from './index.ts';
import { anyOverfull } from './testing/arbitrary.ts';
import { missedExchanges, verify } from './testing/verify.ts';

const frozen = () => 0;

it('leaves out nothing that could have the time of what weighs less', () => {
  fc.assert(
    fc.property(anyOverfull(60), fc.integer({ min: 1, max: 400 }), (input, maxEvaluations) => {
      const problem = problemSchema.parse(input);
      const plan = solve(problem, { maxEvaluations, now: frozen });
      expect(verify(problem, plan)).toEqual([]);
      expect(missedExchanges(problem, plan)).toEqual([]);
    }),
    { numRuns: 40 },
  );
}, 60_000);
