import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchesByLength, truncate } from './batches.ts';
import { cosine } from './cosine.ts';
import { LruCache } from '../../core/lru.ts';

const tokenLists = fc.array(fc.array(fc.nat(30_000), { minLength: 2, maxLength: 12 }), { maxLength: 120 });

describe('batchesByLength', () => {
  it('puts every text into exactly one batch, with texts of its own length only', () => {
    fc.assert(
      fc.property(tokenLists, (ids) => {
        const batches = batchesByLength(ids);
        expect(batches.flat().sort((a, b) => a - b)).toEqual(ids.map((_, index) => index));
        for (const batch of batches) {
          expect(new Set(batch.map((index) => ids[index]?.length)).size).toBe(1);
          expect(batch.length).toBeLessThanOrEqual(16);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('truncate', () => {
  it('keeps short lists and ends long ones with their end mark', () => {
    expect(truncate([101, 7, 102], 4)).toEqual([101, 7, 102]);
    expect(truncate([101, 7, 8, 9, 102], 4)).toEqual([101, 7, 8, 102]);
    expect(truncate([], 4)).toEqual([]);
  });
});

describe('LruCache', () => {
  it('forgets what was used longest ago', () => {
    const cache = new LruCache<string, number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    expect(cache.get('a')).toBe(1);
    cache.set('c', 3);
    expect(cache.get('b')).toBeUndefined();
    expect([cache.get('a'), cache.get('c'), cache.size]).toEqual([1, 3, 2]);
  });

  it('replaces a value without growing', () => {
    const cache = new LruCache<string, number>(2);
    cache.set('a', 1);
    cache.set('a', 2);
    expect([cache.get('a'), cache.size]).toEqual([2, 1]);
  });
});

describe('cosine', () => {
  it('is 1 for the same direction, 0 for a right angle or no direction', () => {
    expect(cosine([1, 2], [2, 4])).toBeCloseTo(1, 12);
    expect(cosine([1, 0], [0, 3])).toBe(0);
    expect(cosine([0, 0], [1, 1])).toBe(0);
  });
});
