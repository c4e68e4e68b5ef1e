import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creationKey, keyBetween, keysBetween } from './order-key.ts';

const ID = '0190aaaa-0000-7000-8000-00000000000f';
const made = fc.integer({ min: 0, max: 2 ** 42 }).map((at) => creationKey(at, ID));

describe('keys of an order', () => {
  it('leave room at each place, however often something is moved there', () => {
    const moves = fc.array(fc.nat({ max: 40 }), { maxLength: 80 });
    fc.assert(
      fc.property(fc.uniqueArray(made, { minLength: 1, maxLength: 8 }), moves, (rows, places) => {
        const keys = rows.toSorted();
        for (const place of places) {
          const at = place % (keys.length + 1);
          const key = keyBetween(keys[at - 1] ?? '', keys[at] ?? null);
          keys.splice(at, 0, key);
          expect(key.endsWith('-')).toBe(false);
        }
        expect(keys).toEqual(keys.toSorted());
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('puts several rows one after the other', () => {
    const [first, last] = [creationKey(1, ID), creationKey(2, ID)];
    const keys = [first, ...keysBetween(first, last, 5), last];
    expect(keys).toEqual(keys.toSorted());
  });

  it('puts a row behind the last one and before what is made later', () => {
    const last = creationKey(1_800_000_000_000, ID);
    const key = keyBetween(last, null);
    expect(key > last).toBe(true);
    expect(key < creationKey(1_800_000_000_001, ID)).toBe(true);
  });

  it('refuses keys that stand the other way round', () => {
    expect(() => keyBetween('b', 'a')).toThrow(RangeError);
    expect(() => keyBetween('a', 'a')).toThrow(RangeError);
  });

  it('grows slowly when the same place is asked for again and again', () => {
    let key = creationKey(2, ID);
    for (let times = 0; times < 100; times += 1) key = keyBetween(creationKey(1, ID), key);
    expect(key.length).toBeLessThan(100);
  });
});
