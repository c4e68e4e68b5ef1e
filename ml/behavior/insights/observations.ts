import { quantileOf } from '../../../core/statistics.ts';
import { DAY_MIN, HOUR_MS } from '../../../core/time/units.ts';
import { localOf } from '../../../core/time/zoned.ts';
import type { HistoryTask } from '../../../core/replay.ts';
import { DaymarkError } from '../../../core/errors.ts';

/** A task open for longer than this many times what nine in ten finished ones took counts as not done. */
const GIVEN_UP = 4;
const MIN_PATIENCE_DAYS = 21;
const PLAIN_DAY = /^\d{4}-\d{2}-\d{2}$/;
const OFFSET = /(z|[+-]\d{2}(:?\d{2})?)(\[.*\])?$/i;

/** A moment on the person's wall clock. */
interface Moment {
  /** Minutes since 1970. */
  readonly min: number;
  readonly hasClock: boolean;
}

/** A line of a history as the detectors see it. Days count from 1970, minutes are those of the person's wall clock. */
export interface Observation {
  readonly id: string | number;
  readonly title: string;
  readonly project: string | null;
  readonly tags: readonly string[];
  readonly category: string | null;
  readonly estimateMin: number | null;
  readonly actualMin: number | null;
  readonly created: Moment;
  readonly planned: Moment | null;
  readonly started: Moment | null;
  readonly completed: Moment | null;
  readonly due: Moment | null;
  readonly deferrals: number;
  /** Null: still open, and may be done. */
  readonly done: boolean | null;
  /** The day on whose list it stood: the one it was planned for, else the one it was written down on. */
  readonly listDay: number;
  /** Done on that day; null where nothing says so. */
  readonly kept: boolean | null;
}

/** Reads wall clocks, with a zone's offset looked up once an hour. */
class WallClock {
  readonly #tz: string;
  readonly #offsets = new Map<number, number>();

  constructor(tz: string) {
    this.#tz = tz;
  }

  /** @throws DaymarkError `invalidInput` for what is no date or time */
  read(text: string): Moment {
    const plain = text.trim().replace(' ', 'T');
    const isDay = PLAIN_DAY.test(plain);
    const isInstant = !isDay && OFFSET.test(plain.slice(10));
    const ms = Date.parse(isDay ? plain : isInstant ? plain.replace(/\[.*\]$/, '') : `${plain}Z`);
    if (Number.isNaN(ms))
      throw new DaymarkError('invalidInput', { reason: `“${text.slice(0, 40)}” is no date or time` });
    return { min: Math.floor((isInstant ? ms + this.#offset(ms) : ms) / 60_000), hasClock: !isDay };
  }

  #offset(ms: number): number {
    const hour = Math.floor(ms / HOUR_MS);
    let offset = this.#offsets.get(hour);
    if (offset === undefined) {
      offset = Date.parse(`${localOf(hour * HOUR_MS, this.#tz)}Z`) - hour * HOUR_MS;
      this.#offsets.set(hour, offset);
    }
    return offset;
  }
}

/**
 * The lines of a history up to `now` (null: the last moment that any line names), oldest first.
 *
 * @throws DaymarkError `invalidInput` for a date that is none
 */
export function observationsOf(lines: readonly HistoryTask[], tz: string, now: string | null): Observation[] {
  const clock = new WallClock(tz);
  const read = (text: string | null | undefined): Moment | null => (text ? clock.read(text) : null);
  const limit = now === null ? Number.POSITIVE_INFINITY : endOf(clock.read(now));
  const raw = lines.map((line) => {
    const completed = read(line.completedAt);
    return {
      line,
      created: clock.read(line.createdAt),
      planned: read(line.plannedStart),
      started: read(line.startedAt),
      // What happens after `now` isn't known.
      completed: completed && completed.min <= limit ? completed : null,
      due: read(line.due),
    };
  });
  const before = raw.filter(({ created }) => created.min <= limit);
  const lags = before.flatMap(({ created, completed }) =>
    completed ? [dayOf(completed) - dayOf(created)] : [],
  );
  const patience = Math.max(MIN_PATIENCE_DAYS, GIVEN_UP * (quantileOf(lags, 0.9) || 0));
  const latest = before.reduce(
    (most, { created, completed }) => Math.max(most, created.min, completed?.min ?? 0),
    0,
  );
  const today = Math.floor(Math.min(limit, Math.max(latest, now === null ? 0 : limit)) / DAY_MIN);
  const daily = keepsDailyLists(before.map(({ line, created, completed }) => ({ line, created, completed })));
  return before
    .map(({ line, created, planned, started, completed, due }): Observation => {
      const given = givenUp(line);
      const stale = !completed && today - dayOf(created) > patience;
      const done = completed !== null || line.done === true ? true : given || stale ? false : null;
      const listDay = dayOf(planned ?? created);
      // What has until some other day is on no one's list today.
      const hasList = planned !== null || (daily && (due === null || dayOf(due) === listDay));
      return {
        id: line.id,
        title: line.title,
        project: line.project ?? null,
        tags: line.tags ?? [],
        category: line.category ?? null,
        estimateMin: positive(line.estimateMin),
        actualMin: done === true ? positive(line.actualMin) : null,
        created,
        planned,
        started,
        completed,
        due,
        deferrals: typeof line.deferrals === 'number' ? line.deferrals : (line.deferrals?.length ?? 0),
        done,
        listDay,
        kept: hasList ? keptOn(listDay, completed, done, today) : null,
      };
    })
    .toSorted((a, b) => a.created.min - b.created.min);
}

/** Whether most of what has an outcome has it on the day it was written down: then a day's tasks are its list. */
function keepsDailyLists(
  lines: readonly { line: HistoryTask; created: Moment; completed: Moment | null }[],
): boolean {
  const known = lines.filter(({ line, completed }) => completed !== null || typeof line.done === 'boolean');
  const sameDay = known.filter(({ created, completed }) => !completed || dayOf(completed) === dayOf(created));
  return known.length > 0 && sameDay.length >= 0.7 * known.length;
}

function keptOn(day: number, completed: Moment | null, done: boolean | null, today: number): boolean | null {
  if (completed) return dayOf(completed) <= day;
  if (done !== null) return done;
  return day < today ? false : null;
}

function givenUp(line: HistoryTask): boolean {
  return (
    line.done === false || (line.dropped !== undefined && line.dropped !== null && line.dropped !== false)
  );
}

function positive(value: number | null | undefined): number | null {
  return value && value > 0 ? value : null;
}

export function dayOf(moment: Moment): number {
  return Math.floor(moment.min / DAY_MIN);
}

/** Minute of the day. */
export function clockOf(moment: Moment): number {
  return ((moment.min % DAY_MIN) + DAY_MIN) % DAY_MIN;
}

/** A plain day lasts until it is over. */
export function endOf(moment: Moment): number {
  return moment.hasClock ? moment.min : moment.min + DAY_MIN - 1;
}

/** Monday 0. Day 0 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** YYYY-MM-DD. */
export function dateOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** When work on it began, where that is known or follows from when it ended and how long it took. */
export function beginOf(one: Observation): number | null {
  if (one.started?.hasClock) return one.started.min;
  if (!one.completed?.hasClock) return null;
  return one.completed.min - (one.actualMin ?? 0);
}

/**
 * What counts as done: done on its day where most say which day that was, else done at all. Null for a task that says nothing.
 */
export function outcomeIn(observations: readonly Observation[]): (one: Observation) => boolean | null {
  const listed = observations.filter(({ kept }) => kept !== null).length;
  return listed >= 0.4 * observations.length ? ({ kept }) => kept : ({ done }) => done;
}
