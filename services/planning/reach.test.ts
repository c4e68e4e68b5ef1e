import { expect, it } from 'vitest';
import { aTask } from '../testing.ts';
import { importanceOf } from './problem.ts';
import { blockedByHeld, outOfReach, withinReach, withLeftOut } from './reach.ts';

const rankOf = (task: ReturnType<typeof aTask>) => ({
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
  const { near, later } = withinReach(all, rankOf, 5_000);
  const ids = new Set(near.map(({ id }) => id));
  expect([...heavy, pinned, short, light[7]!].filter(({ id }) => !ids.has(id))).toEqual([]);
  expect(near.length + later.length).toBe(all.length);
  expect(near.length).toBeLessThan(1_000);
  const empty = { score: { hard: 0, soft: 0, byConstraint: {} }, blocks: [], unscheduled: [], solveMs: 1 };
  expect(withLeftOut(empty, outOfReach(later)).unscheduled).toHaveLength(later.length);
});

it('leaves an ordinary list alone', () => {
  const tasks = Array.from({ length: 900 }, () => aTask({}));
  expect(withinReach(tasks, rankOf, 1)).toEqual({ near: tasks, later: [] });
});

it('holds back what waits for something on hold, directly and through others, but not what has a place', () => {
  const held = aTask({ title: 'Answer from Jo', onHold: 'waiting' });
  const first = aTask({ title: 'Sign', dependsOn: [held.id] });
  const second = aTask({ title: 'Send', dependsOn: [first.id] });
  const pinned = aTask({ dependsOn: [held.id], pinnedStart: '2027-05-03T10:00' });
  const loose = aTask({ dependsOn: [pinned.id] });
  const pairs = [first, pinned].map(({ id }) => ({ taskId: id, dependsOn: held.id, title: held.title }));
  const blocked = blockedByHeld([second, first, pinned, loose], pairs);
  expect(blocked.map(({ taskId, why }) => [taskId, why?.key, why?.params['other']])).toEqual([
    [first.id, 'plan.unscheduled.dependencyOnHold', 'Answer from Jo'],
    [second.id, 'plan.unscheduled.dependencyUnscheduled', 'Sign'],
  ]);
});
