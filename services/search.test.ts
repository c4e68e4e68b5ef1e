import { describe, expect, it } from 'vitest';
import { taskId } from '../core/ids.ts';
import type { Neighbour, WordHit } from '../db/index.ts';
import { fuse } from './search.ts';

const id = (n: number) => taskId.parse(`0190a0a0-0000-7000-8000-00000000000${n}`);
const word = (n: number): WordHit => ({ taskId: id(n), title: `t${n}`, status: 'open', score: 1 });
const near = (n: number): Neighbour => ({
  taskId: id(n),
  title: `t${n}`,
  similarity: 0.9,
  status: 'open',
  project: null,
  tags: [],
  actualMin: null,
  durationMin: null,
  startHour: null,
  createdAt: 0,
  completedAt: null,
});

describe('fuse', () => {
  it('puts a hit of both above the first of either, and scales the best to 1', () => {
    const hits = fuse([word(1), word(2)], [near(3), near(2)]);
    expect(hits.map((hit) => [hit.id, hit.matched])).toEqual([
      [id(2), 'both'],
      [id(1), 'words'],
      [id(3), 'meaning'],
    ]);
    expect(fuse([word(1)], [near(1)])[0]?.score).toBeCloseTo(1, 12);
    expect(fuse([], [])).toEqual([]);
    const many = Array.from({ length: 9 }, (_, n) => n);
    const mixed = fuse(many.slice(1).map(word), [near(0)]);
    expect(mixed.at(-1)).toMatchObject({ id: id(0), matched: 'meaning' });
  });
});
