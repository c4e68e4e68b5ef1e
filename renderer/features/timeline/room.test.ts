import { describe, expect, it } from 'vitest';
import { lineHeightIn, linesIn, paddingIn, textSizeIn } from './room.ts';

describe('linesIn', () => {
  it('never promises a line that would be cut', () => {
    expect([10, 30, 60].map((minutes) => linesIn(minutes, 'day'))).toEqual([1, 2, 4]);
    expect([15, 30, 60].map((minutes) => linesIn(minutes, 'week'))).toEqual([1, 2, 4]);
  });
});

describe('paddingIn', () => {
  it('gives way before the text does', () => {
    expect([10, 15, 60].map((minutes) => paddingIn(minutes, 'day'))).toEqual([0, 1, 4]);
  });
});

describe('text in a short block', () => {
  it('is never higher than the block', () => {
    for (const minutes of [5, 10, 15, 30]) {
      const height = lineHeightIn(minutes, 'week');
      expect(height).toBeLessThan((minutes / 60) * 72);
      expect(textSizeIn(height) ?? 12).toBeLessThanOrEqual(Math.max(8, height));
    }
    expect(textSizeIn(lineHeightIn(30, 'week'))).toBeUndefined();
  });
});
