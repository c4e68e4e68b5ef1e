import { describe, expect, it } from 'vitest';
import { say } from '../core/messages/index.ts';
import { problem as problemSchema, type Plan, type ProblemInput } from '../core/problem.ts';
import { solve } from './index.ts';
import { verify } from './testing/verify.ts';

const hours: [string, string][] = [['09:00', '17:00']];

function answer(input: Partial<ProblemInput> & Pick<ProblemInput, 'tasks'>): Plan {
  const problem = problemSchema.parse({
    now: '2027-05-03T08:00',
    tz: 'Europe/Berlin',
    horizonDays: 3,
    workingHours: { mon: hours, tue: hours, wed: hours },
    ...input,
  });
  const plan = solve(problem, { maxEvaluations: 300, now: () => 0 });
  expect(verify(problem, plan)).toEqual([]);
  return plan;
}

function times({ blocks }: Plan): string[] {
  return blocks.map(({ taskId, start, end }) => `${taskId} ${start.slice(5)}–${end.slice(11)}`);
}

function words({ unscheduled }: Plan): string[] {
  return unscheduled.map(({ reason, why, remedy }) => `${reason}: ${say(why!)} ${say(remedy!)}`);
}

describe('odd problems', () => {
  it('an event of a whole day leaves the next one', () => {
    const events = [{ id: 'fair', start: '2027-05-03T00:00', end: '2027-05-04T00:00' }];
    expect(times(answer({ events, tasks: [{ id: 'a', durationMin: 60 }] }))).toEqual(['a 05-04T09:00–10:00']);
  });

  it('an event of no length takes no time, whatever its travel', () => {
    const events = [{ id: 'e', start: '2027-05-03T10:00', end: '2027-05-03T10:00', travelBeforeMin: 30 }];
    expect(times(answer({ events, tasks: [{ id: 'a', durationMin: 480 }] }))).toEqual([
      'a 05-03T09:00–17:00',
    ]);
  });

  it('a horizon of one day, and of a year', () => {
    const tasks = [{ id: 'a', durationMin: 600, splittable: true }];
    expect(words(answer({ horizonDays: 1, tasks }))).toEqual([
      'doesNotFit: It needs 10h; the longest free stretch is 8h. It fits if it takes 8h.',
    ]);
    const year = answer({ horizonDays: 366, tasks: [{ ...tasks[0]!, durationMin: 480 * 158 }] });
    expect(year.blocks.at(-1)!.end.slice(0, 10)).toBe('2028-05-02');
  });

  it('parts of minutes are rounded up', () => {
    expect(times(answer({ weights: {}, tasks: [{ id: 'a', durationMin: 29.1 }] }))).toEqual([
      'a 05-03T09:00–09:30',
    ]);
  });

  it('a smallest piece above the whole means one piece', () => {
    const tasks = [{ id: 'a', durationMin: 30, splittable: true, minChunkMin: 500 }];
    expect(times(answer({ tasks }))).toEqual(['a 05-03T09:00–09:30']);
  });

  it.each([
    ['windows of no length', { windows: { mon: [['10:00', '10:00']] as [string, string][] } }],
    ['no windows at all', { windows: {} }],
  ])('%s hold nothing, and no longer plan would', (_, facts) => {
    expect(words(answer({ tasks: [{ id: 'a', durationMin: 10, ...facts }] }))).toEqual([
      'doesNotFit: It needs 10 min, and nothing is free. Add 10 min of working time.',
    ]);
  });

  it('windows on a weekday after the horizon ask for a longer plan', () => {
    const tasks = [
      {
        id: 'a',
        durationMin: 10,
        ownHours: true,
        windows: { sat: [['10:00', '12:00']] as [string, string][] },
      },
    ];
    expect(words(answer({ tasks }))).toEqual([
      'doesNotFit: It needs 10 min, and nothing is free. Plan 6 days ahead.',
    ]);
  });

  it('a hard deadline long past is named by its day', () => {
    const tasks = [{ id: 'a', durationMin: 10, due: '2027-01-01', dueHard: true }];
    expect(words(answer({ tasks }))).toEqual([
      'wouldBeLate: It could end 3 May, 09:10 at the earliest, after its hard deadline, 1 Jan. It fits if its deadline moves to 3 May, 09:10.',
    ]);
  });

  it('a last plan with strangers, far days or two tasks at one time is a preference, not a fact', () => {
    const block = (taskId: string, day: string) => {
      return { taskId, start: `${day}T10:00`, end: `${day}T11:00`, part: 1, parts: 1 };
    };
    const plan = answer({
      weights: { asap: 1, stability: 60 },
      tasks: ['a', 'b', 'c'].map((id) => ({ id, durationMin: 60 })),
      previous: [
        block('x', '2027-05-03'),
        block('a', '2027-05-03'),
        block('b', '2027-05-03'),
        block('c', '2029-01-01'),
      ],
    });
    expect(plan.unscheduled).toEqual([]);
    expect(plan.blocks.filter(({ start }) => start === '2027-05-03T10:00')).toHaveLength(1);
  });

  it('ids that mean something to the language are ids', () => {
    const tasks = [
      { id: '__proto__', durationMin: 5 },
      { id: 'constructor', durationMin: 5, dependsOn: ['__proto__'] },
    ];
    expect(answer({ tasks }).unscheduled).toEqual([]);
  });
});

describe('clock changes', () => {
  it.each([
    ['Europe/Berlin', '2027-03-28', 47],
    ['Europe/Berlin', '2027-10-31', 48],
    ['Australia/Lord_Howe', '2027-10-03', 47.5],
    ['Australia/Lord_Howe', '2027-04-04', 48],
    ['Atlantic/Azores', '2027-03-28', 47],
    ['Atlantic/Azores', '2027-10-31', 48],
    ['America/Santiago', '2027-09-05', 47],
    ['Pacific/Auckland', '2027-09-26', 47],
    ['America/Havana', '2027-03-14', 47],
    ['Antarctica/Troll', '2027-03-28', 46],
  ])('%s on %s: work, meetings and a daily habit keep to real time', (tz, day, openHours) => {
    const plan = answer({
      tz,
      now: `${day}T00:00`,
      horizonDays: 2,
      workingHours: 'always',
      weights: {},
      events: [{ id: 'e', start: `${day}T05:30`, end: `${day}T06:30` }],
      tasks: [
        { id: 'run', durationMin: 30, series: 'run' },
        { id: 'again', durationMin: 30, series: 'run' },
        { id: 'rest', durationMin: (openHours - 2.5) * 60, splittable: true, minChunkMin: 1 },
      ],
    });
    expect(plan.unscheduled).toEqual([]);
  });
});
