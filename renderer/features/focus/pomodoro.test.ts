import { describe, expect, it } from 'vitest';
import { breakLength, workLeft } from './pomodoro.ts';

const MINUTE = 60_000;

describe('a Pomodoro', () => {
  it('is 25 minutes of work and never less than nothing', () => {
    expect(workLeft(1_000, 1_000)).toBe(25 * MINUTE);
    expect(workLeft(1_000, 1_000 + 24 * MINUTE)).toBe(MINUTE);
    expect(workLeft(1_000, 1_000 + 90 * MINUTE)).toBe(0);
  });

  it('has a long break after each fourth round', () => {
    expect([1, 2, 3, 4, 5, 8].map((round) => breakLength(round) / MINUTE)).toEqual([5, 5, 5, 15, 5, 15]);
  });
});
