import type { ChoiceMoment, OrderedTask } from '../../../core/ml-contract/index.ts';
import { z } from 'zod';
import { columnOf } from './columns.ts';

/** One choice: what was open, described, and which one was taken. */
export interface DescribedChoice {
  /** Scores to start from, one a task. */
  readonly start: Float32Array;
  readonly tasks: readonly IndexedTask[];
  readonly chosen: number;
}

/** A task's description with keys as numbers: numbers first, then labels, each of size 1. */
export interface IndexedTask {
  readonly ids: Uint16Array;
  readonly sizes: Float64Array;
}

/** A property of a task at a moment: a label, or a number with its size. */
export interface Described {
  readonly key: string;
  readonly size: number;
}

const MINUTES = [15, 30, 60, 120, 240];
const AGES = [1, 3, 7, 21];
const DUES = [-1, 0, 1, 3, 7];

/** Parts of the day: night, morning, midday, afternoon, evening. */
export function partOfDay(hour: number): number {
  return [6, 11, 14, 18].filter((limit) => hour >= limit).length % 5;
}

/** Columns of a row that count by their size, brought to about the same scale. */
const NUMBERS = {
  urgency: [columnOf('urgency'), (v: number) => v / 5],
  minutes: [columnOf('durationLog'), (v: number) => (v - Math.log2(45)) / 2],
  days: [columnOf('ageDays'), (v: number) => Math.log2(1 + Math.max(0, v)) / 3],
  liftDay: [columnOf('liftDay'), (v: number) => v],
  liftHour: [columnOf('liftHour'), (v: number) => v],
  liftToday: [columnOf('liftToday'), (v: number) => v],
  liftLately: [columnOf('liftLately'), (v: number) => v],
} as const satisfies Record<string, readonly [number, (value: number) => number]>;
const NUMBER_KEYS = Object.keys(NUMBERS);

/** The sizes of a row's numbers, in the order of their keys. */
function sizesOf(row: ArrayLike<number>): number[] {
  return Object.values(NUMBERS).map(([column, scaled]) => scaled(row[column]!));
}

/** What may make this person take this task now: labels. Keys are read back by `reasons.ts`. */
export function labelsOf(task: OrderedTask, moment: ChoiceMoment): string[] {
  const part = partOfDay(moment.hour);
  const length = task.durationMin === null ? 'x' : bucket(task.durationMin, MINUTES);
  const due = task.dueInDays === null ? 'x' : bucket(task.dueInDays, DUES);
  return [
    `project|${task.project}`,
    `projectDay|${task.project}|${moment.weekday}`,
    `projectPart|${task.project}|${part}`,
    `length|${length}`,
    `lengthPart|${length}|${part}`,
    `energy|${task.energy}`,
    `energyPart|${task.energy}|${part}`,
    `due|${due}`,
    `age|${bucket(task.ageDays, AGES)}`,
    `priority|${task.priority}`,
    `deferred|${Math.min(3, task.deferrals)}`,
    `same|${task.project !== null && task.project === moment.lastProject}`,
    ...task.tags.flatMap((tag) => [`tag|${tag}`, `tagPart|${tag}|${part}`]),
  ];
}

/** Labels and numbers of a task; `row` is its row of `PRIORITY_COLUMNS`. */
export function describe(task: OrderedTask, row: ArrayLike<number>, moment: ChoiceMoment): Described[] {
  const sizes = sizesOf(row);
  return [
    ...NUMBER_KEYS.map((key, i) => ({ key, size: sizes[i]! })),
    ...labelsOf(task, moment).map((key) => ({ key, size: 1 })),
  ];
}

function bucket(value: number, limits: readonly number[]): number {
  return limits.filter((limit) => value > limit).length;
}

/** Newton steps a fit; the former weights are a warm start. */
const ROUNDS = 8;
/** Labels of one task overlap (a project, and the project on Mondays), so that full steps would overshoot. */
const DAMPING = 0.3;
/** Choices half as old as this many count half. */
const HALF_LIFE = 150;
/** What a kind of label is shrunken by at first, worth this many weights, and the limits of what is found. */
const FIRST_PRECISION = 20;
const FIRST_COUNT = 1;
const MIN_PRECISION = 0.4;
const MAX_PRECISION = 120;
/** Numbers of labels go up to here, two bytes each; no one has so many. */
const MAX_LABELS = 65_000;

/**
 * Conditional logit (McFadden 1974) over labels with a Gaussian prior: which labels this person prefers, beyond the
 * scores to start from. Fitted again from the remembered choices, a few milliseconds; this is `partialFit`. How strongly
 * a kind of label (projects, tags, lengths by part of the day …) is shrunken is learned from the choices as well, by
 * empirical Bayes (MacKay 1992): kinds that mean nothing to someone vanish, those that mean much are set free.
 */
export class Effects {
  readonly #ids = new Map<string, number>();
  /** Kinds of labels, and the precision of the prior of each. */
  readonly #kinds = new Map<string, number>();
  readonly #precisions: number[] = [];
  /** The kind of each label. */
  readonly #kindOf: number[] = [];
  #weights = new Float64Array(64);
  /** How much the choices said of each weight at the last fit: the prior's precision not counted. */
  #curvatures = new Float64Array(64);

  constructor() {
    for (const key of NUMBER_KEYS) this.#id(key);
  }

  weight(key: string): number {
    const id = this.#ids.get(key);
    return id === undefined ? 0 : this.#weights[id]!;
  }

  /** How uncertain a weight is: the variance of its posterior, correlations left out. */
  variance(key: string): number {
    const id = this.#ids.get(key);
    const kind = this.#kinds.get(kindOf(key));
    const precision = kind === undefined ? FIRST_PRECISION : this.#precisions[kind]!;
    return 1 / (precision + (id === undefined ? 0 : this.#curvatures[id]!));
  }

  /** Numbers labels that are new, and puts a task's description into numbers. */
  index(labels: readonly string[], row: ArrayLike<number>): IndexedTask {
    const own = labels.map((key) => this.#id(key));
    return this.indexed(
      own.filter((id) => id < MAX_LABELS),
      row,
    );
  }

  /** The same for labels that have their numbers. */
  indexed(labels: ArrayLike<number>, row: ArrayLike<number>): IndexedTask {
    const ids = new Uint16Array(NUMBER_KEYS.length + labels.length);
    const sizes = new Float64Array(ids.length).fill(1);
    sizes.set(sizesOf(row));
    for (let i = 0; i < ids.length; i++)
      ids[i] = i < NUMBER_KEYS.length ? i : labels[i - NUMBER_KEYS.length]!;
    return { ids, sizes };
  }

  /** The numbers of a task's labels alone. */
  labelIds({ ids }: IndexedTask): Uint16Array {
    return ids.subarray(NUMBER_KEYS.length);
  }

  #id(key: string): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#ids.size;
    this.#ids.set(key, id);
    const name = kindOf(key);
    let kind = this.#kinds.get(name);
    if (kind === undefined) {
      kind = this.#precisions.push(FIRST_PRECISION) - 1;
      this.#kinds.set(name, kind);
    }
    this.#kindOf.push(kind);
    if (id >= this.#weights.length) {
      this.#weights = enlarged(this.#weights, id * 2);
      this.#curvatures = enlarged(this.#curvatures, id * 2);
    }
    return id;
  }

  score(described: readonly Described[]): number {
    return described.reduce((sum, d) => sum + this.weight(d.key) * d.size, 0);
  }

  #scoreOf({ ids, sizes }: IndexedTask): number {
    let sum = 0;
    for (let i = 0; i < ids.length; i++) sum += this.#weights[ids[i]!]! * sizes[i]!;
    return sum;
  }

  /** Maximum a posteriori by damped diagonal Newton steps; starts from the former weights. */
  fit(choices: readonly DescribedChoice[]): void {
    const count = this.#ids.size;
    const gradient = new Float64Array(count);
    const curvature = new Float64Array(count);
    for (let round = 0; round < ROUNDS; round++) {
      gradient.fill(0);
      curvature.fill(0);
      choices.forEach((choice, at) => {
        const weight = 0.5 ** ((choices.length - 1 - at) / HALF_LIFE);
        const p = softmax(choice.tasks.map((task, i) => choice.start[i]! + this.#scoreOf(task)));
        choice.tasks.forEach(({ ids, sizes }, i) => {
          const g = weight * ((i === choice.chosen ? 1 : 0) - p[i]!);
          const h = weight * p[i]! * (1 - p[i]!);
          for (let k = 0; k < ids.length; k++) {
            gradient[ids[k]!]! += g * sizes[k]!;
            curvature[ids[k]!]! += h * sizes[k]! * sizes[k]!;
          }
        });
      });
      for (let id = 0; id < count; id++) {
        const now = this.#weights[id]!;
        const precision = this.#precisions[this.#kindOf[id]!]!;
        this.#weights[id] =
          now + (DAMPING * (gradient[id]! - precision * now)) / (curvature[id]! + precision);
      }
    }
    this.#curvatures.set(curvature);
    this.#shrink();
  }

  /** Re-estimates each kind's precision: well-determined weights over their squares. */
  #shrink(): void {
    const determined = new Float64Array(this.#precisions.length);
    const squares = new Float64Array(this.#precisions.length);
    this.#kindOf.forEach((kind, id) => {
      const said = this.#curvatures[id]!;
      determined[kind]! += said / (said + this.#precisions[kind]!);
      squares[kind]! += this.#weights[id]! ** 2;
    });
    for (let kind = 0; kind < this.#precisions.length; kind++) {
      const found = (determined[kind]! + FIRST_COUNT) / (squares[kind]! + FIRST_COUNT / FIRST_PRECISION);
      this.#precisions[kind] = Math.min(MAX_PRECISION, Math.max(MIN_PRECISION, found));
    }
  }

  /** Labels in the order of their numbers with weight and curvature, and the precision of each kind. */
  get state(): EffectsState {
    return {
      labels: Array.from(this.#ids, ([key, id]) => [key, this.#weights[id]!, this.#curvatures[id]!]),
      precisions: Array.from(this.#kinds, ([name, kind]) => [name, this.#precisions[kind]!]),
    };
  }

  restore({ labels, precisions }: EffectsState): void {
    for (const [key, weight, curvature] of labels) {
      const id = this.#id(key);
      this.#weights[id] = weight;
      this.#curvatures[id] = curvature;
    }
    for (const [name, precision] of precisions) {
      const kind = this.#kinds.get(name);
      if (kind !== undefined) this.#precisions[kind] = precision;
    }
  }

  /** How many labels have a number. */
  get size(): number {
    return this.#ids.size;
  }
}

function kindOf(key: string): string {
  const end = key.indexOf('|');
  return end < 0 ? key : key.slice(0, end);
}

function enlarged(values: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length);
  larger.set(values);
  return larger;
}

export const effectsState = z.object({
  labels: z.array(z.tuple([z.string(), z.number(), z.number().nonnegative()])),
  precisions: z.array(z.tuple([z.string(), z.number().positive()])),
});
type EffectsState = z.infer<typeof effectsState>;

/** Shares that sum to 1, by exponential weight. */
export function softmax(scores: ArrayLike<number>): number[] {
  const all = Array.from(scores);
  const top = Math.max(...all);
  const raw = all.map((s) => Math.exp(s - top));
  const total = raw.reduce((a, b) => a + b, 0);
  return raw.map((r) => r / total);
}
