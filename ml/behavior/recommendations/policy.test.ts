import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  RECOMMENDATION_KINDS,
  stallContext,
  type RecommendationKind,
} from '../../../core/domain/recommendation.ts';
import { seededRandom } from '../../../core/random.ts';
import { mean } from '../../../core/statistics.ts';
import { betaDraw } from './beta.ts';
import { RecommendationPolicy } from './policy.ts';

const kinds = [...RECOMMENDATION_KINDS];
const contexts = stallContext.options;

/** How often each kind comes first in a hundred draws. */
function first(policy: RecommendationPolicy, context: (typeof contexts)[number]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let seed = 0; seed < 100; seed++) {
    const [kind] = policy.rank(context, kinds, seededRandom(seed));
    counts[kind!] = (counts[kind!] ?? 0) + 1;
  }
  return counts;
}

describe('a draw from a Beta distribution', () => {
  it.each([
    [0.5, 0.5],
    [1, 1],
    [8, 3],
    [40, 160],
  ])('has the mean and spread of Beta(%f, %f)', (a, b) => {
    const random = seededRandom(5);
    const draws = Array.from({ length: 4000 }, () => betaDraw(a, b, random));
    const expected = a / (a + b);
    const variance = (expected * (1 - expected)) / (a + b + 1);
    expect(mean(draws)).toBeCloseTo(expected, 1.5);
    expect(mean(draws.map((x) => (x - expected) ** 2)) / variance).toBeCloseTo(1, 0.7);
  });
});

describe('what is recommended first', () => {
  it('before anything is known is anything that gets the task done, and letting go seldom', () => {
    const counts = first(new RecommendationPolicy(), 'long');
    expect(Object.keys(counts).length).toBeGreaterThanOrEqual(4);
    expect(counts['drop'] ?? 0).toBeLessThan(12);
  });

  it('comes to be what helps this person, though others are tried first', () => {
    const truth: Record<RecommendationKind, number> = {
      firstStep: 0.3,
      split: 0.8,
      betterHour: 0.4,
      pair: 0.2,
      delegate: 0.3,
      drop: 0.9,
    };
    const shares = [1, 2, 3, 4, 5].map((seed) => {
      const policy = new RecommendationPolicy();
      const random = seededRandom(seed);
      const tried = new Set<RecommendationKind>();
      let late = 0;
      for (let turn = 0; turn < 200; turn++) {
        const [kind] = policy.rank('long', kinds, random) as [RecommendationKind];
        tried.add(kind);
        if (turn >= 100 && kind === 'split') late += 1;
        policy.learn({ kind, context: 'long', answer: 'taken', helped: random() < truth[kind] });
      }
      expect(tried.size).toBeGreaterThanOrEqual(4);
      return late / 100;
    });
    expect(mean(shares)).toBeGreaterThan(0.75);
  });

  it('is seldom what was dismissed, and what helped elsewhere counts here, too', () => {
    const policy = new RecommendationPolicy();
    for (let i = 0; i < 8; i++) {
      policy.learn({ kind: 'firstStep', context: 'long', answer: 'dismissed', helped: null });
      policy.learn({ kind: 'pair', context: 'short', answer: 'taken', helped: true });
    }
    const counts = first(policy, 'long');
    expect(counts['firstStep'] ?? 0).toBeLessThan(5);
    expect(counts['pair']!).toBeGreaterThan(Math.max(counts['split'] ?? 0, counts['betterHour'] ?? 0));
  });

  it('is some order of what is offered, the same again for a seed, from a stored state, too', () => {
    const outcome = fc.record({
      kind: fc.constantFrom(...kinds),
      context: fc.constantFrom(...contexts),
      answer: fc.constantFrom('taken' as const, 'dismissed' as const),
      helped: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(outcome),
        fc.subarray(kinds),
        fc.constantFrom(...contexts),
        fc.nat(),
        (past, some, context, seed) => {
          const policy = new RecommendationPolicy();
          for (const one of past) policy.learn(one);
          const ranked = policy.rank(context, some, seededRandom(seed));
          expect(ranked.toSorted()).toEqual(some.toSorted());
          const again = RecommendationPolicy.fromState(policy.toState());
          expect(again.rank(context, some, seededRandom(seed))).toEqual(ranked);
          expect(again.examples).toBe(past.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is learned from no damaged state', () => {
    const bytes = new RecommendationPolicy().toState();
    bytes[bytes.length - 2]! ^= 1;
    expect(() => RecommendationPolicy.fromState(bytes)).toThrow(
      expect.objectContaining({ code: 'stateDamaged' }),
    );
  });
});
