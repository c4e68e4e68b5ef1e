import { seededRandom, type Random } from '../../core/random.ts';
import type { TaskFacts } from '../features/index.ts';
import { durationPredictor, type PhraseEstimate } from '../predictors/duration/index.ts';
import {
  CLUSTERS,
  nearPreferences,
  PriorityLearner,
  SimulatedPerson,
  urgencyOrder,
  type BaseCluster,
} from '../predictors/priority/index.ts';
import { coldStartOf, type OnboardingAnswers } from './cold-start.ts';
import { PredictorSet } from './predictor-set.ts';

/** The first tasks of simulated people, with and without what Daymark brings along: for benchmarks and tests. */

/** Figures by count: `[i]` holds one entry a person for their task number i. Lower is better. */
export type ByCount = number[][];

/** What a learner starts from. */
export interface Start {
  /** The answers of the first run. */
  readonly onboarding: boolean;
  /** Reference phrases for durations, base models of the simulated population for the order. */
  readonly base: boolean;
}
export const STARTS: Readonly<Record<string, Start>> = {
  'base models and onboarding': { onboarding: true, base: true },
  'base models alone': { onboarding: false, base: true },
  'onboarding alone': { onboarding: true, base: false },
  neither: { onboarding: false, base: false },
};

/** A kind of task that reference phrases know, more or less. */
export interface KnownKind {
  readonly title: string;
  readonly minutes: number;
  readonly vector: Float32Array;
}

/** One answer in five is not what happens: people don't know themselves. */
const MISTAKEN = 0.2;
const WINDOW = 5;

/** Runs `people` through `count` tasks for each start; `baseline` is what the reference phrases alone would say. */
export function firstDurations(
  kinds: readonly KnownKind[],
  phrases: (vector: Float32Array) => PhraseEstimate | null,
  { people, count, seed, trees }: { people: number; count: number; seed: number; trees?: number },
): { starts: Record<string, ByCount>; baseline: ByCount } {
  const starts = Object.fromEntries(Object.keys(STARTS).map((name) => [name, emptyCounts(count)]));
  const baseline = emptyCounts(count);
  for (let p = 0; p < people; p++) {
    const random = seededRandom(seed + p);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const pace = 0.6 * normal();
    const own = Array.from({ length: 12 }, () => ({
      kind: kinds[Math.floor(random() * kinds.length)]!,
      habit: 0.6 * normal(),
    }));
    const stated = coldStartOf({ estimates: estimatesOf(pace, random) });
    const learners = Object.entries(STARTS).map(([name, start]) => {
      const set = new PredictorSet([durationPredictor], {
        phrases: start.base ? phrases : undefined,
        coldStart: start.onboarding ? stated : undefined,
        trees,
      });
      return { name, set, learner: set.get('duration') };
    });
    for (let i = 0; i < count; i++) {
      const { kind, habit } = own[Math.floor(random() * own.length)]!;
      const exact = kind.minutes * 2 ** (pace + habit + 0.4 * normal());
      const actual = Math.max(5, 5 * Math.round(exact / 5));
      const error = (minutes: number): number => Math.abs(Math.log2(minutes / actual));
      baseline[i]!.push(error(phrases(kind.vector)?.minutes ?? 30));
      const facts = titleAlone(i, kind.title);
      for (const { name, set, learner } of learners) {
        starts[name]![i]!.push(error(set.predict(facts, kind.vector)['duration']!.value));
        set.created(facts);
        set.observe(facts.id, { id: facts.id, title: facts.title, createdAt: '', actualMin: actual });
        if (learner.trainingDue()) learner.retrain?.();
      }
    }
  }
  return { starts, baseline };
}

/** What someone would say of their estimates who takes 2^pace times as long as others. */
function estimatesOf(pace: number, random: Random): NonNullable<OnboardingAnswers['estimates']> {
  const options = ['tooLong', 'right', 'tooShort', 'farTooShort'] as const;
  const true_ = [-0.15, 0.2, 0.65].filter((limit) => pace > limit).length;
  return options[random() < MISTAKEN ? Math.floor(random() * 4) : true_]!;
}

/** What is known of the i-th task of someone who writes titles and nothing else. */
export function titleAlone(i: number, title: string): TaskFacts {
  return {
    id: `${i}`,
    title,
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
}

const STATED: Readonly<Record<string, NonNullable<OnboardingAnswers['firstChoice']>>> = {
  deadlines: 'deadline',
  quickWins: 'quick',
  deepMornings: 'hard',
  batching: 'same',
  rituals: 'ritual',
  oldestFirst: 'oldest',
  priorities: 'important',
  dayParts: 'time',
};

/** Shares of picks that were not among the first three, people of every kind with habits; `baseline` is urgency's. */
export function firstChoices(
  clusters: readonly BaseCluster[],
  { people, count, seed }: { people: number; count: number; seed: number },
): { starts: Record<string, ByCount>; baseline: ByCount } {
  const starts = Object.fromEntries(Object.keys(STARTS).map((name) => [name, emptyCounts(count)]));
  const baseline = emptyCounts(count);
  const kinds = Object.entries(CLUSTERS).filter(([name]) => name !== 'deadlines');
  for (let p = 0; p < people; p++) {
    const [name, preferences] = kinds[p % kinds.length]!;
    const random = seededRandom(seed + p * 17);
    const person = new SimulatedPerson(nearPreferences(preferences, random), random);
    const answers = Object.values(STATED);
    const said = random() < MISTAKEN ? answers[Math.floor(random() * answers.length)]! : STATED[name]!;
    const { leanings } = coldStartOf({ firstChoice: said });
    const learners = Object.entries(STARTS).map(([start, { onboarding, base }]) => ({
      start,
      learner: new PriorityLearner({
        clusters: base ? clusters : [],
        ...(onboarding && leanings ? { leanings } : {}),
      }),
    }));
    for (let i = 0; i < count; i++) {
      const { open, moment, chosenId } = person.next();
      const missed = (ids: readonly { id: string }[]): number =>
        Number(!ids.slice(0, 3).some((task) => task.id === chosenId));
      baseline[i]!.push(missed(urgencyOrder(open)));
      for (const { start, learner } of learners) {
        starts[start]![i]!.push(missed(learner.rank(open, moment).toSorted((a, b) => b.score - a.score)));
        learner.choose(open, moment, chosenId);
        if (learner.trainingDue()) learner.retrain();
      }
    }
  }
  return { starts, baseline };
}

function emptyCounts(count: number): ByCount {
  return Array.from({ length: count }, () => []);
}

/** Mean over people and tasks `from` to `to`. */
export function meanOver(figures: ByCount, from: number, to: number): number {
  const flat = figures.slice(from, to).flat();
  return flat.reduce((a, b) => a + b, 0) / flat.length;
}

/**
 * The number of outcomes from which on the mean over five tasks stays below the baseline's, to the end; null when it
 * never does.
 */
export function usefulFrom(figures: ByCount, baseline: ByCount): number | null {
  let from: number | null = null;
  for (let i = figures.length - WINDOW; i >= 0; i--) {
    if (meanOver(figures, i, i + WINDOW) >= meanOver(baseline, i, i + WINDOW)) break;
    from = i;
  }
  return from;
}
