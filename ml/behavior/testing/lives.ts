import { seededRandom, type Random } from '../../../core/random.ts';
import type { HistoryTask } from '../../../core/replay.ts';
import { DAY_MS } from '../../../core/time/units.ts';

/** What a simulated person may be like; none of it: someone without habits. */
export type Trait =
  | 'morning'
  | 'rusher'
  | 'underEstimates'
  | 'overEstimates'
  | 'changes'
  | 'fullLists'
  | 'noMondays'
  | 'stallsOne';

export interface LifeOptions {
  readonly seed: number;
  readonly trait: Trait | null;
  readonly weeks?: number;
  /** Tasks written down on a usual working day. */
  readonly perDay?: number;
  /** Standard deviation of log2 durations around what they should be. */
  readonly noise?: number;
  /** Week from which on a habit is another. */
  readonly changeWeek?: number;
}

const PROJECTS = ['Office', 'Home', 'Study', 'Club'] as const;
const KINDS = ['Write up', 'Call about', 'Prepare', 'Sort out', 'Review', 'Fix'] as const;
const THINGS = ['the budget', 'the trip', 'chapter', 'the shed', 'minutes', 'slides', 'the invoice'] as const;
const START = Date.UTC(2025, 0, 6);

/**
 * A life of daily lists, simulated by rules that the detectors know nothing of: lists of random length, working hours from nine to
 * five, deadlines some days ahead, work begun at a random moment between. One trait changes one rule.
 */
export function simulatedLife(options: LifeOptions): HistoryTask[] {
  const { seed, trait, weeks = 14, perDay = 6, noise = 0.45, changeWeek = 9 } = options;
  const random = seededRandom(seed);
  const tasks: HistoryTask[] = [];
  const strength = 0.9 + 0.4 * random();
  for (let day = 0; day < weeks * 7; day++) {
    const weekday = day % 7;
    if (weekday > 4 && random() < 0.85) continue;
    const isChanged = trait === 'changes' && day >= changeWeek * 7;
    const length = Math.max(1, Math.round(perDay * (0.5 + random()) * (trait === 'fullLists' ? 1.5 : 1)));
    const capacity = perDay * (0.55 + 0.3 * random());
    let done = 0;
    for (let i = 0; i < length; i++) {
      const project = PROJECTS[Math.floor(random() * PROJECTS.length)]!;
      const wanted = keepChance({ trait, weekday, project, isChanged, strength, done, capacity });
      const kept = random() < wanted;
      if (kept) done++;
      tasks.push(
        line(options, random, { day, index: i, project, kept, isChanged, strength, noise, weekday }),
      );
    }
  }
  return tasks;
}

interface Chance {
  trait: Trait | null;
  weekday: number;
  project: string;
  isChanged: boolean;
  strength: number;
  done: number;
  capacity: number;
}

function keepChance({ trait, weekday, project, isChanged, strength, done, capacity }: Chance): number {
  const usual = 0.78;
  if (trait === 'fullLists') return done >= capacity ? 0.08 : 0.9;
  if (trait === 'noMondays' && weekday === 0) return usual - 0.4 * strength;
  if (trait === 'stallsOne' && project === 'Home') return usual - 0.4 * strength;
  if (isChanged) return usual - 0.35 * strength;
  return usual;
}

interface Drawn {
  day: number;
  index: number;
  project: (typeof PROJECTS)[number];
  kept: boolean;
  isChanged: boolean;
  strength: number;
  noise: number;
  weekday: number;
}

function line({ trait }: LifeOptions, random: Random, drawn: Drawn): HistoryTask {
  const { day, index, project, kept, strength, noise } = drawn;
  const midnight = START + day * DAY_MS;
  const estimateMin = 15 * (1 + Math.floor(random() * 6));
  const isOff = project === 'Study';
  const bias = trait === 'underEstimates' && isOff ? 0.9 : trait === 'overEstimates' && isOff ? -0.9 : 0;
  const actualMin = Math.max(5, Math.round(estimateMin * 2 ** (bias * strength + noise * normal(random))));
  const kind = KINDS[Math.floor(random() * KINDS.length)]!;
  const hour = trait === 'morning' && random() < 0.7 * strength ? 7.5 + 3 * random() : 8.5 + 8.5 * random();
  const base = {
    id: `${day}-${index}`,
    title: `${kind} ${THINGS[Math.floor(random() * THINGS.length)]!} ${index}`,
    project,
    estimateMin,
  };
  if (random() < 0.35) {
    // Something with a deadline, worked on some day before it.
    const window = 4 + Math.floor(random() * 9);
    const share = trait === 'rusher' ? 1 - 0.18 * random() * (1.5 - strength * 0.5) : random();
    const begin = Math.min(window - 0.3, share * window);
    const startedAt = midnight + Math.floor(begin) * DAY_MS + hour * 3_600_000;
    return {
      ...base,
      createdAt: iso(midnight + 7 * 3_600_000),
      due: iso(midnight + window * DAY_MS).slice(0, 10),
      startedAt: iso(startedAt),
      completedAt: iso(startedAt + actualMin * 60_000),
      actualMin,
      done: true,
    };
  }
  const startedAt = midnight + hour * 3_600_000;
  return {
    ...base,
    createdAt: iso(midnight + 7 * 3_600_000),
    plannedStart: iso(midnight + (9 + 8 * random()) * 3_600_000),
    ...(kept
      ? { startedAt: iso(startedAt), completedAt: iso(startedAt + actualMin * 60_000), actualMin, done: true }
      : { done: false }),
  };
}

function iso(ms: number): string {
  return new Date(Math.round(ms / 60_000) * 60_000).toISOString();
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
