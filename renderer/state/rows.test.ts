import { describe, expect, it } from 'vitest';
import { neighbour } from './rows.ts';

describe('neighbour', () => {
  const ids = ['a', 'b', 'c'];

  it('moves one row and stops at the ends', () => {
    expect([neighbour(ids, 'a', 1), neighbour(ids, 'c', 1), neighbour(ids, 'a', -1)]).toEqual([
      'b',
      'c',
      'a',
    ]);
  });

  it('begins at the first row', () => {
    expect([neighbour(ids, null, 1), neighbour(ids, 'gone', -1), neighbour([], null, 1)]).toEqual([
      'a',
      'a',
      null,
    ]);
  });
});
