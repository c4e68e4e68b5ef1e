import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { say } from '../core/messages/index.ts';
import { problem as problemSchema, type Plan, type ProblemInput } from '../core/problem.ts';
import { solve } from './index.ts';
import { anyOverfull } from './testing/arbitrary.ts';
import { verify } from './testing/verify.ts';

const frozen = () => 0;

function answer(tasks: ProblemInput['tasks'], events: ProblemInput['events'] = []): Plan {
  const problem = problemSchema.parse({
    now: '2027-05-03T08:00',
    tz: 'UTC',
    horizonDays: 1,
    workingHours: { mon: [['09:00', '12:00']] },
    events,
    tasks,
    firmPins: true,
  });
  const plan = solve(problem, { maxEvaluations: 200, now: frozen });
  expect(verify(problem, plan)).toEqual([]);
  return plan;
}

function starts({ blocks }: Plan): Record<string, string> {
  return Object.fromEntries(blocks.map(({ taskId, start }) => [taskId, start.slice(11)]));
}

function collisions(plan: Plan): Record<string, string> {
  return Object.fromEntries((plan.collisions ?? []).map(({ taskId, why }) => [taskId, say(why)]));
}

describe('firm pins', () => {
  it('both stand when two collide, and the lighter one is told to', () => {
    const plan = answer([
      { id: 'call', durationMin: 60, priority: 1, pinnedStart: '2027-05-03T09:30' },
      { id: 'lunch', durationMin: 60, pinnedStart: '2027-05-03T10:00' },
      { id: 'mail', durationMin: 30 },
    ]);
    expect(starts(plan)).toMatchObject({ call: '09:30', lunch: '10:00' });
    expect(plan.unscheduled).toEqual([]);
    expect(collisions(plan)).toEqual({ lunch: 'At the same time as “call”.' });
  });

  it('stand over an event, before their earliest start and after a hard deadline', () => {
    const plan = answer(
      [
        { id: 'a', durationMin: 30, pinnedStart: '2027-05-03T09:00' },
        { id: 'b', durationMin: 30, pinnedStart: '2027-05-03T10:00', earliest: '2027-05-03T11:00' },
        { id: 'c', durationMin: 30, pinnedStart: '2027-05-03T11:00', due: '2027-05-03T10:00', dueHard: true },
      ],
      [{ id: 'e', start: '2027-05-03T09:15', end: '2027-05-03T09:45' }],
    );
    expect(Object.keys(starts(plan))).toEqual(['a', 'b', 'c']);
    expect(Object.keys(collisions(plan))).toEqual(['a', 'b', 'c']);
  });

  it('stand before what they wait for when that has no room before them', () => {
    const plan = answer([
      { id: 'prepare', durationMin: 90 },
      { id: 'talk', durationMin: 30, pinnedStart: '2027-05-03T10:00', dependsOn: ['prepare'] },
    ]);
    expect(starts(plan)).toEqual({ talk: '10:00', prepare: '10:30' });
    expect(collisions(plan)).toEqual({ talk: "“prepare” blocks it and isn't done by then." });
  });

  it('keep their minute however full the days are', () => {
    fc.assert(
      fc.property(anyOverfull(40), (input) => {
        const problem = problemSchema.parse({ ...input, firmPins: true });
        const plan = solve(problem, { maxEvaluations: 100, now: frozen });
        expect(verify(problem, plan)).toEqual([]);
        const pins = problem.tasks.filter(({ pinnedStart }) => pinnedStart !== undefined);
        const out = new Set(plan.unscheduled.map(({ taskId }) => taskId));
        expect(pins.filter(({ id }) => out.has(id))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
