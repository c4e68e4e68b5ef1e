import { describe, expect, it } from 'vitest';
import { type Neighbour, suggestFromNeighbours } from './suggest.ts';

const near = (more: Partial<Neighbour>): Neighbour => ({
  title: 'Write weekly report',
  similarity: 0.85,
  project: null,
  tags: [],
  durationMin: null,
  startHour: null,
  ...more,
});

describe('suggestFromNeighbours', () => {
  it('takes what similar tasks agree on, with its evidence', () => {
    const same = { project: 'Work', tags: ['writing'], durationMin: 45, startHour: 9.1 };
    const found = suggestFromNeighbours([near(same), near(same), near({ ...same, durationMin: 50 })]);
    expect(found.map((s) => [s.field, s.value])).toEqual([
      ['project', 'Work'],
      ['tags', ['writing']],
      ['durationMin', 45],
      ['timeOfDay', '09:00'],
    ]);
    expect(found[0]?.why).toEqual({
      key: 'suggest.fromSimilar',
      params: { count: 3, of: 3, example: 'Write weekly report' },
    });
    expect(found[2]?.why.params).toMatchObject({ low: 45, high: 50 });
  });

  it('says nothing from one neighbour, from far ones, or when they disagree', () => {
    expect(suggestFromNeighbours([near({ project: 'Work' })])).toEqual([]);
    expect(
      suggestFromNeighbours([
        near({ project: 'A', similarity: 0.3 }),
        near({ project: 'A', similarity: 0.2 }),
      ]),
    ).toEqual([]);
    const split = ['A', 'B', 'C', 'A', 'B', 'C'].map((project) => near({ project }));
    expect(suggestFromNeighbours(split)).toEqual([]);
    const wide = [5, 30, 120, 300].map((durationMin) => near({ durationMin }));
    expect(suggestFromNeighbours(wide)).toEqual([]);
  });

  it('prefers tracked minutes to planned ones', () => {
    const rows = [
      near({ durationMin: 30, actualMin: 60 }),
      near({ durationMin: 30, actualMin: 65 }),
      near({ durationMin: 30, actualMin: 60 }),
    ];
    expect(suggestFromNeighbours(rows).map((s) => s.value)).toEqual([60]);
  });
});
