import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHalves, toHalves } from './halves.ts';

describe('halves', () => {
  it('come back as they were', () => {
    const all = Uint16Array.from({ length: 0x10000 }, (_, i) => i).filter(
      (half) => (half & 0x7c00) !== 0x7c00,
    );
    expect(toHalves(fromHalves(all))).toEqual(all);
    expect(fromHalves(toHalves([Number.NaN]))).toEqual(Float64Array.of(Number.NaN));
    expect(fromHalves(toHalves([1e9, -1e9]))).toEqual(Float64Array.of(65_504, -65_504));
  });

  it('are the nearest there are', () => {
    fc.assert(
      fc.property(fc.double({ min: -60_000, max: 60_000, noNaN: true }), (value) => {
        const [half = 0] = toHalves([value]);
        const error = (word: number): number => Math.abs(fromHalves([word])[0]! - value);
        for (const other of [half - 1, half + 1]) {
          // The neighbours of zero and of the largest belong to the other sign.
          if (other < 0 || ((other ^ half) & 0x8000) !== 0) continue;
          expect(error(half)).toBeLessThanOrEqual(error(other) * (1 + 1e-6) + 1e-12);
        }
      }),
      { numRuns: 300 },
    );
  });
});
