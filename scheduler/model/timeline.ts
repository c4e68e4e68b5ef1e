import { DAY_MIN, MINUTE_MS } from '../../core/time/units.ts';
import { addDays, instantOf, localOf, startOfDay, weekdayOf } from '../../core/time/zoned.ts';
import type { Weekday } from '../../core/problem.ts';
import { minuteOfDay, WEEKDAYS } from '../../core/time/week.ts';

/** A stretch of one day in which the wall clock runs evenly: it shows `clock` minutes of the day at `from`. */
interface Segment {
  readonly from: number;
  readonly clock: number;
}

/**
 * The solver's clock: whole minutes since `now`, on the real (elapsed) axis, and their local names. The
 * time-zone data is asked once per day of the horizon; everything inside it is arithmetic.
 */
export class Timeline {
  readonly tz: string;
  /** Local days of the horizon, today first. */
  readonly days: string[] = [];
  readonly weekdays: Weekday[] = [];
  /** First minute of each local day; one more entry for the end of the horizon. */
  readonly dayStart: Float64Array;
  /** End of the horizon, minutes after `now`. */
  readonly end: number;
  readonly #segments: Segment[][] = [];
  readonly #nowMs: number;
  /** Days outside the horizon whose beginning has been asked for. */
  readonly #begins = new Map<string, number>();
  readonly #firstOrdinal: number;

  constructor(now: string, tz: string, horizonDays: number) {
    this.tz = tz;
    this.#nowMs = instantOf(now, tz);
    this.dayStart = new Float64Array(horizonDays + 1);
    let day = now.slice(0, 10);
    this.#firstOrdinal = ordinal(day);
    let weekday = weekdayOf(day) - 1;
    for (let i = 0; i <= horizonDays; i++) {
      this.dayStart[i] = (startOfDay(day, tz) - this.#nowMs) / MINUTE_MS;
      if (i > 0) this.#segments.push(this.#segmentsOf(i - 1));
      if (i === horizonDays) break;
      this.days.push(day);
      this.weekdays.push(WEEKDAYS[weekday]!);
      weekday = (weekday + 1) % 7;
      day = addDays(day, 1);
    }
    this.end = this.dayStart[horizonDays]!;
  }

  /**
   * Minute of a wall-clock moment. One that a clock change skips becomes the moment of the change when
   * `skipped` is `change`, and moves forward by the gap otherwise; one that happens twice means the first.
   */
  minuteOf(local: string, skipped: 'change' | 'forward' = 'forward'): number {
    const index = ordinal(local) - this.#firstOrdinal;
    if (index < 0 || index >= this.days.length) return this.#outside(local);
    return this.#minuteOn(index, minuteOfDay(local.slice(11)), skipped);
  }

  /** Minute at which a local day begins; the day may lie outside the horizon. */
  dayBegin(day: string): number {
    const index = ordinal(day) - this.#firstOrdinal;
    if (index >= 0 && index <= this.days.length) return this.dayStart[index]!;
    let begin = this.#begins.get(day);
    if (begin === undefined) {
      begin = (startOfDay(day, this.tz) - this.#nowMs) / MINUTE_MS;
      this.#begins.set(day, begin);
    }
    return begin;
  }

  /** A moment outside the horizon; asks the zone's data only for the days, and for moments of a day with a clock change. */
  #outside(local: string): number {
    const day = local.slice(0, 10);
    const begin = this.dayBegin(day);
    if (this.dayAfter(day) - begin === DAY_MIN) return begin + minuteOfDay(local.slice(11));
    return (instantOf(local, this.tz) - this.#nowMs) / MINUTE_MS;
  }

  /** Minute just after a local day. */
  dayAfter(day: string): number {
    const index = ordinal(day) - this.#firstOrdinal;
    if (index >= 0 && index < this.days.length) return this.dayStart[index + 1]!;
    return this.dayBegin(addDays(day, 1));
  }

  /** Wall-clock name, `YYYY-MM-DDTHH:mm`, of a minute. */
  localOf(minute: number): string {
    const index = this.dayIndexOf(minute);
    if (index < 0) return localOf(this.#nowMs + minute * MINUTE_MS, this.tz);
    const clock = this.clockOf(minute);
    return `${this.days[index]!}T${pad(Math.floor(clock / 60))}:${pad(clock % 60)}`;
  }

  /** Minutes that the wall clock shows, 0–1439, at a minute inside the horizon. */
  clockOf(minute: number): number {
    const segments = this.#segments[this.dayIndexOf(minute)]!;
    let at = segments.length - 1;
    while (at > 0 && segments[at]!.from > minute) at--;
    return segments[at]!.clock + minute - segments[at]!.from;
  }

  /** Index of the horizon's day that holds a minute, or −1 outside the horizon. */
  dayIndexOf(minute: number): number {
    if (minute < this.dayStart[0]! || minute >= this.end) return -1;
    let low = 0;
    let high = this.days.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.dayStart[middle]! <= minute) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /**
   * A span of the day as minutes; `24:00` is the end of the day. A time that the clock skips means the
   * moment of the change, so that nothing sticks out of the span on the wall clock.
   */
  spanOfDay(index: number, from: string, to: string): [number, number] {
    return [this.#clockOn(index, from), this.#clockOn(index, to)];
  }

  /**
   * Stretches whose local names are taken by an earlier minute (the second pass of a repeated hour).
   * Nothing may start or end there, because the answer's local times could not say so; the minute before
   * belongs to it, since an end is named by the minute that follows.
   */
  unnameable(): [number, number][] {
    const stretches: [number, number][] = [];
    for (const segments of this.#segments) {
      for (let i = 1; i < segments.length; i++) {
        const { from, clock } = segments[i]!;
        const before = segments[i - 1]!;
        const repeated = before.clock + from - before.from - clock;
        if (repeated > 0) stretches.push([from - 1, from + repeated]);
      }
    }
    return stretches;
  }

  #clockOn(index: number, time: string): number {
    return time === '24:00' ? this.dayStart[index + 1]! : this.#minuteOn(index, minuteOfDay(time), 'change');
  }

  #minuteOn(index: number, clock: number, skipped: 'change' | 'forward'): number {
    const segments = this.#segments[index]!;
    const end = this.dayStart[index + 1]!;
    for (let i = 0; i < segments.length; i++) {
      const { from, clock: shown } = segments[i]!;
      const minute = from + clock - shown;
      const next = segments[i + 1]?.from ?? end;
      if (clock < shown)
        return skipped === 'change' || i === 0 ? from : from + clock - shown + gap(segments, i);
      if (minute < next) return minute;
    }
    return skipped === 'change' ? end : segments.at(-1)!.from + clock - segments.at(-1)!.clock;
  }

  /** Almost every day is one segment; a day with a clock change is looked at every quarter of an hour. */
  #segmentsOf(index: number): Segment[] {
    const from = this.dayStart[index]!;
    const to = this.dayStart[index + 1]!;
    const shown = (minute: number): number =>
      minuteOfDay(localOf(this.#nowMs + minute * MINUTE_MS, this.tz).slice(11));
    const segments: Segment[] = [{ from, clock: shown(from) }];
    if (to - from === DAY_MIN && segments[0]!.clock === 0) return segments;
    for (let minute = from + 15; minute < to; minute += 15) {
      const last = segments.at(-1)!;
      const clock = shown(minute);
      if (clock !== last.clock + minute - last.from) segments.push({ from: minute, clock });
    }
    return segments;
  }
}

/** Minutes the clock skips where segment `i` begins. */
function gap(segments: readonly Segment[], i: number): number {
  const before = segments[i - 1]!;
  return segments[i]!.clock - (before.clock + segments[i]!.from - before.from);
}

function ordinal(day: string): number {
  return (
    Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / 86_400_000
  );
}

function pad(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
