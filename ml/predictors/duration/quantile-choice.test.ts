import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../core/random.ts';
import { pinball, QuantileChoice, type PlainQuantiles, type Quantiles } from './quantile-choice.ts';

const LEVELS = [0.1, 0.5, 0.9];

function lossOf(quantiles: Quantiles, truth: number): number {
  return quantiles.reduce((sum, q, i) => sum + pinball(q, truth, LEVELS[i]!), 0) / 3;
}

/** Mean losses of what is usual, of the plain quantiles and of what was chosen. */
function simulate(usual: Quantiles, plain: PlainQuantiles, outcome: () => number): Record<string, number> {
  const choice = new QuantileChoice();
  const sums = { usual: 0, mixture: 0, chosen: 0 };
  for (let i = 0; i < 600; i++) {
    const truth = outcome();
    const chosen = choice.choose(usual, plain);
    expect(chosen[0]).toBeLessThanOrEqual(chosen[1]);
    expect(chosen[1]).toBeLessThanOrEqual(chosen[2]);
    sums.usual += lossOf(usual, truth);
    sums.mixture += lossOf(plain.mixture, truth);
    sums.chosen += lossOf(chosen, truth);
    choice.learn(usual, plain, truth);
  }
  return sums;
}

describe('which quantiles are answered', () => {
  it('answers amounts to who works in fixed units', () => {
    const random = seededRandom(5);
    const units = [25, 25, 25, 50, 50, 75, 100].map((minutes) => Math.log2(minutes));
    const plain: Quantiles = [units[0]!, units[3]!, units[6]!];
    const sums = simulate(
      [Math.log2(18), Math.log2(37), Math.log2(140)],
      { mixture: plain, labels: plain },
      () => {
        return units[Math.floor(random() * units.length)]!;
      },
    );
    expect(sums['chosen']).toBeLessThan(0.85 * sums['usual']!);
    expect(sums['chosen']).toBeLessThan(1.03 * sums['mixture']!);
  });

  it('leaves others what is usual while it is nearly as good', () => {
    const random = seededRandom(6);
    const usual: Quantiles = [4.05, 5, 5.95];
    const mixture: Quantiles = [4.1, 5.02, 5.9];
    const sums = simulate(usual, { mixture, labels: null }, () => 4 + 2 * random());
    expect(sums['chosen']).toBe(sums['usual']);
  });

  it('comes back from its state', () => {
    const choice = new QuantileChoice();
    const plain = { mixture: [4, 5, 6] as const, labels: [4, 4, 5] as const };
    for (let i = 0; i < 90; i++) choice.learn([5, 5, 5.5], plain, 4 + (i % 3));
    const again = new QuantileChoice();
    again.restore(choice.state);
    expect(again.choose([5, 5, 5.5], plain)).toEqual(choice.choose([5, 5, 5.5], plain));
    expect(again.state).toEqual(choice.state);
  });
});
