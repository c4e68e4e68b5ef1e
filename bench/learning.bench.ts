import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Random } from '../core/random.ts';
import { createEmbedder } from '../ml/embedding/index.ts';
import { firstChoices, firstDurations, meanOver, usefulFrom } from '../ml/learning/first-days.fixture.ts';
import { ReplaySession, type EmbedTexts } from '../ml/learning/index.ts';
import { PREDICTORS } from '../ml/predictors/index.ts';
import {
  CLUSTERS,
  decodeBase,
  nearPreferences,
  SimulatedPerson,
  type Preferences,
} from '../ml/predictors/priority/index.ts';
import { OtherPerson, RULES } from '../ml/predictors/priority/other-people.fixture.ts';
import { topThree, type Chooser } from '../ml/predictors/priority/top-three.fixture.ts';
import { phraseEstimate, type EmbeddedPhrase } from '../ml/process/estimate.ts';
import { dayPlans, fixedUnits } from './person-replay.ts';
import {
  knownCounts,
  readHistory,
  scoreDurations,
  scoreOrder,
  type DurationScore,
  type Scored,
} from './replay-score.ts';
import type { Bench, BenchRow } from './types.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The benchmark history, when `DAYMARK_BENCH_DATA` names the folder that holds it. */
function historyFile(): string | null {
  const folder = process.env['DAYMARK_BENCH_DATA'];
  const file = folder ? join(folder, 'duration', 'sip-first-half.jsonl') : null;
  return file && existsSync(file) ? file : null;
}

async function withEmbedder<T>(work: (embed: EmbedTexts) => Promise<T>): Promise<T> {
  const embedder = await createEmbedder({
    modelDir: join(root, 'resources', 'models', 'minilm'),
    threads: 1,
  });
  try {
    return await work((texts) => embedder.embed(texts));
  } finally {
    await embedder.close();
  }
}

async function replayed(
  file: string,
  ownEstimate: boolean,
): Promise<{ score: DurationScore; seconds: number }> {
  const tasks = readHistory(file);
  const known = knownCounts(tasks);
  return withEmbedder(async (embed) => {
    const session = new ReplaySession({
      targets: ['duration'],
      ownEstimate,
      embed,
      tz: 'UTC',
      predictors: PREDICTORS,
    });
    const rows: Scored[] = [];
    const begun = performance.now();
    for (const [i, task] of tasks.entries()) {
      const { duration } = await session.next(task);
      if (duration) rows.push({ task, known: known[i] ?? 0, duration });
    }
    return { score: scoreDurations(rows), seconds: (performance.now() - begun) / 1000 };
  });
}

/** How often the scores of a history tell which of two open tasks is finished first. */
async function historyOrder(): Promise<BenchRow[]> {
  const file = historyFile();
  if (!file) return [];
  const tasks = readHistory(file);
  const baseModels = readFileSync(join(root, 'resources', 'base-models', 'priority.bin'));
  const scores = await withEmbedder(async (embed) => {
    const session = new ReplaySession({
      targets: ['priority'],
      ownEstimate: false,
      embed,
      tz: 'UTC',
      predictors: PREDICTORS,
      context: { baseModels },
    });
    const given: number[] = [];
    for (const task of tasks) given.push((await session.next(task)).priority?.score ?? 0);
    return given;
  });
  const { scored, newestFirst } = scoreOrder(tasks, scores);
  return [
    {
      name: 'replay: of two open tasks the one finished first scored higher',
      value: 100 * scored,
      unit: '%',
      peer: { name: 'newest first', value: 100 * newestFirst },
    },
  ];
}

/** Figures of simple rules and of scikit-learn on the same history and protocol. */
async function history(): Promise<BenchRow[]> {
  const file = historyFile();
  if (!file) return [];
  const blind = await replayed(file, false);
  const seeing = await replayed(file, true);
  const forest = (value: number): BenchRow['peer'] => ({ name: 'scikit-learn forest', value });
  return [
    {
      name: 'replay: median |log2 error|',
      value: blind.score.medianAbsLog2,
      unit: 'log2',
      budget: 0.97,
      peer: forest(1),
    },
    {
      name: 'replay: within 25 %',
      value: 100 * blind.score.within25,
      unit: '%',
      budget: 24,
      peer: forest(22.2),
    },
    { name: 'replay: mean |error|', value: blind.score.meanAbsMin, unit: 'min', peer: forest(221) },
    {
      name: 'replay: inside the 80 % interval',
      value: 100 * blind.score.coverage,
      unit: '%',
      budget: 77,
      peer: forest(82),
    },
    {
      name: 'replay: width of the 80 % interval',
      value: blind.score.widthLog2,
      unit: 'log2',
      budget: 3.94,
      peer: forest(3.94),
    },
    {
      name: 'replay with own estimate: mean |error|',
      value: seeing.score.meanAbsMin,
      unit: 'min',
      budget: 160,
      peer: forest(161.6),
    },
    {
      name: 'replay with own estimate: median |log2 error|',
      value: seeing.score.medianAbsLog2,
      unit: 'log2',
      peer: forest(0.415),
    },
    {
      name: 'replay with own estimate: within 25 %',
      value: 100 * seeing.score.within25,
      unit: '%',
      peer: forest(47.8),
    },
    {
      name: 'replay with own estimate: inside the 80 % interval',
      value: 100 * seeing.score.coverage,
      unit: '%',
      budget: 77,
    },
    {
      name: `replay: ${blind.score.count} tasks, embedding included`,
      value: blind.seconds,
      unit: 's',
      budget: 150,
    },
  ];
}

const PEOPLE = 5;
const FOLLOWER: Preferences = { ...CLUSTERS['deadlines']!, urgency: 2, noise: 0.5 };
const MIXED: Preferences = {
  ...CLUSTERS['rituals']!,
  weekdays: 1.5,
  parts: 1.5,
  short: 1,
  morningDepth: 1,
  liking: 0.6,
};

/** Those who go by urgency have nothing to gain; they must not lose. */
const FOLLOW = new Set(['deadlines', 'urgencyFollower', 'taskwarrior']);

function ordered(title: string, people: Record<string, (random: Random) => Chooser>): BenchRow[] {
  const clusters = decodeBase(readFileSync(join(root, 'resources', 'base-models', 'priority.bin')));
  let gain = 0;
  let habits = 0;
  const rows = Object.entries(people).map(([name, personOf]) => {
    const { model, urgency, best } = topThree(personOf, clusters, { people: PEOPLE, seed: 9000 });
    const follows = FOLLOW.has(name);
    if (!follows) {
      gain += model - urgency;
      habits++;
    }
    return {
      name: `${title}, top three: ${name} (at best ${best.toFixed(0)})`,
      value: model,
      unit: '%',
      ...(follows ? { budget: urgency - 2 } : {}),
      peer: { name: 'urgency', value: urgency },
    };
  });
  const mean = { name: `${title}: points above urgency, people with habits`, value: gain / habits };
  return [...rows, { ...mean, unit: 'points', budget: 20 }];
}

function priority(): Promise<BenchRow[]> {
  const people: Record<string, Preferences> = {
    ...CLUSTERS,
    severalHabits: MIXED,
    urgencyFollower: FOLLOWER,
  };
  const simulated = Object.entries(people).map(
    ([name, preferences]): [string, (random: Random) => Chooser] => [
      name,
      (random) => new SimulatedPerson(nearPreferences(preferences, random), random),
    ],
  );
  const others = RULES.map((rule): [string, (random: Random) => Chooser] => [
    rule,
    (random) => new OtherPerson(rule, random),
  ]);
  return Promise.resolve([
    ...ordered('order', Object.fromEntries(simulated)),
    ...ordered('order of people made otherwise', Object.fromEntries(others)),
  ]);
}

const phraseList = z.array(z.object({ phrase: z.string(), minutes: z.number() }));

/** Simulated people whose kinds of work are reference phrases that Daymark doesn't see; it has the other half. */
function coldDurations(): Promise<BenchRow[]> {
  return withEmbedder(async (embed) => {
    const phrases = phraseList.parse(
      JSON.parse(readFileSync(join(root, 'resources', 'priors', 'durations.json'), 'utf8')),
    );
    const vectors = await embed(phrases.map((p) => p.phrase));
    const all = phrases.map((p, i) => ({ ...p, title: p.phrase, vector: Float32Array.from(vectors[i]!) }));
    const table: EmbeddedPhrase[] = all.filter((_, i) => i % 2 === 0);
    const unseen = all.filter((_, i) => i % 2 === 1);
    const estimate = (vector: Float32Array): ReturnType<typeof phraseEstimate> =>
      phraseEstimate(vector, table);
    const figures = firstDurations(unseen, estimate, { people: 40, count: 40, seed: 100 });
    return firstRows('first tasks, mean |log2 error|', 'log2', 'reference phrases', figures);
  });
}

function coldOrder(): Promise<BenchRow[]> {
  const clusters = decodeBase(readFileSync(join(root, 'resources', 'base-models', 'priority.bin')));
  const figures = firstChoices(clusters, { people: 42, count: 60, seed: 5200 });
  return Promise.resolve(firstRows('first choices, not in the top three', 'share', 'urgency', figures));
}

function firstRows(
  title: string,
  unit: string,
  peer: string,
  { starts, baseline }: ReturnType<typeof firstChoices>,
): BenchRow[] {
  const ranges = [0, 5, 10, 20, 40, 60].filter((at) => at <= baseline.length);
  return Object.entries(starts).flatMap(([name, figures]) => [
    {
      name: `${title}: useful from, ${name}`,
      value: usefulFrom(figures, baseline) ?? baseline.length,
      unit: 'outcomes',
      budget: 10,
    },
    ...ranges.slice(1).map((to, i) => ({
      name: `${title}: ${name}, ${ranges[i]! + 1}–${to}`,
      value: meanOver(figures, ranges[i]!, to),
      unit,
      peer: { name: peer, value: meanOver(baseline, ranges[i]!, to) },
    })),
  ]);
}

const benches: Bench[] = [
  { name: 'durations replayed from a history', run: history },
  { name: 'order replayed from a history', run: historyOrder },
  { name: 'day plans of one person', run: dayPlans },
  { name: 'tasks in fixed units of one person', run: fixedUnits },
  { name: 'order learned from simulated people', run: priority },
  { name: 'the first tasks of simulated people', run: coldDurations },
  { name: 'the first choices of simulated people', run: coldOrder },
];
export default benches;
