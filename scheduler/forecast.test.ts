import { describe, expect, it } from 'vitest';
import { problem as problemSchema, type Plan, type Problem, type ProblemInput } from '../core/problem.ts';
import { seededRandom } from '../core/random.ts';
import { diffPlans } from './testing/diff.ts';
import { forecast, estimateCompletion, solve } from './index.ts';
import { normals } from './report/draws.ts';

function planned(input: Partial<ProblemInput> & Pick<ProblemInput, 'tasks'>): {
  problem: Problem;
  plan: Plan;
} {
  const hours: [string, string][] = [['09:00', '17:00']];
  const problem = problemSchema.parse({
    now: '2027-05-03T09:00',
    tz: 'UTC',
    horizonDays: 2,
    workingHours: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
    weights: { asap: 1, priority: 1 },
    ...input,
  });
  return { problem, plan: solve(problem, { maxEvaluations: 2000, now: () => 0 }) };
}

const exactly = (minutes: number) => ({ p10: minutes, p50: minutes, p90: minutes });

describe('forecast', () => {
  it('follows the plan where durations are certain', () => {
    const { problem, plan } = planned({
      tasks: [
        { id: 'a', durationMin: 60, spread: exactly(60), priority: 1, due: '2027-05-03T10:00' },
        { id: 'b', durationMin: 90, spread: exactly(90), due: '2027-05-03T11:00' },
      ],
    });
    const { days, tasks } = forecast(problem, plan);
    expect(days[0]).toMatchObject({
      day: '2027-05-03',
      doneBy: '2027-05-03T11:30',
      probability: 1,
      plannedMin: 150,
    });
    expect(days[0]!.byHour).toEqual([{ time: '2027-05-03T12:00', probability: 1 }]);
    expect(days[1]).toMatchObject({ doneBy: null, probability: null });
    expect(tasks.map(({ doneBy, onTime }) => [doneBy, onTime])).toEqual([
      ['2027-05-03T10:00', 1],
      ['2027-05-03T11:30', 0],
    ]);
  });

  it('gives the quantiles that a single task was learned with', () => {
    const spread = { p10: 40, p50: 60, p90: 120 };
    const due = '2027-05-03T11:00';
    const { problem, plan } = planned({ tasks: [{ id: 'a', durationMin: 60, spread, due }] });
    const { days, tasks } = forecast(problem, plan, { samples: 20_000 });
    expect(days[0]!.doneBy).toMatch(/T(09:59|10:00|10:01)$/);
    expect(tasks[0]!.onTime).toBeCloseTo(0.9, 1);
  });

  it('promises what holds four times in five, or else the end of the hours', () => {
    const spread = { p10: 40, p50: 60, p90: 120 };
    const calm = planned({ tasks: [{ id: 'a', durationMin: 60, spread }] });
    const { promise } = forecast(calm.problem, calm.plan, { samples: 20_000 }).days[0]!;
    expect(promise!.by).toMatch(/T10:(30|35|40)$/);
    expect(promise!.probability).toBeGreaterThan(0.8);
    expect(promise!.probability).toBeLessThan(0.85);

    const full = planned({
      tasks: [{ id: 'a', durationMin: 8 * 60, spread: { p10: 300, p50: 480, p90: 900 } }],
    });
    const [day] = forecast(full.problem, full.plan).days;
    expect(day!.probability).toBeLessThan(0.8);
    expect(day!.promise).toEqual({ by: '2027-05-03T17:00', probability: day!.probability });
  });

  it('pauses at meetings and pulls forward only what follows directly', () => {
    const { problem, plan } = planned({
      events: [{ id: 'e', start: '2027-05-03T10:00', end: '2027-05-03T11:00' }],
      tasks: [
        { id: 'a', durationMin: 60, spread: exactly(75), priority: 1 },
        { id: 'b', durationMin: 60, spread: exactly(30), priority: 2 },
        { id: 'c', durationMin: 60, spread: exactly(60), priority: 4 },
      ],
    });
    expect(forecast(problem, plan).tasks.map(({ doneBy }) => doneBy!.slice(11))).toEqual([
      '11:15',
      '11:45',
      '12:45',
    ]);
  });

  it('names the cheapest task to leave that helps, never what matters most or is due that day', () => {
    const { problem, plan } = planned({
      tasks: [
        { id: 'sure', durationMin: 120, spread: exactly(120), priority: 1 },
        { id: 'wild', durationMin: 240, spread: { p10: 120, p50: 240, p90: 600 }, priority: 2 },
        { id: 'small', durationMin: 60, spread: exactly(60) },
      ],
    });
    const [today] = forecast(problem, plan).days;
    expect(today!.probability).toBeLessThan(0.75);
    expect(today!.without).toEqual({ taskId: 'wild', probability: 1 });

    const wild = { durationMin: 100, spread: { p10: 30, p50: 100, p90: 300 } };
    const withCheaper = (more: Partial<ProblemInput['tasks'][number]>) =>
      forecastOf({
        tasks: [
          { id: 'a', ...wild, ...more },
          { id: 'b', ...wild, priority: 1 },
          { id: 'c', ...wild, priority: 3 },
        ],
      });
    const forecastOf = (input: Pick<ProblemInput, 'tasks'>) => {
      const { problem: asked, plan: made } = planned(input);
      return forecast(asked, made).days[0]!.without?.taskId;
    };
    expect(withCheaper({ priority: 4 })).toBe('a');
    expect(withCheaper({ priority: 2 })).toBe('c');
    expect(withCheaper({ priority: 4, due: '2027-05-03' })).toBe('c');
    expect(withCheaper({ priority: 4, due: '2027-05-09', dueHard: true })).toBe('c');
  });

  it('is calibrated: of days given seven in ten, about seven in ten are finished', () => {
    const normal = normals(seededRandom(5));
    const random = seededRandom(6);
    let given = 0;
    let finished = 0;
    let days = 0;
    for (let day = 0; day < 400; day++) {
      const work = 200 + 240 * random();
      const tasks = Array.from({ length: 5 }, (_, i) => {
        const p50 = (work / 5) * (0.7 + 0.6 * random());
        const sigma = 0.2 + 0.4 * random();
        const spread = { p10: p50 * Math.exp(-1.28155 * sigma), p50, p90: p50 * Math.exp(1.28155 * sigma) };
        return { id: `t${i}`, durationMin: Math.round(p50), spread };
      });
      const { problem, plan } = planned({ tasks, horizonDays: 1, weights: { asap: 1 } });
      const { probability } = forecast(problem, plan, {
        samples: 300,
        seed: day,
        pace: { median: 1, sd: 0.1 },
      }).days[0]!;
      if (probability === null || plan.unscheduled.length > 0) continue;
      const pace = Math.exp(0.1 * normal());
      const real = tasks.reduce((sum, { spread }) => {
        return sum + pace * spread.p50 * Math.exp(normal() * (Math.log(spread.p90 / spread.p50) / 1.28155));
      }, 0);
      if (probability < 0.55 || probability > 0.85) continue;
      days++;
      given += probability;
      finished += real <= 480 ? 1 : 0;
    }
    expect(days).toBeGreaterThan(50);
    expect(Math.abs(finished - given) / days).toBeLessThan(0.1);
  }, 30_000);
});

describe('estimateCompletion', () => {
  it('puts a task into the first day with room, at the learned pace', () => {
    const { problem, plan } = planned({ tasks: [{ id: 'a', durationMin: 240 }] });
    const task = { durationMin: 180, spread: exactly(180) };
    expect(estimateCompletion(problem, plan, task)).toEqual({ day: '2027-05-03', surely: '2027-05-03' });
    const slow = { ...problem, profile: { capacityMin: { mon: 240, tue: 60, wed: 60, thu: 60, fri: 60 } } };
    expect(estimateCompletion(slow, plan, task)!.day).toBe('2027-05-06');
  });

  it('lets what found no place go first, and admits when nothing ever fits', () => {
    const tasks = [
      { id: 'a', durationMin: 480 },
      { id: 'b', durationMin: 480 },
      { id: 'c', durationMin: 480, spread: exactly(480) },
    ];
    const { problem, plan } = planned({ tasks });
    expect(plan.unscheduled).toHaveLength(1);
    expect(
      estimateCompletion(problem, plan, { durationMin: 60, spread: exactly(60) })!.day > '2027-05-05',
    ).toBe(true);
    const never = { ...problem, workingHours: {} };
    expect(estimateCompletion(never, { ...plan, blocks: [] }, { durationMin: 60 })).toBeNull();
  });
});

describe('diffPlans', () => {
  it('tells moved, added and removed blocks apart', () => {
    const block = (taskId: string, hour: number, part = 1) => {
      return { taskId, start: `2027-05-03T${hour}:00`, end: `2027-05-03T${hour}:30`, part, parts: 2 };
    };
    const before = {
      blocks: [
        block('same', 10),
        block('moved', 11),
        block('gone', 12),
        block('split', 13),
        block('split', 15, 2),
      ],
    };
    const after = { blocks: [block('same', 10), block('moved', 12), block('new', 11), block('split', 15)] };
    const { moved, added, removed } = diffPlans(before, after);
    expect(
      moved.map(({ taskId, before, after }) => [taskId, before!.start.slice(11), after!.start.slice(11)]),
    ).toEqual([['moved', '11:00', '12:00']]);
    expect(added.map(({ taskId }) => taskId)).toEqual(['new']);
    expect(removed.map(({ taskId, before }) => `${taskId} ${before!.start.slice(11)}`)).toEqual([
      'gone 12:00',
      'split 13:00',
    ]);
    expect(diffPlans(after, after)).toEqual({ moved: [], added: [], removed: [] });
  });
});
