import { describe, expect, it } from 'vitest';
import { readRoute, routeOf } from './state.ts';

describe('the address', () => {
  it('brings back the view it was made from', () => {
    const places = [
      { view: 'today', scope: 'open' },
      { view: 'tasks', scope: 'inbox' },
      { view: 'tasks', scope: 'project:01930000-0000-7000-8000-000000000001' },
      { view: 'settings', scope: 'open' },
    ] as const;
    expect(places.map((place) => readRoute(routeOf(place)))).toEqual(places);
  });

  it('falls back to Today for anything unknown', () => {
    expect(['', '#/nowhere', '#/tasks/everything'].map(readRoute)).toEqual([
      { view: 'today', scope: 'open' },
      { view: 'today', scope: 'open' },
      { view: 'tasks', scope: 'open' },
    ]);
  });
});
