import { DAY_COLUMNS, KEPT, PLANNED } from './day-log.ts';

/** What a forecast of a day says: focus hours by hour, their sum, and the share of its tasks that gets done. */
export const FORECAST_WIDTH = 26;
export const CAPACITY = 24;
export const FOLLOW_THROUGH = 25;

/** Simple rules that a network has to beat. */
export const BASELINES = ['sameHourLastWeek', 'hourlyMean', 'ewma'] as const;
export type Baseline = (typeof BASELINES)[number];

/** Half-life of the decaying means, days. */
const HALF_LIFE = 14;
const DECAY = 0.5 ** (1 / HALF_LIFE);
/** The share of planned tasks that get done before anything is known, and how many tasks that is worth. */
const USUAL_SHARE = 0.6;
const SHARE_WEIGHT = 4;

/**
 * Targets of each day: focus by hour and in all, hours; the share of planned tasks that got done, NaN where none was planned.
 *
 * @param rows of `DayLog`
 */
export function targetsOf(rows: Float32Array): Float32Array[] {
  return Array.from({ length: rows.length / DAY_COLUMNS }, (_, i) => {
    const row = rows.subarray(i * DAY_COLUMNS, (i + 1) * DAY_COLUMNS);
    const target = new Float32Array(FORECAST_WIDTH);
    let sum = 0;
    for (let hour = 0; hour < CAPACITY; hour++) {
      target[hour] = Math.min(1, row[hour]! / 60);
      sum += row[hour]! / 60;
    }
    target[CAPACITY] = sum;
    target[FOLLOW_THROUGH] = row[PLANNED]! > 0 ? Math.min(1, row[KEPT]! / row[PLANNED]!) : Number.NaN;
    return target;
  });
}

/** Exponentially weighted means of numbers that may be missing. */
class DecayingMean {
  readonly #sums = new Float64Array(FORECAST_WIDTH);
  readonly #weights = new Float64Array(FORECAST_WIDTH);
  readonly #decay: number;

  constructor(decay: number) {
    this.#decay = decay;
    this.#sums[FOLLOW_THROUGH] = USUAL_SHARE * SHARE_WEIGHT;
    this.#weights[FOLLOW_THROUGH] = SHARE_WEIGHT;
  }

  get value(): Float32Array {
    // Asked a thousand times for one forecast, so no callback.
    const means = new Float32Array(FORECAST_WIDTH);
    for (let i = 0; i < FORECAST_WIDTH; i++)
      means[i] = this.#weights[i]! > 0 ? this.#sums[i]! / this.#weights[i]! : 0;
    return means;
  }

  add(target: Float32Array): void {
    for (let i = 0; i < FORECAST_WIDTH; i++) {
      const value = target[i]!;
      if (Number.isNaN(value)) continue;
      this.#sums[i] = this.#sums[i]! * this.#decay + value;
      this.#weights[i] = this.#weights[i]! * this.#decay + 1;
    }
  }
}

/** What each rule, and the blend that a network starts from, says of every day and the one after the last. */
export interface BaselineForecasts {
  readonly rules: Readonly<Record<Baseline, readonly Float32Array[]>>;
  /** The mean of the decaying mean and that of the same weekdays. */
  readonly blend: readonly Float32Array[];
  /** What both say of a day this many days after the last one, 1 or more. */
  ahead(days: number): { rule: Readonly<Record<Baseline, Float32Array>>; blend: Float32Array };
}

/** Each day is forecast from the days before it. */
export function baselineForecasts(targets: readonly Float32Array[]): BaselineForecasts {
  const [mean, ewma] = [new DecayingMean(1), new DecayingMean(DECAY)];
  const weekdays = Array.from({ length: 7 }, () => new DecayingMean(DECAY ** 3));
  const rules: Record<Baseline, Float32Array[]> = { sameHourLastWeek: [], hourlyMean: [], ewma: [] };
  const blend: Float32Array[] = [];
  for (let day = 0; day <= targets.length; day++) {
    const lastWeek = targets[day - 7];
    const [usual, ewmaValue] = [mean.value, ewma.value];
    rules.hourlyMean.push(usual);
    rules.ewma.push(ewmaValue);
    rules.sameHourLastWeek.push(orElse(lastWeek, usual));
    const weekday = day >= 7 ? weekdays[day % 7]!.value : ewmaValue;
    blend.push(halfway(ewmaValue, weekday));
    const target = targets[day];
    if (!target) break;
    for (const one of [mean, ewma, weekdays[day % 7]!]) one.add(target);
  }
  const ahead: BaselineForecasts['ahead'] = (days) => {
    const at = targets.length - 1 + days;
    const [hourlyMean, ewmaValue] = [mean.value, ewma.value];
    const sameHourLastWeek = orElse(targets[targets.length - 7 + ((days - 1) % 7)], hourlyMean);
    const weekday = targets.length >= 7 ? weekdays[at % 7]!.value : ewmaValue;
    return { rule: { hourlyMean, ewma: ewmaValue, sameHourLastWeek }, blend: halfway(ewmaValue, weekday) };
  };
  return { rules, blend, ahead };
}

/** What is known, and where it is missing something else. */
function orElse(known: Float32Array | undefined, other: Float32Array): Float32Array {
  if (!known || !Number.isNaN(known[FOLLOW_THROUGH]!)) return known ?? other;
  const filled = Float32Array.from(known);
  filled[FOLLOW_THROUGH] = other[FOLLOW_THROUGH]!;
  return filled;
}

function halfway(a: Float32Array, b: Float32Array): Float32Array {
  const middle = new Float32Array(a.length);
  for (let i = 0; i < a.length; i++) middle[i] = (a[i]! + b[i]!) / 2;
  return middle;
}

/** Mean squared error over the hours of a day, hours². */
export function hourlyError(forecast: ArrayLike<number>, target: ArrayLike<number>): number {
  let sum = 0;
  for (let hour = 0; hour < CAPACITY; hour++) sum += (forecast[hour]! - target[hour]!) ** 2;
  return sum / CAPACITY;
}
