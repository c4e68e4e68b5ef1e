import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpertMix } from './expert-mix.ts';

const probability = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const round = fc.record({ said: fc.tuple(probability, probability, probability), done: fc.boolean() });

function lossOf(p: number, done: boolean): number {
  return -Math.log(done ? p : 1 - p);
}

describe('a mixture of members', () => {
  it('never loses to its best member by more than the price of finding it', () => {
    fc.assert(
      fc.property(fc.array(round, { minLength: 1, maxLength: 400 }), (rounds) => {
        const mix = new ExpertMix([1 / 3, 1 / 3, 1 / 3]);
        const losses = [0, 0, 0];
        let mixed = 0;
        for (const { said, done } of rounds) {
          mixed += lossOf(mix.mix(said), done);
          said.forEach((p, i) => (losses[i]! += lossOf(p, done)));
          mix.learn(said, done ? 1 : 0);
        }
        // ln 3 to find the best one, and what sharing costs while it stays the best.
        const price = Math.log(3) + rounds.length * -Math.log(1 - 1 / 400);
        expect(mixed).toBeLessThanOrEqual(Math.min(...losses) + price + 1e-9);
      }),
    );
  });

  it('follows when another member becomes the best', () => {
    const mix = new ExpertMix([0.5, 0.5]);
    for (let i = 0; i < 300; i++) mix.learn([0.9, 0.4], 1);
    expect(mix.mix([0.9, 0.4])).toBeGreaterThan(0.89);
    for (let i = 0; i < 12; i++) mix.learn([0.9, 0.1], 0);
    expect(mix.mix([0.9, 0.1])).toBeLessThan(0.15);
  });

  it('leaves the weight of a silent member as it was', () => {
    const mix = new ExpertMix([0.25, 0.25, 0.5]);
    mix.learn([0.9, 0.2, Number.NaN], 1);
    expect(mix.weights[2]).toBeCloseTo(0.5, 2);
    expect(mix.mix([Number.NaN, 0.3, Number.NaN])).toBeCloseTo(0.3, 12);
  });

  it('ends where it would have been had an assumed outcome been known at once', () => {
    const assumed = new ExpertMix([0.5, 0.5]);
    assumed.learn([0.8, 0.3], 0.6);
    assumed.learn([0.8, 0.3], -0.6, false);
    const known = new ExpertMix([0.5, 0.5]);
    known.learn([0.8, 0.3], 0);
    expect(assumed.weights[0]).toBeCloseTo(known.weights[0]!, 2);
  });
});
