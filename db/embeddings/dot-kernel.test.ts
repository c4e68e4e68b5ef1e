import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { DotKernel } from './dot-kernel.ts';

describe('the scalar products', () => {
  it('are those of plain arithmetic, across blocks and growth', () => {
    const random = seededRandom(5);
    const vectors = Array.from({ length: 2_500 }, () => new Float32Array(384).map(() => random() - 0.5));
    const kernel = new DotKernel();
    for (const [slot, vector] of vectors.entries()) kernel.set(slot, vector);
    kernel.copy(2_499, 7);
    vectors[7] = vectors[2_499] ?? new Float32Array(384);
    const query = new Float32Array(384).map(() => random() - 0.5);
    let seen = 0;
    kernel.products(query, vectors.length, (slot, product) => {
      expect(slot).toBe(seen);
      const expected = query.reduce((sum, value, i) => sum + value * (vectors[slot]?.[i] ?? NaN), 0);
      expect(Math.abs(product - expected)).toBeLessThan(1e-4);
      seen++;
    });
    expect(seen).toBe(vectors.length);
    kernel.products(query, 0, () => expect.unreachable());
  });
});
