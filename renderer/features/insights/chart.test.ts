import { describe, expect, it } from 'vitest';
import { linear, linePath, spread, ticks, uncertainty } from './chart.ts';

describe('charts', () => {
  it('maps ranges onto ranges', () => {
    const y = linear([0, 10], [200, 0]);
    expect([y(0), y(5), y(10)]).toEqual([200, 100, 0]);
    expect(linear([3, 3], [0, 100])(3)).toBe(50);
  });

  it('chooses round ticks that reach the largest value', () => {
    expect(ticks(37)).toEqual([0, 10, 20, 30, 40]);
    expect(ticks(0.31)).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
    expect(ticks(8)).toEqual([0, 2, 4, 6, 8]);
    expect(ticks(0)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  it('draws a line through its points', () => {
    expect(
      linePath([
        [0, 1],
        [10.04, 2.26],
      ]),
    ).toBe('M0 1L10 2.3');
    expect(linePath([])).toBe('');
  });

  it('moves labels apart without changing their order', () => {
    expect(spread([10, 12, 50], 14)).toEqual([10, 24, 50]);
    expect(spread([12, 10], 14)).toEqual([24, 10]);
  });

  it('is less sure of few observations', () => {
    expect(uncertainty(0.5, 10)).toBeGreaterThan(uncertainty(0.5, 100));
    expect(uncertainty(1, 5)).toBeGreaterThan(0);
  });
});
