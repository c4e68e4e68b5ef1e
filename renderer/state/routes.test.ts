import { describe, expect, it } from 'vitest';
import { readRoute, routeOf, routes } from './routes.ts';

describe('the address', () => {
  it('brings back the view it was made from', () => {
    const places = [
      { view: 'today', scope: 'open' },
      { view: 'tasks', scope: 'inbox' },
      { view: 'tasks', scope: 'project:01930000-0000-7000-8000-000000000001' },
      { view: 'tasks', scope: `tag:${encodeURIComponent('deep work/long')}` },
      { view: 'settings', scope: 'open' },
    ] as const;
    expect(places.map((place) => readRoute(routeOf(place)))).toEqual(places);
  });

  it('leads to each row of the table, and each has a name, an id and a key of its own', () => {
    const rows = routes.map((route) => ({ key: null, scope: 'open' as const, ...route }));
    expect(rows.map(({ view, scope }) => readRoute(routeOf({ view, scope })))).toEqual(
      rows.map(({ view, scope }) => ({ view, scope })),
    );
    const keys = rows.flatMap(({ key }) => key ?? []);
    for (const names of [rows.map(({ id }) => id), rows.map(({ label }) => label), keys]) {
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('falls back to Today for anything unknown', () => {
    expect(['', '#/nowhere', '#/tasks/everything'].map(readRoute)).toEqual([
      { view: 'today', scope: 'open' },
      { view: 'today', scope: 'open' },
      { view: 'tasks', scope: 'open' },
    ]);
  });
});
