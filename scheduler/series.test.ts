import { describe, expect, it } from 'vitest';
import { say } from '../core/messages/index.ts';
import { problem as problemSchema, type Plan, type Problem, type ProblemInput } from '../core/problem.ts';
import { explain, forecast, estimateCompletion, solve } from './index.ts';
import { verify } from './testing/verify.ts';

const hours: [string, string][] = [['09:00', '17:00']];

function answer(input: Partial<ProblemInput> & Pick<ProblemInput, 'tasks'>): {
  problem: Problem;
  plan: Plan;
} {
  const problem = problemSchema.parse({
    now: '2027-05-03T08:00',
    tz: 'UTC',
    horizonDays: 3,
    workingHours: { mon: hours, tue: hours, wed: hours },
    weights: { asap: 1 },
    ...input,
  });
  const plan = solve(problem, { maxEvaluations: 2000, now: () => 0 });
  expect(verify(problem, plan)).toEqual([]);
  return { problem, plan };
}

function starts({ blocks }: Plan): Record<string, string> {
  return Object.fromEntries(blocks.filter(({ part }) => part === 1).map((b) => [b.taskId, b.start.slice(5)]));
}

const run = (id: string) => ({ id, title: 'Run', durationMin: 60, series: 'run' });

describe('tasks of one series', () => {
  it('begin on days of their own, others where they like', () => {
    const { plan } = answer({ tasks: [run('a'), run('b'), run('c'), { id: 'd', durationMin: 60 }] });
    const days = Object.entries(starts(plan)).filter(([id]) => id !== 'd');
    expect(new Set(days.map(([, start]) => start.slice(0, 5))).size).toBe(3);
    expect(starts(plan)['d']!.slice(0, 5)).toBe('05-03');
  });

  it('say that they are one of several, and why a later one does not come earlier', () => {
    const { problem, plan } = answer({
      tasks: [
        { ...run('a'), due: '2027-05-05', dueHard: true },
        { ...run('b'), due: '2027-05-05', dueHard: true, earliest: '2027-05-05' },
      ],
    });
    const [first, second] = explain(problem, plan);
    expect(first!.whyHere.map((reason) => say(reason))).toContain(
      "One of that week's sessions, on its own day.",
    );
    expect(second!.whyNotEarlier.map((reason) => say(reason)).join(' ')).toContain(
      'Sessions are spread over the week; this one starts no earlier than',
    );
  });

  it('are left out when every day with room has one, in so many words', () => {
    const { plan } = answer({ horizonDays: 2, tasks: [run('a'), run('b'), run('c')] });
    expect(plan.blocks).toHaveLength(2);
    const [missing] = plan.unscheduled;
    expect(missing!.reason).toBe('seriesDayTaken');
    expect(say(missing!.why!)).toBe('Each day with room for it already has “Run”.');
    expect(say(missing!.remedy!)).toBe('Allow another day for it, or plan one session fewer.');
  });

  it('offer a day of their own when something else fills it', () => {
    const { plan } = answer({
      horizonDays: 2,
      weights: { tardiness: 1 },
      tasks: [
        { ...run('a'), priority: 1 },
        { ...run('b'), priority: 1 },
        { id: 'all day', durationMin: 480, due: '2027-05-03', dueHard: true, priority: 1 },
        { id: 'minor', durationMin: 60, pinnedStart: '2027-05-04T16:00' },
      ],
    });
    expect(plan.unscheduled.map(({ reason }) => reason)).toEqual(['seriesDayTaken']);
    const [{ remedy, remedies } = {}] = plan.unscheduled;
    expect(say(remedy!)).toBe('It fits if “all day” is postponed.');
    expect(remedies![0]).toEqual(remedy);
    // The other day holds a run and a pin; what gives up its time finds none before the end of the plan.
    expect(remedy!.params).toMatchObject({ with: 'all day', day: '2027-05-05' });
  });

  it('count a pin, even one in the past or outside the hours', () => {
    const { plan } = answer({
      now: '2027-05-03T12:00',
      tasks: [
        { ...run('begun'), pinnedStart: '2027-05-03T11:30' },
        { ...run('late'), pinnedStart: '2027-05-04T20:00' },
        run('free'),
      ],
    });
    expect(starts(plan)).toEqual({ begun: '05-03T11:30', late: '05-04T20:00', free: '05-05T09:00' });
  });

  it('pinned to one day: the weightier stays', () => {
    const { plan } = answer({
      tasks: [
        { ...run('minor'), pinnedStart: '2027-05-03T09:00' },
        { ...run('major'), pinnedStart: '2027-05-03T15:00', priority: 1 },
      ],
    });
    expect(starts(plan)).toEqual({ major: '05-03T15:00' });
    expect(plan.unscheduled[0]).toMatchObject({ taskId: 'minor', reason: 'pinConflict' });
    expect(say(plan.unscheduled[0]!.why!)).toBe(
      '“Run” is pinned to the same day, and there is one session a day at most.',
    );
  });

  it('may be cut: only the day of the first piece counts', () => {
    const { plan } = answer({
      horizonDays: 2,
      tasks: ['a', 'b'].map((id) => ({ id, durationMin: 420, series: 'deep', splittable: true })),
    });
    expect(plan.unscheduled).toEqual([]);
    expect(new Set(Object.values(starts(plan)).map((start) => start.slice(0, 5))).size).toBe(2);
  });

  it('cross midnight by the local day on which they begin', () => {
    const { plan } = answer({
      now: '2027-05-03T23:00',
      tz: 'Pacific/Auckland',
      workingHours: 'always',
      tasks: [run('a'), run('b')].map((task) => ({ ...task, durationMin: 120 })),
    });
    expect(Object.values(starts(plan)).toSorted()).toEqual(['05-03T23:00', '05-04T01:00']);
  });

  it('stay where the last plan had them', () => {
    const block = (taskId: string, day: string) => {
      return { taskId, start: `${day}T11:00`, end: `${day}T12:00`, part: 1, parts: 1 };
    };
    const { plan } = answer({
      tasks: [run('a'), run('b')],
      previous: [block('a', '2027-05-05'), block('b', '2027-05-03')],
      weights: { asap: 1, stability: 60 },
    });
    expect(starts(plan)).toEqual({ a: '05-05T11:00', b: '05-03T11:00' });
  });

  it('say why they are not a day earlier', () => {
    const { problem, plan } = answer({ tasks: [run('a'), run('b')] });
    const second = explain(problem, plan).find(({ taskId }) => taskId === plan.blocks[1]!.taskId)!;
    expect(second.whyNotEarlier.map(say)).toContain(
      '“Run” is already on 3 May, and there is one session a day at most.',
    );
  });
});

describe('focus time', () => {
  const focusTime = [{ start: '2027-05-03T13:00', end: '2027-05-03T15:00' }];

  it('draws demanding work in and keeps easy work out', () => {
    const { problem, plan } = answer({
      focusTime,
      weights: { asap: 1, focusTime: 10 },
      tasks: [
        { id: 'hard', durationMin: 120, energy: 'high' },
        { id: 'easy', durationMin: 60, energy: 'low' },
        { id: 'long', durationMin: 200, energy: 'medium' },
      ],
    });
    expect(starts(plan)['hard']).toBe('05-03T13:00');
    expect(plan.score.byConstraint['focusTime']).toBe(0);
    const [hard] = explain(problem, plan, new Set(['hard']));
    expect(hard!.whyHere.map(say)).toContain('Your focus time is reserved for work like this.');
  });

  it('is the reason why work waits for it, or leaves it free', () => {
    const { problem, plan } = answer({
      now: '2027-05-03T13:00',
      focusTime,
      weights: { asap: 1, focusTime: 10 },
      tasks: [{ id: 'easy', durationMin: 20 }],
    });
    expect(starts(plan)['easy']).toBe('05-03T15:00');
    const [easy] = explain(problem, plan);
    expect(easy!.whyNotEarlier.map(say)).toEqual(['At 3 May, 13:00 it would use your focus time less well.']);
  });

  it('that ends before it starts is refused', () => {
    const problem = problemSchema.parse({
      now: '2027-05-03T08:00',
      tz: 'UTC',
      horizonDays: 1,
      workingHours: 'always',
      tasks: [],
      focusTime: [{ start: '2027-05-03T13:00', end: '2027-05-03T12:00' }],
    });
    expect(() => solve(problem, { now: () => 0 })).toThrow(expect.objectContaining({ code: 'invalidInput' }));
  });
});

describe('a task with hours of its own', () => {
  const evenings: [string, string][] = [['19:00', '21:00']];
  const call = { id: 'call', durationMin: 60, windows: { mon: evenings, tue: evenings }, ownHours: true };

  it('goes where the working hours have ended, and keeps no one else from their end', () => {
    const tasks = [call, { id: 'work', durationMin: 8 * 60 }, { id: 'more', durationMin: 8 * 60 }];
    const { plan } = answer({ tasks });
    expect(starts(plan)).toEqual({ call: '05-03T19:00', work: '05-03T09:00', more: '05-04T09:00' });
  });

  it('without them is held to the working hours by its windows', () => {
    const { ownHours: _own, ...held } = call;
    const { plan } = answer({ tasks: [held] });
    expect(plan.unscheduled.map(({ taskId }) => taskId)).toEqual(['call']);
  });

  it('makes the day of no one else longer', () => {
    const { problem, plan } = answer({ tasks: [{ id: 'work', durationMin: 7.5 * 60 }] });
    const withCall = answer({
      tasks: [
        { id: 'work', durationMin: 7.5 * 60 },
        { ...call, windows: { wed: evenings } },
      ],
    });
    const chance = (p: Problem, of: Plan) =>
      forecast(p, of, { seed: 1, samples: 2_000 }).days[0]!.probability!;
    expect(chance(withCall.problem, withCall.plan)).toBeCloseTo(chance(problem, plan), 1);
    const evening = answer({ tasks: [call] });
    expect(chance(evening.problem, evening.plan)).toBeGreaterThan(0.8);
    const shown = estimateCompletion(withCall.problem, withCall.plan, { durationMin: 30 });
    expect(shown).toEqual(estimateCompletion(problem, plan, { durationMin: 30 }));
  });
});
