import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { plan as planSchema, problem as problemSchema, type ProblemInput } from '../core/problem.ts';
import { forecast, solve } from './index.ts';

/** Numbers that no person means, anywhere in a problem. */

const ODD = [1e308, -1e308, Number.MAX_SAFE_INTEGER, 1e9, 1e6, 5e-324, -5e-324, 0, -0, -1, 0.1, 1.5];

const whole: ProblemInput = {
  now: '2027-05-03T09:00',
  tz: 'Europe/Berlin',
  horizonDays: 3,
  workingHours: 'always',
  events: [
    { id: 'e', start: '2027-05-03T10:00', end: '2027-05-03T11:00', travelBeforeMin: 10, travelAfterMin: 5 },
  ],
  tasks: [
    {
      id: 'a',
      durationMin: 60,
      due: '2027-05-03T12:00',
      priority: 1,
      weight: 3,
      importance: 4,
      splittable: true,
      minChunkMin: 20,
      embedding: [0.6, 0.8],
      preferred: { hour: 9, strength: 0.5 },
      spread: { p10: 40, p50: 60, p90: 90 },
    },
    { id: 'b', durationMin: 30, energy: 'high', embedding: [0.8, -0.6], dependsOn: ['a'], weight: 1 },
    { id: 'c', durationMin: 45, project: 'P', pinnedStart: '2027-05-03T14:00', embedding: [1, 0] },
  ],
  profile: {
    energyByHour: Array.from({ length: 24 }, (_, hour) => hour / 24),
    focusMin: 50,
    breakMin: 10,
    switchCostMin: 5,
    bufferMin: 5,
    capacityMin: { mon: 200 },
  },
  previous: [{ taskId: 'b', start: '2027-05-03T09:00', end: '2027-05-03T09:30', part: 1, parts: 1 }],
  weights: {
    tardiness: 1,
    priority: 1,
    energy: 1,
    switching: 1,
    fragmentation: 1,
    buffers: 1,
    focus: 1,
    load: 1,
    preferred: 1,
    asap: 1,
    stability: 1,
  },
};

/** Ways to each number of a value. */
function numbersIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => numbersIn(part, [...path, key]));
}

function withNumber(path: readonly string[], number: number): unknown {
  const copy = structuredClone(whole) as unknown as Record<string, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[path.at(-1)!] = number;
  return copy;
}

it('any number anywhere in a problem is refused by name or planned with finite figures', () => {
  const places = numbersIn(whole);
  expect(places.length).toBeGreaterThan(50);
  let planned = 0;
  const number = fc.oneof(fc.constantFrom(...ODD), fc.double({ noNaN: true, noDefaultInfinity: true }));
  fc.assert(
    fc.property(fc.constantFrom(...places), number, (path, odd) => {
      const read = problemSchema.safeParse(withNumber(path, odd));
      if (!read.success) return;
      planned += 1;
      const answer = solve(read.data, { maxEvaluations: 20, now: () => 0 });
      const plan = planSchema.parse(answer);
      const { days, tasks } = forecast(read.data, plan, { samples: 20, seed: 1 });
      const figures: unknown[] = [plan, days, tasks].flatMap((part) =>
        numbersIn(part).map((way) =>
          way.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], part),
        ),
      );
      expect(figures.filter((figure) => !Number.isFinite(figure))).toEqual([]);
    }),
    { numRuns: 600 },
  );
  expect(planned).toBeGreaterThan(50);
});
