import { describe, expect, it } from 'vitest';
import { linesIn, paddingIn } from './room.ts';

describe('linesIn', () => {
  it('never promises a line that would be cut', () => {
    expect([10, 30, 60].map((minutes) => linesIn(minutes, 'day'))).toEqual([1, 2, 4]);
    expect([15, 30, 60].map((minutes) => linesIn(minutes, 'week'))).toEqual([1, 1, 3]);
  });
});

describe('paddingIn', () => {
  it('gives way before the text does', () => {
    expect([10, 15, 60].map((minutes) => paddingIn(minutes, 'day'))).toEqual([0, 1, 4]);
  });
});
