import { describe, expect, it } from 'vitest';
import {
  lengthWorth,
  orderWorth,
  stillNarrowing,
  NARROWING_WINDOW,
  yieldOf,
  type Yielded,
} from './asking.ts';

const NOW = Date.parse('2027-05-03T10:00:00Z');
const DAY = 86_400_000;

function brought(kind: Yielded['kind'], shares: readonly number[], at = NOW): Yielded[] {
  return shares.map((share) => ({ kind, share, at }));
}

describe('what asking is worth', () => {
  it('grows with the width of the guess and with the tasks that are like it', () => {
    const sure = lengthWorth({ width: 0.8, similarWidths: 0 }, [], NOW);
    const vague = lengthWorth({ width: 3, similarWidths: 0 }, [], NOW);
    const common = lengthWorth({ width: 3, similarWidths: 20 }, [], NOW);
    expect(sure).toBeLessThan(1);
    expect(vague).toBeGreaterThan(1);
    expect(common).toBeGreaterThan(vague);
  });

  it('is little once answers turned out to narrow next to nothing', () => {
    const useless = brought('own', [0.02, -0.1, 0.05, 0, 0.04, 0.01]);
    const useful = brought('own', [0.6, 0.5, 0.7, 0.6, 0.5, 0.6]);
    expect(lengthWorth({ width: 3.5, similarWidths: 0 }, useless, NOW)).toBeLessThan(1);
    expect(lengthWorth({ width: 2, similarWidths: 0 }, useful, NOW)).toBeGreaterThan(1);
  });

  it('counts likeness only as far as answers helped the others', () => {
    const others = { width: 1, similarWidths: 24 };
    const helped = lengthWorth(others, brought('similar', Array<number>(6).fill(0.2)), NOW);
    const not = lengthWorth(others, brought('similar', Array<number>(6).fill(0)), NOW);
    const worse = lengthWorth(others, brought('similar', Array<number>(6).fill(-0.5)), NOW);
    expect(helped).toBeGreaterThan(2 * not);
    expect(worse).toBeLessThan(not);
    expect(worse).toBe(lengthWorth({ width: 1, similarWidths: 0 }, [], NOW));
  });

  it('tries again when what is remembered is long ago', () => {
    const long = brought('own', Array<number>(6).fill(0), NOW - 70 * DAY);
    expect(yieldOf(long, 'own', NOW)).toBe(yieldOf([], 'own', NOW));
  });

  it('of an order follows the expected gain, as far as it came true', () => {
    const telling = { gain: 0.01, uncertainty: 2 };
    expect(orderWorth(telling, [], NOW)).toBeGreaterThan(1);
    expect(orderWorth({ gain: 0.002, uncertainty: 2 }, [], NOW)).toBeLessThan(1);
    expect(orderWorth(telling, brought('order', Array<number>(6).fill(0)), NOW)).toBeLessThan(1);
    expect(orderWorth({ gain: 0, uncertainty: 0 }, [], NOW)).toBe(0);
  });
});

describe('still learning', () => {
  it('holds while there is little to tell by, and while predictions become surer', () => {
    expect(stillNarrowing([])).toBe(true);
    const falling = Array.from(
      { length: NARROWING_WINDOW },
      (_, i) => 4 - (2 * i) / NARROWING_WINDOW + (i % 3) * 0.2,
    );
    expect(stillNarrowing(falling)).toBe(true);
  });

  it('ends when they no longer do, though each differs', () => {
    const level = Array.from({ length: NARROWING_WINDOW }, (_, i) => 3 + Math.sin(i * 1.7) * 0.8);
    expect(stillNarrowing(level)).toBe(false);
    expect(stillNarrowing(level.map((width, i) => width + i * 0.02))).toBe(false);
  });
});
