import { assert, integer, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowAt, windowsFor } from './windows.ts';

describe('windowsFor', () => {
  it('asks for the first window before the length is known', () => {
    expect(windowsFor(0, 20, 0, 100)).toEqual([0]);
  });

  it('looks ahead near the end of a window', () => {
    expect(windowsFor(0, 20, 1_000, 100)).toEqual([0]);
    expect(windowsFor(60, 80, 1_000, 100)).toEqual([0, 1]);
  });

  it('covers every visible row and stays inside the list', () => {
    assert(
      property(integer({ min: 1, max: 100_000 }), nat(100_000), nat(60), (total, start, length) => {
        const first = Math.min(start, total - 1);
        const last = Math.min(first + length, total - 1);
        const windows = windowsFor(first, last, total);
        expect(windows).toContain(Math.floor(first / 100));
        expect(windows).toContain(Math.floor(last / 100));
        expect(Math.max(...windows)).toBeLessThanOrEqual(Math.floor((total - 1) / 100));
        expect(windows.length).toBeLessThanOrEqual(3);
      }),
    );
  });
});

describe('rowAt', () => {
  it('finds a row in its window, and nothing in one not fetched', () => {
    const windows = new Map([[1, ['c', 'd']]]);
    expect([rowAt(windows, 3, 2), rowAt(windows, 0, 2)]).toEqual(['d', undefined]);
  });
});
