import { urgency, type Moment, type OpenTask } from './urgency.ts';

/** One choice: what was open, described, and which one was taken. */
export interface DescribedChoice {
  /** Scores to start from, one a task. */
  readonly start: Float64Array;
  readonly tasks: readonly IndexedTask[];
  readonly chosen: number;
}

/** A task's description with keys as numbers. */
export interface IndexedTask {
  readonly ids: Int32Array;
  readonly sizes: Float64Array;
}

/** A property of a task at a moment: a label's index, with a size. */
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

/** What may make this person take this task now. Keys are read back by `reasons.ts`. */
export function describe(task: OpenTask, moment: Moment): Described[] {
  const part = partOfDay(moment.hour);
  const length = task.durationMin === null ? 'x' : bucket(task.durationMin, MINUTES);
  const due = task.dueInDays === null ? 'x' : bucket(task.dueInDays, DUES);
  const keys = [
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
  const labels = keys.map((key) => ({ key, size: 1 }));
  const minutes = Math.log2(task.durationMin ?? 45) - Math.log2(45);
  const numbers = [
    { key: 'urgency', size: urgency(task) / 5 },
    { key: 'minutes', size: minutes / 2 },
    { key: 'days', size: Math.log2(1 + Math.max(0, task.ageDays)) / 3 },
  ];
  return [...labels, ...numbers];
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

/**
 * Conditional logit (McFadden 1974) over labels with a Gaussian prior: which labels this person prefers, beyond the
 * scores to start from. Fitted anew from the remembered choices, a few milliseconds; this is `partialFit`.
 */
export class Effects {
  readonly #ids = new Map<string, number>();
  #weights = new Float64Array(64);
  /** How much the choices said of each weight at the last fit: the prior's precision not counted. */
  #curvatures = new Float64Array(64);

  /** How uncertain a weight is: the variance of its posterior, correlations left out. */
  variance(key: string, precision: number): number {
    const id = this.#ids.get(key);
    return 1 / (precision + (id === undefined ? 0 : this.#curvatures[id]!));
  }

  weight(key: string): number {
    const id = this.#ids.get(key);
    return id === undefined ? 0 : this.#weights[id]!;
  }

  index(described: readonly Described[]): IndexedTask {
    const ids = Int32Array.from(described, ({ key }) => {
      let id = this.#ids.get(key);
      if (id === undefined) this.#ids.set(key, (id = this.#ids.size));
      return id;
    });
    if (this.#ids.size > this.#weights.length) {
      this.#weights = enlarged(this.#weights, this.#ids.size * 2);
      this.#curvatures = enlarged(this.#curvatures, this.#ids.size * 2);
    }
    return { ids, sizes: Float64Array.from(described, (d) => d.size) };
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
  fit(choices: readonly DescribedChoice[], precision: number): void {
    const count = this.#ids.size;
    for (let round = 0; round < ROUNDS; round++) {
      const gradient = new Float64Array(count);
      const curvature = new Float64Array(count);
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
        this.#weights[id] =
          now + (DAMPING * (gradient[id]! - precision * now)) / (curvature[id]! + precision);
      }
      this.#curvatures.set(curvature);
    }
  }

  /** Key, weight and curvature of each label, in the order of their numbers. */
  get state(): [string, number, number][] {
    return Array.from(this.#ids, ([key, id]) => [key, this.#weights[id]!, this.#curvatures[id]!]);
  }

  restore(state: readonly (readonly [string, number, number])[]): void {
    this.#ids.clear();
    const { ids } = this.index(state.map(([key]) => ({ key, size: 1 })));
    state.forEach(([, weight, curvature], i) => {
      this.#weights[ids[i]!] = weight;
      this.#curvatures[ids[i]!] = curvature;
    });
  }
}

function enlarged(values: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length);
  larger.set(values);
  return larger;
}

export function softmax(scores: readonly number[] | Float64Array): number[] {
  const top = Math.max(...scores);
  const raw = Array.from(scores, (s) => Math.exp(s - top));
  const total = raw.reduce((a, b) => a + b, 0);
  return raw.map((r) => r / total);
}
