import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { problem as problemSchema, type Plan, type Problem } from '../core/problem.ts';
import { seededRandom, type Random } from '../core/random.ts';
import { medianOf, Z90 } from '../core/statistics.ts';
import { learnProfile } from '../ml/behavior/index.ts';
import { forecast, solve } from '../scheduler/index.ts';
import { diffPlans } from '../scheduler/testing/diff.ts';
import { generateWeek } from '../scheduler/testing/generate.ts';
import { outTree, seriesParallel, toProblem } from '../scheduler/testing/machine.ts';
import { simulatePerson } from '../ml/behavior/testing/person.ts';
import type { Bench, BenchRow } from './types.ts';

const now = (): number => performance.now();

interface Instance {
  jobs: { p: number; w: number; d: number }[];
  best: number;
  edd?: number;
  atc?: number;
}

/** Weighted tardiness on one machine: a planning problem with all hours open and nothing else to weigh. */
function tardinessProblem({ jobs }: Instance): Problem {
  const start = Date.UTC(2027, 4, 3);
  const total = jobs.reduce((sum, { p }) => sum + p, 0);
  return problemSchema.parse({
    now: '2027-05-03T00:00',
    tz: 'UTC',
    horizonDays: Math.ceil(total / 1440) + 1,
    workingHours: 'always',
    weights: { tardiness: 1 },
    tasks: jobs.map(({ p, w, d }, i) => ({
      id: `j${i}`,
      durationMin: p,
      weight: w,
      due: new Date(start + d * 60_000).toISOString().slice(0, 16),
    })),
  });
}

/** All 125 instances with 40 jobs, one second each. Skipped where the data is not at hand. */
const weightedTardiness: Bench = {
  name: 'scheduler: weighted tardiness, 40 jobs',
  async run(): Promise<BenchRow[]> {
    const folder = process.env['DAYMARK_BENCH_DATA'];
    const path = folder && join(folder, 'scheduling', 'wt40.jsonl');
    if (!path || !existsSync(path)) return [];
    const instances = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Instance);
    let found = 0;
    let best = 0;
    let rule = 0;
    let hits = 0;
    for (const instance of instances) {
      const plan = solve(tardinessProblem(instance), { timeLimitMs: 1000, seed: 1, now });
      const value = plan.score.byConstraint['tardiness']!;
      found += value;
      best += instance.best;
      rule += instance.atc ?? 0;
      if (value === instance.best) hits++;
    }
    const peer =
      rule > 0 ? { peer: { name: 'apparent tardiness rule', value: (rule / best - 1) * 100 } } : {};
    return [
      {
        name: 'wt40: sum above the optimum',
        value: (found / best - 1) * 100,
        unit: '%',
        budget: 0.05,
        ...peer,
      },
      { name: `wt40: optima hit of ${instances.length}`, value: hits, unit: 'instances', budget: 120 },
    ];
  },
};

/** Dependencies whose optimum Lawler's and Horn's algorithms give, one second each. */
const precedence: Bench = {
  name: 'scheduler: weighted completion under dependencies',
  async run(): Promise<BenchRow[]> {
    return [40, 100].flatMap((size) => {
      const instances = [1, 2, 3, 4].flatMap((seed) => [seriesParallel(seed, size), outTree(seed, size)]);
      let found = 0;
      let least = 0;
      let hits = 0;
      for (const instance of instances) {
        const plan = solve(problemSchema.parse(toProblem(instance.jobs)), {
          timeLimitMs: 1000,
          seed: 1,
          now,
        });
        const value = plan.score.byConstraint['tardiness']!;
        found += value;
        least += instance.least;
        if (value === instance.least) hits++;
      }
      const name = `${size} jobs with dependencies`;
      return [
        { name: `${name}: sum above the optimum`, value: (found / least - 1) * 100, unit: '%', budget: 0.1 },
        { name: `${name}: optima hit of ${instances.length}`, value: hits, unit: 'instances' },
      ];
    });
  },
};

const weeks = [1, 2, 3, 4];

function week(seed: number): Problem {
  return problemSchema.parse(
    generateWeek(seed, { tasks: 60, events: 25, pinned: 0.01, load: seed % 2 ? 0.8 : 0.6 }),
  );
}

/** Milliseconds until the first plan is told. */
function firstPlanMs(problem: Problem): number {
  const start = now();
  let first = 0;
  solve(problem, { timeLimitMs: 1, now, onImprovement: () => (first ||= now() - start) });
  return first;
}

const firstPlans: Bench = {
  name: 'scheduler: first plan',
  async run(): Promise<BenchRow[]> {
    const cold = firstPlanMs(week(99));
    const month = problemSchema.parse(generateWeek(1, { tasks: 300, days: 30, events: 100 }));
    const year = problemSchema.parse(generateWeek(1, { tasks: 3000, days: 180, events: 400 }));
    return [
      { name: 'week, 60 tasks: first plan, cold', value: cold, unit: 'ms', budget: 100 },
      {
        name: 'week, 60 tasks: first plan',
        value: medianOf(weeks.map((seed) => firstPlanMs(week(seed)))),
        unit: 'ms',
        budget: 100,
      },
      { name: 'month, 300 tasks: first plan', value: firstPlanMs(month), unit: 'ms', budget: 300 },
      { name: 'half a year, 3,000 tasks: first plan', value: firstPlanMs(year), unit: 'ms' },
    ];
  },
};

/** Lists far longer than the two weeks that are planned: the first plan, and how well half a second is kept. */
const longLists: Bench = {
  name: 'scheduler: thousands of open tasks',
  async run(): Promise<BenchRow[]> {
    firstPlanMs(week(99));
    return [1000, 3000, 10_000].flatMap((tasks): BenchRow[] => {
      const problem = problemSchema.parse(generateWeek(1, { tasks, days: 14, events: 28, load: tasks / 75 }));
      const name = `${tasks.toLocaleString('en')} open tasks`;
      const first = { name: `${name}: first plan`, value: firstPlanMs(problem), unit: 'ms' };
      const start = now();
      solve(problem, { timeLimitMs: 500, seed: 1, now });
      return [
        tasks === 1000 ? first : { ...first, budget: tasks === 3000 ? 100 : 300 },
        { name: `${name}: half a second takes`, value: now() - start, unit: 'ms', budget: 520 },
      ];
    });
  },
};

/** Soft score with a high price on every task left out, so that two plans can be compared at all. */
function cost({ score, unscheduled }: Plan): number {
  return score.soft + 1e9 * unscheduled.length;
}

const anytime: Bench = {
  name: 'scheduler: half a second against ten',
  async run(): Promise<BenchRow[]> {
    const gaps = weeks.map((seed) => {
      const problem = week(seed);
      const short = solve(problem, { timeLimitMs: 500, seed: 1, now });
      const long = solve(problem, { timeLimitMs: 10_000, seed: 1, now });
      return ((cost(short) - cost(long)) / Math.max(1, long.score.soft)) * 100;
    });
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    return [
      { name: 'week, 60 tasks: 0.5 s plan above the 10 s plan, mean', value: mean, unit: '%', budget: 1 },
    ];
  },
};

const replanning: Bench = {
  name: 'scheduler: re-planning after one new event',
  async run(): Promise<BenchRow[]> {
    let kept = 0;
    let afresh = 0;
    let blocks = 0;
    for (const seed of weeks) {
      const input = generateWeek(seed, { tasks: 60, events: 25, pinned: 0.01, load: 0.6 });
      const before = solve(problemSchema.parse(input), { timeLimitMs: 500, now });
      input.events!.push({ id: 'new', start: '2027-05-05T10:00', end: '2027-05-05T11:00' });
      const again = solve(problemSchema.parse({ ...input, previous: before.blocks }), {
        timeLimitMs: 300,
        now,
      });
      const fresh = solve(problemSchema.parse(input), { timeLimitMs: 300, seed: 2, now });
      kept += diffPlans(before, again).moved.length;
      afresh += diffPlans(before, fresh).moved.length;
      blocks += before.blocks.length;
    }
    const share = (moved: number): number => (moved / blocks) * 100;
    const peer = { name: 'solving afresh', value: share(afresh) };
    return [{ name: 'blocks moved after one new event', value: share(kept), unit: '%', peer }];
  },
};

/** Days of five tasks whose real durations come from the same laws that the forecast is told. */
const calibration: Bench = {
  name: 'scheduler: calibration of the day forecast',
  async run(): Promise<BenchRow[]> {
    const random = seededRandom(11);
    const pace = { median: 1, sd: 0.12 };
    let days = 0;
    let given = 0;
    let finished = 0;
    for (let day = 0; day < 3000; day++) {
      const work = 330 + 150 * random();
      const tasks = Array.from({ length: 5 }, (_, i) => {
        const p50 = (work / 5) * (0.6 + 0.8 * random());
        const sigma = 0.2 + 0.5 * random();
        const spread = { p10: p50 * Math.exp(-Z90 * sigma), p50, p90: p50 * Math.exp(Z90 * sigma) };
        return { id: `t${i}`, durationMin: Math.round(p50), spread, sigma };
      });
      const problem = problemSchema.parse({
        now: '2027-05-03T09:00',
        tz: 'UTC',
        horizonDays: 1,
        workingHours: { mon: [['09:00', '17:30']] },
        weights: { asap: 1 },
        tasks,
      });
      const plan = solve(problem, { maxEvaluations: 20, now });
      const { probability } = forecast(problem, plan, { samples: 400, seed: day, pace }).days[0]!;
      const mood = Math.exp(pace.sd * normal(random));
      const real = tasks.reduce(
        (sum, { spread, sigma }) => sum + mood * spread.p50 * Math.exp(sigma * normal(random)),
        0,
      );
      if (plan.unscheduled.length > 0 || probability === null || probability < 0.65 || probability > 0.75)
        continue;
      days++;
      given += probability;
      if (real <= 510) finished++;
    }
    const peer = { name: 'promised', value: (given / days) * 100 };
    return [
      { name: `of ${days} days given 65–75 %, finished`, value: (finished / days) * 100, unit: '%', peer },
    ];
  },
};

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const profiles: Bench = {
  name: 'scheduler: learned profile',
  async run(): Promise<BenchRow[]> {
    const people = 50;
    let exact = 0;
    let ms = 0;
    for (let seed = 1; seed <= people; seed++) {
      const person = simulatePerson(seed, 6);
      const start = now();
      const found = learnProfile(person.entries, person.completions, person.events, {
        now: person.now,
        tz: person.tz,
      });
      ms += now() - start;
      if (found.peakHours.join() === person.peakHours.join()) exact++;
    }
    return [
      {
        name: 'peak hours of simulated people found exactly',
        value: (exact / people) * 100,
        unit: '%',
        budget: 95,
      },
      { name: 'learning a profile from six weeks', value: ms / people, unit: 'ms' },
    ];
  },
};

export default [
  firstPlans,
  longLists,
  anytime,
  replanning,
  calibration,
  profiles,
  weightedTardiness,
  precedence,
] satisfies Bench[];
