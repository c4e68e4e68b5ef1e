import { expect, it } from 'vitest';
import { aTask } from '../testing.ts';
import { importanceOf } from './problem.ts';
import { withinReach, withLater } from './reach.ts';

const standing = (task: ReturnType<typeof aTask>) => ({
  importance: importanceOf(task),
  minutes: task.durationMin ?? 30,
  placed: task.pinnedStart !== null,
});

it('gives the solver the weightiest of a long list, what they wait for, and what has a place', () => {
  const light = Array.from({ length: 3_000 }, () => aTask({ priority: 4, durationMin: 60 }));
  const heavy = Array.from({ length: 400 }, () =>
    aTask({ priority: 1, durationMin: 60, dependsOn: [light[7]!.id] }),
  );
  const pinned = aTask({ priority: 4, durationMin: 60, pinnedStart: '2027-05-03T10:00' });
  const short = aTask({ priority: 4, durationMin: 5 });
  const all = [...light, ...heavy, pinned, short];
  const { near, later } = withinReach(all, standing, 5_000);
  const ids = new Set(near.map(({ id }) => id));
  expect([...heavy, pinned, short, light[7]!].filter(({ id }) => !ids.has(id))).toEqual([]);
  expect(near.length + later.length).toBe(all.length);
  expect(near.length).toBeLessThan(1_000);
  const empty = { score: { hard: 0, soft: 0, byConstraint: {} }, blocks: [], unscheduled: [], solveMs: 1 };
  expect(
    withLater(
      empty,
      later.map(({ id }) => id),
    ).unscheduled,
  ).toHaveLength(later.length);
});

it('leaves an ordinary list alone', () => {
  const tasks = Array.from({ length: 900 }, () => aTask({}));
  expect(withinReach(tasks, standing, 1)).toEqual({ near: tasks, later: [] });
});
