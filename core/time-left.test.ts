import { assert, double, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceWithin, timeLeft } from './time-left.ts';

const HOUR = { p10: 40, p50: 60, p90: 100 };

describe('how long still', () => {
  it('is the whole spread at the beginning', () => {
    const left = timeLeft(HOUR, 0)!;
    expect(left.low).toBeCloseTo(40, 1);
    expect(left.likely).toBeCloseTo(60, 1);
    expect(left.high).toBeCloseTo(100, 1);
  });

  it('grows again for who is over: a task that has taken its median has the long half before it', () => {
    const left = timeLeft(HOUR, 60)!;
    // Three in four of all take no longer than 78 minutes (z = 0.674): half of those that take longer than 60.
    expect(left.likely).toBeCloseTo(78.5 - 60, 0);
    expect(left.high).toBeGreaterThan(40);
    // As time passes without an end, the likely end moves back.
    expect(timeLeft(HOUR, 48)!.likely).toBeLessThan(left.likely + 12);
    expect(timeLeft(HOUR, 2000)).toBeNull();
  });

  it('agrees with the chance to be done by then, whatever the spread', () => {
    const minutes = double({ min: 1, max: 600, noNaN: true });
    assert(
      property(tuple(minutes, minutes, minutes), double({ min: 0, max: 1, noNaN: true }), (all, share) => {
        const [p10, p50, p90] = all.toSorted((a, b) => a - b) as [number, number, number];
        const spread = { p10, p50: Math.max(p50, p10 * 1.05), p90: Math.max(p90, p50 * 1.2, p10 * 1.3) };
        const spent = share * spread.p90;
        const left = timeLeft(spread, spent)!;
        expect(left.low).toBeLessThanOrEqual(left.likely + 1e-6);
        expect(left.likely).toBeLessThanOrEqual(left.high + 1e-6);
        expect(chanceWithin(spread, spent, left.likely)).toBeCloseTo(0.5, 3);
        expect(chanceWithin(spread, spent, left.high)).toBeCloseTo(0.9, 3);
      }),
    );
  });
});
