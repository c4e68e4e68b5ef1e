import { describe, expect, it } from 'vitest';
import type { DurationPrediction } from '../../core/domain/prediction.ts';
import { afterVerdict } from './duration-prediction.ts';

const guess: DurationPrediction = {
  predictionId: null,
  p10: 20,
  p50: 40,
  p90: 120,
  source: 'learned',
  similar: [],
  why: { key: 'duration.learned', params: { count: 30 } },
};

describe('a verdict on a guess', () => {
  it('keeps the part of the spread that it leaves', () => {
    const shorter = afterVerdict(guess, 'tooLong');
    expect(shorter.p90).toBeLessThanOrEqual(guess.p50);
    expect(shorter.p50).toBeGreaterThan(guess.p10);
    expect(shorter.p10).toBeLessThan(guess.p10);
    const longer = afterVerdict(guess, 'tooShort');
    expect(longer.p10).toBeGreaterThanOrEqual(guess.p50);
    expect(longer.p50).toBeLessThan(guess.p90);
    expect(longer.p90).toBeGreaterThan(guess.p90);
  });

  it('goes on in the same direction when it is said again', () => {
    const once = afterVerdict(guess, 'tooLong');
    expect(afterVerdict(once, 'tooLong').p50).toBeLessThan(once.p50);
  });

  it('changes nothing when the guess was right or is about something else', () => {
    expect(afterVerdict(guess, 'yes')).toBe(guess);
    expect(afterVerdict(guess, 'notNow')).toBe(guess);
  });
});
