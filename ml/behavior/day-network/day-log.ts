import { DAY_MIN } from '../../../core/time/units.ts';
import type { TaskFacts } from '../../features/index.ts';
import { Projection } from '../../features/text-trend.ts';

const HOURS = 24;
/** Components that the vectors of a day's work are reduced to. */
const TEXT_WIDTH = 6;
/** Days kept: what is older says little of how somebody works now. */
const MAX_DAYS = 400;
/** Longer than this at a stretch is a timer that was forgotten. */
const MAX_MINUTES = 12 * 60;

/** Columns of a day: focus minutes by local hour, counts of tasks, the text of what was worked on. */
export const DAY_COLUMNS = HOURS + 5 + TEXT_WIDTH;
/** Where the counts and the text begin. */
export const PLANNED = HOURS;
export const KEPT = HOURS + 1;
const DEFERRED = HOURS + 2;
const DROPPED = HOURS + 3;
const WRITTEN = HOURS + 4;
export const TEXT = HOURS + 5;

/** What became of a task, on its person's wall clock. */
export interface ClosedTask {
  readonly facts: TaskFacts;
  readonly vector: Float32Array | null;
  /** Minutes since 1970 when it was done or given up. */
  readonly closedLocalMin: number;
  /** When its work began; null when that isn't known. */
  readonly startedLocalMin: number | null;
  /** Minutes it took; null for what was given up, or isn't known. */
  readonly minutes: number | null;
  readonly done: boolean;
  readonly deferrals: number;
}

/** The local day, days since 1970, that a task is meant for; null where nothing says so. */
export function plannedDay({ plannedLocalMin = null }: TaskFacts): number | null {
  return plannedLocalMin === null ? null : Math.floor(plannedLocalMin / DAY_MIN);
}

/** Whether a task was finished by the end of the day it was meant for; null for one without such a day. */
export function wasKept({ facts, closedLocalMin, done }: ClosedTask): boolean | null {
  const day = plannedDay(facts);
  return day === null ? null : done && Math.floor(closedLocalMin / DAY_MIN) <= day;
}

/**
 * A person's days, one row of numbers each, built from one task after the other as it is written down and closed: the timeline
 * that forecasts of a day are made from. The order in which tasks come does not matter.
 */
export class DayLog {
  readonly #days = new Map<number, Float32Array>();
  readonly #projection = new Projection(384, TEXT_WIDTH);
  /** Open tasks that count as planned already, and for which day. */
  readonly #open = new Map<string, number>();
  #newest = Number.NEGATIVE_INFINITY;
  #version = 0;

  /** The newest day on which anything was done or given up; −∞ before the first. */
  get newest(): number {
    return this.#newest;
  }

  /** Grows with everything that is closed. */
  get version(): number {
    return this.#version;
  }

  /** Days from the first that is known to the newest, with those on which nothing happened. */
  get length(): number {
    return this.#newest === Number.NEGATIVE_INFINITY ? 0 : this.#newest - this.first + 1;
  }

  get first(): number {
    let first = this.#newest;
    for (const day of this.#days.keys()) first = Math.min(first, day);
    return Math.max(first, this.#newest - MAX_DAYS + 1);
  }

  /** A task was written down. */
  written(facts: TaskFacts): void {
    const day = plannedDay(facts);
    const before = this.#open.get(facts.id);
    if (before === undefined) this.#row(Math.floor(facts.createdLocalMin / DAY_MIN))[WRITTEN]! += 1;
    else if (before >= 0) this.#row(before)[PLANNED]! -= 1;
    this.#open.set(facts.id, day ?? -1);
    if (day !== null) this.#row(day)[PLANNED]! += 1;
  }

  /** An open task is meant for another day. */
  moved(facts: TaskFacts): void {
    if (this.#open.has(facts.id)) this.written(facts);
  }

  closed(task: ClosedTask): void {
    this.written(task.facts);
    this.#open.delete(task.facts.id);
    const closedDay = Math.floor(task.closedLocalMin / DAY_MIN);
    const day = plannedDay(task.facts);
    if (day !== null && wasKept(task)) this.#row(day)[KEPT]! += 1;
    const row = this.#row(closedDay);
    if (task.deferrals > 0) row[DEFERRED]! += 1;
    if (!task.done) row[DROPPED]! += 1;
    this.#newest = Math.max(this.#newest, closedDay);
    this.#version++;
    this.#worked(task);
    this.#forget();
  }

  #worked({ minutes, startedLocalMin, closedLocalMin, vector }: ClosedTask): void {
    if (minutes === null || !(minutes > 0) || minutes > MAX_MINUTES) return;
    const from = startedLocalMin ?? closedLocalMin - minutes;
    for (let at = from, left = minutes; left > 0;) {
      const piece = Math.min(left, 60 - (((at % 60) + 60) % 60));
      const hour = Math.floor((((at % DAY_MIN) + DAY_MIN) % DAY_MIN) / 60);
      this.#row(Math.floor(at / DAY_MIN))[hour]! += piece;
      at += piece;
      left -= piece;
    }
    if (!vector) return;
    const text = this.#projection.apply(vector);
    const row = this.#row(Math.floor(from / DAY_MIN));
    for (let i = 0; i < TEXT_WIDTH; i++) row[TEXT + i]! += (text[i]! * minutes) / 60;
  }

  /** Rows of days, the first of them day `first`; zeros where nothing is known. */
  rows(first: number, count: number): Float32Array {
    const all = new Float32Array(count * DAY_COLUMNS);
    for (let i = 0; i < count; i++) {
      const row = this.#days.get(first + i);
      if (row) all.set(row, i * DAY_COLUMNS);
    }
    return all;
  }

  #row(day: number): Float32Array {
    const known = this.#days.get(day);
    if (known) return known;
    const made = new Float32Array(DAY_COLUMNS);
    this.#days.set(day, made);
    return made;
  }

  #forget(): void {
    if (this.#days.size <= 2 * MAX_DAYS) return;
    for (const day of this.#days.keys()) if (day < this.#newest - MAX_DAYS) this.#days.delete(day);
  }
}
