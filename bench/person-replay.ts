import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoryTask, ReplayAnswer } from '../core/replay.ts';
import { mean, quantileOf } from '../core/statistics.ts';
import { ReplaySession } from '../ml/learning/index.ts';
import { PREDICTORS } from '../ml/predictors/index.ts';
import { readHistory } from './replay-score.ts';
import type { BenchRow } from './types.ts';

/** One person's day plans and tasks in fixed units, each figure beside a simple rule that sees the same. */

/** Chosen on what lies before, reported on the rest. */
const REPORTED_FROM = 3000;
const KNOWN_FROM = 30;
const LEVELS = [0.1, 0.5, 0.9] as const;
const BINS = 10;

function fileOf(...parts: string[]): string | null {
  const folder = process.env['DAYMARK_BENCH_DATA'];
  const file = folder ? join(folder, ...parts) : null;
  return file && existsSync(file) ? file : null;
}

async function answersTo(tasks: readonly HistoryTask[], target: string): Promise<ReplayAnswer[]> {
  const session = new ReplaySession({
    targets: [target],
    ownEstimate: false,
    embed: null,
    tz: 'UTC',
    predictors: PREDICTORS,
  });
  const answers: ReplayAnswer[] = [];
  for (const task of tasks) answers.push(await session.next(task));
  return answers;
}

/** Of items on a day's list, how likely each was to be done; the rule is the shrunken rate of the same title. */
export async function dayPlans(): Promise<BenchRow[]> {
  const file = fileOf('completion', 'day-items-first-5000.jsonl');
  if (!file) return [];
  const tasks = readHistory(file);
  const done = tasks.map((task) => task.done === true).slice(REPORTED_FROM);
  const said = (await answersTo(tasks, 'completion'))
    .map((a) => a.completion!.probability)
    .slice(REPORTED_FROM);
  const rate = titleRates(tasks).slice(REPORTED_FROM);
  const row = (name: string, unit: string, score: (p: readonly number[]) => number): BenchRow => ({
    name: `day plans, items 3,001–5,000: ${name}`,
    value: score(said),
    unit,
    peer: { name: 'rate of the title', value: score(rate) },
  });
  return [
    row('of a done and an undone item the done one said likelier', '%', (p) => 100 * ranked(p, done)),
    row('Brier score', '', (p) => mean(p.map((value, i) => (value - Number(done[i])) ** 2))),
    row('calibration error', '', (p) => calibrationError(p, done)),
  ];
}

function titleRates(tasks: readonly HistoryTask[]): number[] {
  const counts = new Map<string, [number, number]>();
  let all: [number, number] = [3, 4];
  let waiting: HistoryTask[] = [];
  return tasks.map((task, i) => {
    if (i > 0 && task.createdAt !== tasks[i - 1]!.createdAt) {
      for (const one of waiting) {
        const [d, n] = counts.get(one.title) ?? [0, 0];
        counts.set(one.title, [d + Number(one.done), n + 1]);
        all = [all[0] + Number(one.done), all[1] + 1];
      }
      waiting = [];
    }
    waiting.push(task);
    const [d, n] = counts.get(task.title) ?? [0, 0];
    return (d + (2 * all[0]) / all[1]) / (n + 2);
  });
}

/** Quantiles of tasks measured in units of 25 minutes; the rule is running quantiles of the same tag. */
export async function fixedUnits(): Promise<BenchRow[]> {
  const file = fileOf('duration', 'units-first-2000.jsonl');
  if (!file) return [];
  const tasks = readHistory(file);
  const answers = await answersTo(tasks, 'duration');
  const known: number[] = [];
  const byTag = new Map<string, number[]>();
  let waiting: HistoryTask[] = [];
  const losses = { model: 0, rule: 0, count: 0 };
  tasks.forEach((task, i) => {
    for (const one of waiting.filter(({ completedAt }) => completedAt! < task.createdAt)) {
      const value = Math.log2(one.actualMin!);
      known.push(value);
      byTag.set(tagOf(one), [...(byTag.get(tagOf(one)) ?? []), value]);
    }
    waiting = waiting.filter(({ completedAt }) => completedAt! >= task.createdAt);
    const truth = Math.log2(task.actualMin!);
    const { p10, p50, p90 } = answers[i]!.duration!;
    const own = byTag.get(tagOf(task)) ?? [];
    const rule = own.length >= 3 ? own : known;
    if (known.length >= KNOWN_FROM) {
      losses.count++;
      LEVELS.forEach((level, q) => {
        losses.model += pinball(Math.log2([p10, p50, p90][q]!), truth, level) / LEVELS.length;
        losses.rule += pinball(quantileOf(rule, level), truth, level) / LEVELS.length;
      });
    }
    if (task.completedAt && task.actualMin) waiting.push(task);
  });
  return [
    {
      name: 'fixed units, first 2,000 tasks: mean pinball loss of p10, p50 and p90',
      value: losses.model / losses.count,
      unit: 'log2',
      budget: 0.205,
      peer: { name: "tag's running quantiles", value: losses.rule / losses.count },
    },
  ];
}

function tagOf({ tags }: HistoryTask): string {
  return tags?.[0] ?? '';
}

function pinball(said: number, truth: number, level: number): number {
  const off = truth - said;
  return off >= 0 ? level * off : (level - 1) * off;
}

/** Chance that of a pair the one that was done was given more. */
function ranked(said: readonly number[], done: readonly boolean[]): number {
  const order = said.map((value, i) => ({ value, done: done[i]! })).toSorted((a, b) => a.value - b.value);
  let undone = 0;
  let won = 0;
  let from = 0;
  while (from < order.length) {
    let to = from;
    while (to < order.length && order[to]!.value === order[from]!.value) to++;
    const group = order.slice(from, to);
    const ones = group.filter((one) => one.done).length;
    won += ones * (undone + (group.length - ones) / 2);
    undone += group.length - ones;
    from = to;
  }
  return won / (undone * (order.length - undone));
}

function calibrationError(said: readonly number[], done: readonly boolean[]): number {
  const bins = Array.from({ length: BINS }, () => ({ said: 0, done: 0 }));
  said.forEach((value, i) => {
    const bin = bins[Math.min(BINS - 1, Math.floor(value * BINS))]!;
    bin.said += value;
    bin.done += Number(done[i]);
  });
  return bins.reduce((sum, bin) => sum + Math.abs(bin.said - bin.done), 0) / said.length;
}
