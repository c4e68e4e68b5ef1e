import { describe, expect, it } from 'vitest';
import { newProfile } from './testing.ts';

describe('kept answers', () => {
  it('are found by the id of the intent', () => {
    const { db } = newProfile();
    db.answers.put({ intentId: 'a', request: 'r', answer: { title: 'x', none: null } });
    expect(db.answers.get('a')).toEqual({ intentId: 'a', request: 'r', answer: { title: 'x', none: null } });
    expect(db.answers.get('b')).toBeUndefined();
  });

  it('go with the transaction that failed', () => {
    const { db } = newProfile();
    expect(() =>
      db.transaction(() => {
        db.answers.put({ intentId: 'a', request: 'r', answer: 1 });
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(db.answers.get('a')).toBeUndefined();
  });

  it('are the newest few, and less where they are large', () => {
    const { db } = newProfile();
    const keep = (name: string, times: number, answer: string): number => {
      db.transaction(() => {
        for (let n = 0; n < times; n += 1) db.answers.put({ intentId: `${name}${n}`, request: 'r', answer });
      });
      return Array.from({ length: times }, (_unused, n) => db.answers.get(`${name}${n}`)).filter(Boolean)
        .length;
    };
    expect(keep('small', 700, 'x')).toBe(500);
    expect(db.answers.get('small699')).toBeDefined();
    expect(keep('large', 5, 'x'.repeat(3_000_000))).toBe(2);
    expect(db.answers.get('small699')).toBeUndefined();
    expect(keep('huge', 1, 'x'.repeat(9_000_000))).toBe(1);
  });
});
