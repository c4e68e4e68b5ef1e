import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guessedRange, shownMinutes } from './guess.ts';

describe('a guess and its range', () => {
  it('are rounded alike, so that the range holds the guess, however short or odd', () => {
    expect(guessedRange({ p10: 0.7, p50: 1, p90: 1.2 })).toEqual({ low: 5, guess: 5, high: 5 });
    expect(guessedRange({ p10: 35, p50: 52, p90: 71 })).toEqual({ low: 35, guess: 50, high: 70 });
    const minutes = fc.double({ min: 0.1, max: 2_000, noNaN: true });
    fc.assert(
      fc.property(minutes, minutes, minutes, (p10, p50, p90) => {
        const { low, guess, high } = guessedRange({ p10, p50, p90 });
        expect(low).toBeLessThanOrEqual(guess);
        expect(guess).toBeLessThanOrEqual(high);
      }),
    );
  });
});

describe('the minutes of a task', () => {
  it('are those given, else the round guess, in lists and sums alike', () => {
    expect(shownMinutes({ durationMin: 61, predicted: { p50: 20 } })).toBe(61);
    expect(shownMinutes({ durationMin: null, predicted: { p50: 61.4 } })).toBe(60);
    expect(shownMinutes({ durationMin: null, predicted: null })).toBeNull();
  });
});
