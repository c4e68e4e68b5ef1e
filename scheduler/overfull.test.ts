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

it('leaves out the right ones of a long list, however soon its time is over', () => {
  const limits = fc.integer({ min: 100, max: 500 });
  // What passes between two looks at the clock: nothing on a quick machine, all of it on one that is busy.
  const steps = fc.constantFrom(0.1, 1, 5, 600);
  fc.assert(
    fc.property(anyOverfull(1_000, 100), limits, steps, (input, timeLimitMs, step) => {
      const problem = problemSchema.parse(input);
      let clock = 0;
      const plan = solve(problem, { timeLimitMs, now: () => (clock += step) });
      expect(verify(problem, plan)).toEqual([]);
      expect(missedExchanges(problem, plan)).toEqual([]);
    }),
    { numRuns: 12 },
  );
}, 60_000);
