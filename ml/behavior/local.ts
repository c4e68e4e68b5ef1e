import { localOf } from '../../core/time/zoned.ts';

const QUARTER_MS = 900_000;

/** Local wall-clock facts of instants, with the zone's offset looked up once per quarter of an hour. */
export class LocalClock {
  readonly #tz: string;
  readonly #offsets = new Map<number, number>();

  constructor(tz: string) {
    this.#tz = tz;
  }

  /** The wall clock as if it were UTC, milliseconds. */
  wall(ms: number): number {
    const quarter = Math.floor(ms / QUARTER_MS);
    let offset = this.#offsets.get(quarter);
    if (offset === undefined) {
      const at = quarter * QUARTER_MS;
      offset = Date.parse(`${localOf(at, this.#tz)}Z`) - at;
      this.#offsets.set(quarter, offset);
    }
    return ms + offset;
  }

  /** Local day as a count of days; weekday 0 is Monday. */
  day(ms: number): number {
    return Math.floor(this.wall(ms) / 86_400_000);
  }

  minuteOfDay(ms: number): number {
    return (((this.wall(ms) % 86_400_000) + 86_400_000) % 86_400_000) / 60_000;
  }
}

/** Weekday of a day count, Monday 0. The epoch was a Thursday. */
export function weekdayOfCount(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** One piece of a span that lies in a single local hour. */
export interface HourPiece {
  day: number;
  hour: number;
  minutes: number;
}

/** Cuts a span at local full hours. */
export function byHour(clock: LocalClock, start: number, end: number): HourPiece[] {
  const pieces: HourPiece[] = [];
  let at = start;
  while (at < end) {
    const minute = clock.minuteOfDay(at);
    const next = Math.min(end, at + (60 - (minute % 60)) * 60_000);
    pieces.push({ day: clock.day(at), hour: Math.floor(minute / 60), minutes: (next - at) / 60_000 });
    at = next;
  }
  return pieces;
}

/** Weighted median; 0 for nothing. */
export function median(values: readonly { value: number; weight: number }[]): number {
  const sorted = values.toSorted((a, b) => a.value - b.value);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let seen = 0;
  for (const { value, weight } of sorted) {
    seen += weight;
    if (seen >= half) return value;
  }
  return 0;
}

/** Confidence that grows with evidence: one half at `enough`, towards 1. */
export function confidenceOf(evidence: number, enough: number): number {
  return evidence / (evidence + enough);
}
