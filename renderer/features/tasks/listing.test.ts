import { describe, expect, it } from 'vitest';
import { listingOf, ListLayout } from './listing.ts';

describe('ListLayout', () => {
  const groups = [
    { key: 'a', count: 2, minutes: 30 },
    { key: 'b', count: 3, minutes: 0 },
    { key: '', count: 1, minutes: 5 },
  ];
  const rows = (layout: ListLayout): string[] =>
    Array.from({ length: layout.count }, (_unused, place) => {
      const row = layout.rowAt(place)!;
      return row.kind === 'heading' ? `# ${row.group.key}` : String(row.index);
    });

  it('puts a heading before each group, and finds the place of each task', () => {
    const layout = new ListLayout(6, groups, new Set());
    expect(rows(layout)).toEqual(['# a', '0', '1', '# b', '2', '3', '4', '# ', '5']);
    expect([0, 2, 5].map((index) => layout.placeOf(index))).toEqual([1, 4, 8]);
    expect(layout.rowAt(9)).toBeNull();
  });

  it('leaves out the tasks of closed groups', () => {
    const layout = new ListLayout(6, groups, new Set(['b']));
    expect(rows(layout)).toEqual(['# a', '0', '1', '# b', '# ', '5']);
    expect([1, 3, 5].map((index) => layout.placeOf(index))).toEqual([2, null, 5]);
  });

  it('has no headings without groups, and none for the one group of all', () => {
    expect(rows(new ListLayout(3, null, new Set()))).toEqual(['0', '1', '2']);
    expect(rows(new ListLayout(2, [{ key: '', count: 2, minutes: 9 }], new Set()))).toEqual(['0', '1']);
    expect(rows(new ListLayout(0, null, new Set()))).toEqual([]);
  });
});

describe('listingOf', () => {
  it('asks for the plain list unless something else is wanted', () => {
    const plain = { filter: '', sort: 'smart', grouping: 'none' } as const;
    expect(listingOf('open', plain)).toEqual({ withoutSessions: true });
    expect(listingOf('project:x', { ...plain, filter: 'p1' })).toEqual({
      projectId: 'x',
      withoutSessions: true,
      filter: 'p1',
      grouping: 'none',
    });
    expect(listingOf('done', { ...plain, sort: 'title' })).toEqual({ status: 'done', order: 'completed' });
  });
});
