import type { ProblemInput } from '../../core/problem.ts';
import { seededRandom, type Random } from '../../core/random.ts';

/** A job on one machine that never rests; times in minutes after the start. */
export interface Job {
  minutes: number;
  weight: number;
  due: number;
  /** Whether `due` is a hard deadline. */
  hard?: boolean;
  release?: number;
  /** Jobs that must be done before, by position in the list. */
  after: number[];
}

/** The same as a planning problem: all hours open, nothing weighed but tardiness. */
export function toProblem(jobs: readonly Job[]): ProblemInput {
  const at = (minute: number): string => new Date(Date.UTC(2027, 4, 3, 0, minute)).toISOString().slice(0, 16);
  const minutes = jobs.reduce(
    (sum, job) => sum + job.minutes,
    Math.max(0, ...jobs.map((job) => job.release ?? 0)),
  );
  return {
    now: '2027-05-03T00:00',
    tz: 'UTC',
    horizonDays: Math.ceil(minutes / 1440) + 1,
    workingHours: 'always',
    weights: { tardiness: 1 },
    tasks: jobs.map((job, i) => ({
      id: `j${i}`,
      durationMin: job.minutes,
      weight: job.weight,
      due: at(job.due),
      dueHard: job.hard,
      earliest: job.release ? at(job.release) : undefined,
      dependsOn: job.after.map((other) => `j${other}`),
    })),
  };
}

function someJobs(random: Random, count: number): Job[] {
  return Array.from({ length: count }, () => ({
    minutes: 1 + Math.floor(random() * 100),
    weight: 1 + Math.floor(random() * 10),
    due: 0,
    after: [],
  }));
}

/** Random jobs with random dependencies; without due dates their tardiness is the weighted completion time. */
export function withPrecedence(
  seed: number,
  count: number,
  options: { dependent?: number; due?: boolean; release?: number } = {},
): Job[] {
  const random = seededRandom(seed);
  const jobs = someJobs(random, count);
  const total = jobs.reduce((sum, job) => sum + job.minutes, 0);
  const tightness = 0.2 + 0.2 * (seed % 4);
  jobs.forEach((job, i) => {
    if (options.due ?? true)
      job.due = Math.max(0, Math.floor(total * (1 - tightness + 0.6 * (random() - 0.5))));
    for (let tries = 0; tries < 2; tries++) {
      const other = Math.floor(random() * i);
      if (i > 0 && random() < (options.dependent ?? 0.4) && !job.after.includes(other)) job.after.push(other);
    }
    if (random() < (options.release ?? 0)) job.release = Math.floor(random() * total * 0.6);
  });
  return jobs;
}

/**
 * The least weighted tardiness of at most a dozen jobs, by dynamic programming over the sets of jobs done first: for
 * each, the pairs of time and tardiness that no other pair beats. Infinity when the hard deadlines can't be met.
 */
export function leastTardiness(jobs: readonly Job[]): number {
  const needed = jobs.map((job) => job.after.reduce((set, other) => set | (1 << other), 0));
  let layer = new Map<number, [time: number, cost: number][]>([[0, [[0, 0]]]]);
  for (let done = 0; done < jobs.length; done++) {
    const next = new Map<number, [number, number][]>();
    for (const [set, front] of layer) {
      jobs.forEach((job, j) => {
        if ((set >> j) & 1 || (needed[j]! & set) !== needed[j]) return;
        const key = set | (1 << j);
        for (const [time, cost] of front) {
          const end = Math.max(time, job.release ?? 0) + job.minutes;
          if (job.hard && end > job.due) continue;
          next.set(key, withPair(next.get(key) ?? [], [end, cost + job.weight * Math.max(0, end - job.due)]));
        }
      });
    }
    layer = next;
  }
  const all = layer.get((1 << jobs.length) - 1) ?? [];
  return all.reduce((least, [, cost]) => Math.min(least, cost), Number.POSITIVE_INFINITY);
}

function withPair(front: [number, number][], [end, cost]: [number, number]): [number, number][] {
  if (front.some(([otherEnd, otherCost]) => otherEnd <= end && otherCost <= cost)) return front;
  return [...front.filter(([otherEnd, otherCost]) => otherEnd < end || otherCost < cost), [end, cost]];
}

/** A stretch of jobs that an optimal order does one after the other, whatever else there is. */
interface Composite {
  minutes: number;
  weight: number;
  jobs: number[];
}

/** A random series-parallel problem of weighted completion, and its least value (Lawler, 1978). */
export function seriesParallel(seed: number, count: number): { jobs: Job[]; least: number } {
  const random = seededRandom(seed);
  const jobs = someJobs(random, count);
  const build = (from: number, to: number): { first: number[]; last: number[]; best: Composite[] } => {
    if (to - from === 1) {
      const { minutes, weight } = jobs[from]!;
      return { first: [from], last: [from], best: [{ minutes, weight, jobs: [from] }] };
    }
    const middle = from + 1 + Math.floor(random() * (to - from - 1));
    const series = random() < 0.5;
    const a = build(from, middle);
    const b = build(middle, to);
    if (!series) {
      return { first: [...a.first, ...b.first], last: [...a.last, ...b.last], best: [...a.best, ...b.best] };
    }
    for (const job of b.first) jobs[job]!.after.push(...a.last);
    return { first: a.first, last: b.last, best: inSeries(a.best, b.best) };
  };
  const { best } = build(0, count);
  return { jobs, least: completion(jobs, best) };
}

/** A random tree of jobs, each waiting for one other, and its least weighted completion (Horn, 1972). */
export function outTree(seed: number, count: number): { jobs: Job[]; least: number } {
  const random = seededRandom(seed);
  const jobs = someJobs(random, count);
  const children: number[][] = jobs.map(() => []);
  for (let job = 1; job < count; job++) {
    const parent = Math.floor(random() * job);
    jobs[job]!.after.push(parent);
    children[parent]!.push(job);
  }
  const below = (job: number): Composite[] => {
    const { minutes, weight } = jobs[job]!;
    const own = [{ minutes, weight, jobs: [job] }];
    return children[job]!.length === 0 ? own : inSeries(own, children[job]!.flatMap(below));
  };
  return { jobs, least: completion(jobs, below(0)) };
}

/** All of `a` before all of `b`: what would be out of order by weight per minute becomes one. */
function inSeries(a: Composite[], b: Composite[]): Composite[] {
  const before = a.toSorted((x, y) => rate(y) - rate(x));
  const behind = b.toSorted((x, y) => rate(y) - rate(x));
  if (rate(before.at(-1)!) > rate(behind[0]!)) return [...before, ...behind];
  let one = joined(before.pop()!, behind.shift()!);
  for (;;) {
    if (before.length > 0 && rate(before.at(-1)!) <= rate(one)) one = joined(before.pop()!, one);
    else if (behind.length > 0 && rate(behind[0]!) >= rate(one)) one = joined(one, behind.shift()!);
    else return [...before, one, ...behind];
  }
}

function rate({ weight, minutes }: Composite): number {
  return weight / minutes;
}

function joined(a: Composite, b: Composite): Composite {
  return { minutes: a.minutes + b.minutes, weight: a.weight + b.weight, jobs: [...a.jobs, ...b.jobs] };
}

function completion(jobs: readonly Job[], best: readonly Composite[]): number {
  let clock = 0;
  let sum = 0;
  for (const composite of best.toSorted((x, y) => rate(y) - rate(x))) {
    for (const job of composite.jobs) {
      clock += jobs[job]!.minutes;
      sum += jobs[job]!.weight * clock;
    }
  }
  return sum;
}
