import { addDays, instantOf, localOf, startOfDay, weekdayOf } from '../../core/time/zoned.ts';
import type { Weekday } from '../../core/problem.ts';

const MINUTE_MS = 60_000;
const DAY_MIN = 1440;
const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/**
 * The solver's clock: whole minutes since `now`, on the real (elapsed) axis, and their local names.
 * Days without a clock change are converted by arithmetic, all others by the time-zone data.
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
  readonly #plain: boolean[] = [];
  readonly #nowMs: number;

  constructor(now: string, tz: string, horizonDays: number) {
    this.tz = tz;
    this.#nowMs = instantOf(now, tz);
    this.dayStart = new Float64Array(horizonDays + 1);
    let day = now.slice(0, 10);
    let weekday = weekdayOf(day) - 1;
    for (let i = 0; i <= horizonDays; i++) {
      const startMs = startOfDay(day, tz);
      this.dayStart[i] = (startMs - this.#nowMs) / MINUTE_MS;
      if (i > 0) {
        const length = this.dayStart[i]! - this.dayStart[i - 1]!;
        this.#plain.push(length === DAY_MIN && localOf(startMs, tz).endsWith('T00:00'));
      }
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
    const index = this.#dayIndex(local);
    const clock = clockMinutes(local.slice(11));
    if (index >= 0 && this.#plain[index]) return this.dayStart[index]! + clock;
    const minute = (instantOf(local, this.tz) - this.#nowMs) / MINUTE_MS;
    if (skipped === 'forward' || this.localOf(minute) === local) return minute;
    let change = minute;
    while (this.localOf(change - 1) > local) change--;
    return change;
  }

  /** Minute at which a local day begins; the day may lie outside the horizon. */
  dayBegin(day: string): number {
    const index = this.#dayIndex(day);
    return index >= 0 ? this.dayStart[index]! : (startOfDay(day, this.tz) - this.#nowMs) / MINUTE_MS;
  }

  /** Minute just after a local day. */
  dayAfter(day: string): number {
    return this.dayBegin(addDays(day, 1));
  }

  /** Wall-clock name, `YYYY-MM-DDTHH:mm`, of a minute. */
  localOf(minute: number): string {
    const index = this.dayIndexOf(minute);
    if (index >= 0 && this.#plain[index]) {
      const clock = minute - this.dayStart[index]!;
      return `${this.days[index]!}T${pad(Math.floor(clock / 60))}:${pad(clock % 60)}`;
    }
    return localOf(this.#nowMs + minute * MINUTE_MS, this.tz);
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

  /** Local hour of day, 0–23, of a minute inside the horizon. */
  hourOf(minute: number): number {
    return Number(this.localOf(minute).slice(11, 13));
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
    for (let i = 0; i < this.days.length; i++) {
      if (this.#plain[i]) continue;
      let from = -1;
      for (let minute = this.dayStart[i]!; minute <= this.dayStart[i + 1]!; minute++) {
        const named = minute < this.dayStart[i + 1]! && this.minuteOf(this.localOf(minute)) !== minute;
        if (named && from < 0) from = minute;
        if (!named && from >= 0) {
          stretches.push([from - 1, minute]);
          from = -1;
        }
      }
    }
    return stretches;
  }

  #clockOn(index: number, time: string): number {
    if (time === '24:00') return this.dayStart[index + 1]!;
    if (this.#plain[index]) return this.dayStart[index]! + clockMinutes(time);
    return this.minuteOf(`${this.days[index]!}T${time}`, 'change');
  }

  #dayIndex(local: string): number {
    const first = this.days[0]!;
    const day = local.slice(0, 10);
    if (day < first) return -1;
    const index = ordinal(day) - ordinal(first);
    return index < this.days.length ? index : -1;
  }
}

function ordinal(day: string): number {
  return (
    Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / 86_400_000
  );
}

function clockMinutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function pad(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
