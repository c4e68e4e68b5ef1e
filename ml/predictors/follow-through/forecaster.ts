import {
  baselineForecasts,
  CAPACITY,
  FOLLOW_THROUGH,
  targetsOf,
  type Baseline,
  type BaselineForecasts,
} from '../../behavior/day-network/baselines.ts';
import { PLANNED, type DayLog } from '../../behavior/day-network/day-log.ts';
import type { DayNetwork } from '../../behavior/day-network/network.ts';
import { SEQUENCE_DAYS, sequenceBefore } from '../../behavior/day-network/sequences.ts';

/** What a day is expected to be like. */
export interface DayForecast {
  /** Focus hours by local hour, 0–1 each, and of the whole day. */
  readonly byHour: readonly number[];
  readonly capacityHours: number;
  /** Share of the day's planned tasks that gets done, 0–1. */
  readonly followThrough: number;
  /** Tasks planned for it so far. */
  readonly planned: number;
}

interface KnownRules {
  version: number;
  newest: number;
  first: number;
  rows: Float32Array;
  forecasts: BaselineForecasts;
}

/** Forecasts days from a log of the days before, by a network or, without one, by a simple rule. */
export class DayForecaster {
  readonly #log: DayLog;
  #network: DayNetwork | null = null;
  #rule: Baseline = 'ewma';
  /** What the rules say as of a version of the log. */
  #rules: KnownRules | null = null;

  constructor(log: DayLog) {
    this.#log = log;
  }

  get network(): DayNetwork | null {
    return this.#network;
  }

  get rule(): Baseline {
    return this.#rule;
  }

  use(network: DayNetwork | null, rule: Baseline): void {
    this.#network = network;
    this.#rule = rule;
  }

  /** Focus hours of a usual day, as the fading mean has it. */
  get usualHours(): number {
    return this.#log.length === 0 ? 0 : this.#known().forecasts.ahead(1).rule.ewma[CAPACITY]!;
  }

  /** Of a day, days since 1970, from the days before it and none after the newest; null while there is none. */
  forecast(day: number): DayForecast | null {
    if (this.#log.length === 0) return null;
    const { newest, first, rows, forecasts } = this.#known();
    const at = Math.min(day, newest + 1) - first;
    if (at < 0) return null;
    const planned = this.#log.rows(day, 1)[PLANNED]!;
    const next = day > newest ? forecasts.ahead(day - newest) : null;
    const network = at >= SEQUENCE_DAYS ? this.#network : null;
    const start = network
      ? (next?.blend ?? forecasts.blend[at]!)
      : (next?.rule[this.#rule] ?? forecasts.rules[this.#rule][at]!);
    const values = Float32Array.from(start);
    if (network) {
      // The days before the newest stand for those before a day further ahead, too; which day it is, is told.
      const { days } = sequenceBefore({ rows, first }, at, planned);
      const { context } = sequenceBefore({ rows, first: day - at }, at, planned);
      const correction = network.correction({ days, context });
      for (let i = 0; i < values.length; i++) values[i]! += correction[i]!;
    }
    return {
      byHour: Array.from(values.subarray(0, CAPACITY), (value) => Math.min(1, Math.max(0, value))),
      capacityHours: Math.max(0, values[CAPACITY]!),
      followThrough: Math.min(0.98, Math.max(0.02, values[FOLLOW_THROUGH]!)),
      planned,
    };
  }

  #known(): KnownRules {
    const { version, newest, length, first } = this.#log;
    if (this.#rules?.version === version) return this.#rules;
    const rows = this.#log.rows(first, length);
    this.#rules = { version, newest, first, rows, forecasts: baselineForecasts(targetsOf(rows)) };
    return this.#rules;
  }
}
