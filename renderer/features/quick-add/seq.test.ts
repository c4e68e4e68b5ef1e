import { describe, expect, it } from 'vitest';
import { Sequence } from './seq.ts';

describe('Sequence', () => {
  it('drops answers that arrive after a newer one', () => {
    const sequence = new Sequence();
    const first = sequence.next();
    const second = sequence.next();
    expect(sequence.take(second)).toBe(true);
    expect(sequence.take(first)).toBe(false);
    expect(sequence.take(second)).toBe(false);
  });

  it('takes answers in between while the newest is on its way', () => {
    const sequence = new Sequence();
    const first = sequence.next();
    const second = sequence.next();
    expect([sequence.take(first), sequence.take(second)]).toEqual([true, true]);
  });

  it('drops everything that was asked before a reset', () => {
    const sequence = new Sequence();
    const asked = sequence.next();
    sequence.reset();
    expect(sequence.take(asked)).toBe(false);
    expect(sequence.take(sequence.next())).toBe(true);
  });

  it('refuses numbers it never gave out', () => {
    expect(new Sequence().take(7)).toBe(false);
  });
});
