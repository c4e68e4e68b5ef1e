import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { seededRandom } from '../core/random.ts';
import { createEmbedder } from '../ml/embedding/index.ts';
import { DurationLearner, ReplaySession, type EmbedTexts } from '../ml/learning/index.ts';
import {
  CLUSTERS,
  decodeBase,
  nearTaste,
  PriorityLearner,
  SimulatedPerson,
  urgencyOrder,
  type Taste,
} from '../ml/priority/index.ts';
import { priorOpinion, type EmbeddedPrior } from '../ml/process/estimate.ts';
import { knownCounts, readHistory, scoreDurations, type DurationScore, type Scored } from './replay-score.ts';
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
    const session = new ReplaySession({ targets: ['duration'], ownEstimate, embed, tz: 'UTC' });
    const rows: Scored[] = [];
    const begun = performance.now();
    for (const [i, task] of tasks.entries()) {
      const { duration } = await session.next(task);
      if (duration) rows.push({ task, known: known[i] ?? 0, duration });
    }
    return { score: scoreDurations(rows), seconds: (performance.now() - begun) / 1000 };
  });
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
const FOLLOWER: Taste = { ...CLUSTERS['deadlines']!, urgency: 2, noise: 0.5 };
const MIXED: Taste = {
  ...CLUSTERS['rituals']!,
  weekdays: 1.5,
  parts: 1.5,
  short: 1,
  morningDepth: 1,
  liking: 0.6,
};

/** Share of choices 61–120 whose task stood among the first three: learned, by urgency, and at best. */
function topThree(
  taste: Taste,
  clusters: ReturnType<typeof decodeBase>,
): { model: number; urgency: number; best: number } {
  const hit = { model: 0, urgency: 0, best: 0 };
  for (let p = 0; p < PEOPLE; p++) {
    const random = seededRandom(9000 + p * 17);
    const person = new SimulatedPerson(nearTaste(taste, random), random);
    const learner = new PriorityLearner({ clusters });
    for (let i = 0; i < 120; i++) {
      const { open, moment, chosenId, wishes } = person.next();
      const among = (ids: readonly { id: string }[]): number =>
        Number(ids.slice(0, 3).some((t) => t.id === chosenId));
      if (i >= 60) {
        hit.model += among(learner.rank(open, moment).toSorted((a, b) => b.score - a.score));
        hit.urgency += among(urgencyOrder(open));
        const wish = new Map(open.map((t, k) => [t.id, wishes[k] ?? 0]));
        hit.best += among(open.toSorted((a, b) => wish.get(b.id)! - wish.get(a.id)!));
      }
      learner.choose(open, moment, chosenId);
      if (learner.retrainDue()) learner.retrain();
    }
  }
  const share = (n: number): number => (100 * n) / (PEOPLE * 60);
  return { model: share(hit.model), urgency: share(hit.urgency), best: share(hit.best) };
}

function priority(): Promise<BenchRow[]> {
  const clusters = decodeBase(readFileSync(join(root, 'resources', 'base-models', 'priority.bin')));
  const rows: BenchRow[] = [];
  const tastes: Record<string, Taste> = { ...CLUSTERS, severalHabits: MIXED, urgencyFollower: FOLLOWER };
  let gain = 0;
  let habits = 0;
  for (const [name, taste] of Object.entries(tastes)) {
    const { model, urgency, best } = topThree(taste, clusters);
    const follows = name === 'deadlines' || name === 'urgencyFollower';
    if (!follows) {
      gain += model - urgency;
      habits++;
    }
    const row = {
      name: `priority, top three: ${name} (at best ${best.toFixed(0)})`,
      value: model,
      unit: '%',
    };
    rows.push({
      ...row,
      ...(follows ? { budget: urgency - 2 } : {}),
      peer: { name: 'urgency', value: urgency },
    });
  }
  rows.push({
    name: 'priority: points above urgency, people with habits',
    value: gain / habits,
    unit: 'points',
    budget: 20,
  });
  return Promise.resolve(rows);
}

const COLD_PEOPLE = 40;
const COLD_TASKS = 40;
const phraseList = z.array(z.object({ phrase: z.string(), minutes: z.number() }));

/** Simulated people with a pace and kinds of work of their own; half of the reference phrases are their tasks. */
function coldStart(): Promise<BenchRow[]> {
  return withEmbedder(async (embed) => {
    const phrases = phraseList.parse(
      JSON.parse(readFileSync(join(root, 'resources', 'priors', 'durations.json'), 'utf8')),
    );
    const vectors = await embed(phrases.map((p) => p.phrase));
    const all: EmbeddedPrior[] = phrases.map((p, i) => ({ ...p, vector: vectors[i]! }));
    const table = all.filter((_, i) => i % 2 === 0);
    const errors = { learner: emptyErrors(), without: emptyErrors(), base: emptyErrors() };
    for (let p = 0; p < COLD_PEOPLE; p++)
      livePerson(
        100 + p,
        all.filter((_, i) => i % 2 === 1),
        table,
        errors,
      );
    const useful = errors.base.findIndex(
      (_, i) => i + 5 <= COLD_TASKS && mean(errors.learner, i, i + 5) < mean(errors.base, i, i + 5),
    );
    const usefulWithout = errors.base.findIndex(
      (_, i) => i + 5 <= COLD_TASKS && mean(errors.without, i, i + 5) < mean(errors.base, i, i + 5),
    );
    return [
      {
        name: 'cold start: tasks until better than the base',
        value: useful,
        unit: 'tasks',
        budget: 10,
        peer: { name: 'without priors', value: usefulWithout },
      },
      ...[
        [0, 5],
        [5, 10],
        [10, 20],
        [20, COLD_TASKS],
      ].map(([from = 0, to = 0]) => ({
        name: `cold start: mean |log2 error|, tasks ${from + 1}–${to}`,
        value: mean(errors.learner, from, to),
        unit: 'log2',
        peer: { name: 'reference phrases', value: mean(errors.base, from, to) },
      })),
    ];
  });
}

type Errors = number[][];
const emptyErrors = (): Errors => Array.from({ length: COLD_TASKS }, () => []);

function mean(errors: Errors, from: number, to: number): number {
  const flat = errors.slice(from, to).flat();
  return flat.reduce((a, b) => a + b, 0) / flat.length;
}

function livePerson(
  seed: number,
  tasks: readonly EmbeddedPrior[],
  table: readonly EmbeddedPrior[],
  errors: { learner: Errors; without: Errors; base: Errors },
): void {
  const random = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const pace = 0.6 * normal();
  const kinds = Array.from({ length: 12 }, () => ({
    task: tasks[Math.floor(random() * tasks.length)]!,
    own: 0.6 * normal(),
  }));
  const prior = (vector: Float32Array): ReturnType<typeof priorOpinion> => priorOpinion(vector, table);
  const learner = new DurationLearner({ prior });
  const without = new DurationLearner();
  for (let i = 0; i < COLD_TASKS; i++) {
    const { task, own } = kinds[Math.floor(random() * kinds.length)]!;
    const vector = Float32Array.from(task.vector);
    const actual = Math.max(5, 5 * Math.round((task.minutes * 2 ** (pace + own + 0.4 * normal())) / 5));
    const facts = {
      id: `${i}`,
      title: task.phrase,
      project: null,
      category: null,
      tags: [],
      user: null,
      priority: null,
      estimateMin: null,
      createdLocalMin: i * 200,
      hasClock: true,
      dueInDays: null,
    };
    const error = (minutes: number): number => Math.abs(Math.log2(minutes / actual));
    errors.base[i]!.push(error(prior(vector)?.minutes ?? 30));
    for (const [one, list] of [
      [learner, errors.learner],
      [without, errors.without],
    ] as const) {
      list[i]!.push(error(one.predict(facts, vector).p50));
      one.created(facts);
      one.finished(facts.id, actual);
      if (one.retrainDue()) one.retrain();
    }
  }
}

const benches: Bench[] = [
  { name: 'durations replayed from a history', run: history },
  { name: 'order learned from simulated people', run: priority },
  { name: 'the first tasks of simulated people', run: coldStart },
];
export default benches;
