import * as fc from 'fast-check';
import type { ProblemInput } from '../../core/problem.ts';
import { generateWeek } from './generate.ts';

const share = (max: number) => fc.double({ min: 0, max, noNaN: true });

/** Problems of all kinds: days with clock changes, crowded and empty ones, chains, pins, hard deadlines. */
export function anyProblem(mostTasks: number): fc.Arbitrary<ProblemInput> {
  return fc
    .tuple(
      fc.integer({ min: 0, max: 1e9 }),
      fc.record({
        tasks: fc.integer({ min: 1, max: mostTasks }),
        events: fc.integer({ min: 0, max: 15 }),
        days: fc.integer({ min: 1, max: 6 }),
        tz: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'),
        now: fc.constantFrom('2027-03-26T08:10', '2027-10-29T07:03', '2027-03-13T16:55', '2027-11-06T00:00'),
        load: fc.double({ min: 0.1, max: 2, noNaN: true }),
        dependent: share(0.6),
        dueHard: share(1),
        pinned: share(0.3),
        windows: share(0.5),
        ownHours: share(1),
        series: share(0.4),
        focusTime: share(1),
      }),
    )
    .map(([seed, options]) => generateWeek(seed, options));
}

/** Problems with two to five times as much work as time. */
export function anyOverfull(mostTasks: number, fewestTasks = 10): fc.Arbitrary<ProblemInput> {
  return fc
    .tuple(
      fc.integer({ min: 0, max: 1e9 }),
      fc.record({
        tasks: fc.integer({ min: fewestTasks, max: mostTasks }),
        events: fc.integer({ min: 0, max: 6 }),
        days: fc.integer({ min: 1, max: 3 }),
        load: fc.double({ min: 1.5, max: 5, noNaN: true }),
        dependent: share(0.4),
        dueHard: share(0.6),
        pinned: share(0.1),
        windows: share(0.4),
        ownHours: share(0.5),
        series: share(0.2),
      }),
    )
    .map(([seed, options]) => generateWeek(seed, options));
}
