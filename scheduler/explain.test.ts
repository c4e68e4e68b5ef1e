import { describe, expect, it } from 'vitest';
import { say } from '../core/messages/index.ts';
import { problem as problemSchema, type ProblemInput } from '../core/problem.ts';
import { explain, solve } from './index.ts';
import { generateWeek } from './testing/generate.ts';

function explained(input: Partial<ProblemInput> & Pick<ProblemInput, 'tasks'>) {
  const problem = problemSchema.parse({
    now: '2027-05-03T09:00',
    tz: 'UTC',
    horizonDays: 2,
    workingHours: { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']] },
    ...input,
  });
  const plan = solve(problem, { maxEvaluations: 3000, now: () => 0 });
  const reasons = explain(problem, plan);
  const words = (id: string): { here: string; earlier: string } => {
    const own = reasons.find(({ taskId }) => taskId === id)!;
    return { here: own.whyHere.map(say).join(' '), earlier: own.whyNotEarlier.map(say).join(' ') };
  };
  return { plan, reasons, words };
}

describe('explain', () => {
  it('names pins, deadlines, dependencies and earliest starts', () => {
    const { words } = explained({
      tasks: [
        { id: 'a', title: 'Sand', durationMin: 60, due: '2027-05-03T12:00' },
        { id: 'b', durationMin: 30, dependsOn: ['a'] },
        { id: 'c', durationMin: 30, earliest: '2027-05-03T14:00' },
        { id: 'd', durationMin: 30, pinnedStart: '2027-05-03T16:00' },
      ],
      weights: { tardiness: 1, asap: 1 },
    });
    expect(words('a')).toEqual({
      here: 'Done 2h before it is due.',
      earlier: 'It starts as soon as it can.',
    });
    expect(words('b').earlier).toBe('It is blocked by “Sand”, which ends 3 May, 10:00.');
    expect(words('c').earlier).toBe("It can't start before 3 May, 14:00.");
    expect(words('d')).toEqual({ here: 'You pinned it here.', earlier: 'You pinned it.' });
  });

  it('keeps to itself what no one said, and gives a chosen day and a typed time words of their own', () => {
    const day = { horizonDays: 5, now: '2027-05-06T08:00' };
    const morning: [string, string][] = [['09:00', '12:00']];
    const { words } = explained({
      ...day,
      workingHours: { thu: morning, fri: morning, mon: morning },
      tasks: [
        { id: 'planner', durationMin: 60, priority: 1, due: '2027-05-06', dueBy: 'planner', weight: 2 },
        {
          id: 'day',
          durationMin: 60,
          earliest: '2027-05-07',
          due: '2027-05-07',
          dueBy: 'day',
          chosenDay: '2027-05-07',
        },
        {
          id: 'sat',
          durationMin: 60,
          earliest: '2027-05-08',
          due: '2027-05-10',
          dueBy: 'day',
          chosenDay: '2027-05-08',
        },
        { id: 'time', durationMin: 60, pinnedStart: '2027-05-06T10:00', pinBy: 'time' },
        { id: 'after', durationMin: 60, earliest: '2027-05-06T10:30' },
      ],
      weights: { tardiness: 1, asap: 1 },
    });
    expect(words('planner')).toEqual({
      here: 'It has priority 1.',
      earlier: 'Your working hours begin 6 May, 09:00.',
    });
    expect(words('day')).toEqual({
      here: 'Planned for Friday, 7 May, as you chose.',
      earlier: 'You chose Friday, 7 May for it. Your working hours begin 7 May, 09:00.',
    });
    expect(words('sat').here).toBe('You chose Saturday, 8 May, which has no working hours.');
    expect(words('time')).toEqual({ here: 'You gave it this time, 10:00.', earlier: 'You gave it a time.' });
    expect(words('after').earlier).toBe("It can't start before 6 May, 10:30.");
  });

  it('says what an earlier free place would cost', () => {
    const energyByHour = Array.from({ length: 24 }, (_, hour) => (hour >= 14 && hour < 16 ? 1 : 0.2));
    const { plan, words } = explained({
      tasks: [{ id: 'a', durationMin: 60, energy: 'high' }],
      profile: { energyByHour },
      weights: { energy: 10, asap: 1 },
    });
    expect(plan.blocks[0]!.start).toBe('2027-05-03T14:00');
    expect(words('a').here).toBe('You have the energy for it around 14:00.');
    expect(words('a').earlier).toBe('Your energy at 3 May, 09:00 suits it less.');
  });

  it('names the meeting and the tasks that have the time before', () => {
    const { words } = explained({
      events: [{ id: 'e', title: 'Standup', start: '2027-05-03T10:00', end: '2027-05-03T10:30' }],
      tasks: [
        { id: 'urgent', title: 'Invoice', durationMin: 60, due: '2027-05-03T10:00' },
        { id: 'later', durationMin: 60, due: '2027-05-03T13:00' },
      ],
      weights: { tardiness: 1, asap: 1 },
    });
    expect(words('later').earlier).toBe(
      '“Standup” lasts until 3 May, 10:30. “Invoice” is due sooner, 3 May, 10:00.',
    );
  });

  it('has words for every reason it gives on generated weeks', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const problem = problemSchema.parse(generateWeek(seed, { load: seed / 4, dueHard: 0.3 }));
      const plan = solve(problem, { maxEvaluations: 500, now: () => 0 });
      const reasons = explain(problem, { ...plan });
      expect(reasons).toHaveLength(plan.blocks.length);
      const messages = [
        ...reasons.flatMap(({ whyHere, whyNotEarlier }) => [...whyHere, ...whyNotEarlier]),
        ...plan.unscheduled.flatMap(({ why, remedy }) => [why!, ...(remedy ? [remedy] : [])]),
      ];
      for (const message of messages) {
        expect(say(message)).not.toBe(message.key);
        expect(say(message)).not.toMatch(/undefined|null|NaN/);
      }
      for (const { whyHere, whyNotEarlier } of reasons) {
        expect(whyHere.length).toBeGreaterThan(0);
        expect(whyNotEarlier.length).toBeGreaterThan(0);
      }
    }
  });
});
