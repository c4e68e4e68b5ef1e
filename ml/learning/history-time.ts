import { Temporal } from 'temporal-polyfill';
import { DaymarkError } from '../../core/errors.ts';
import type { HistoryTask } from '../../core/replay.ts';
import type { TaskFacts } from '../features/index.ts';

const PLAIN_DAY = /^\d{4}-\d{2}-\d{2}$/;
const MINUTE_MS = 60_000;
const DAY_MIN = 1440;

/** A moment of a history. */
export interface HistoryMoment {
  readonly epochMs: number;
  /** Minutes since 1970 on the local wall clock. */
  readonly localMin: number;
  /** False for a plain day, which stands for its first instant. */
  readonly hasClock: boolean;
  /** The first instant of the next local day. */
  readonly nextDayMs: number;
}

/**
 * Reads a plain day, an instant with an offset, or a local wall-clock time. Throws `invalidInput` for
 * anything else.
 */
export function readMoment(text: string, tz: string): HistoryMoment {
  try {
    const zoned = PLAIN_DAY.test(text)
      ? Temporal.PlainDate.from(text).toZonedDateTime(tz)
      : readTime(text, tz);
    const day = zoned.toPlainDate();
    return {
      epochMs: zoned.epochMilliseconds,
      localMin: Math.floor((zoned.epochMilliseconds + zoned.offsetNanoseconds / 1e6) / MINUTE_MS),
      hasClock: !PLAIN_DAY.test(text),
      nextDayMs: day.add({ days: 1 }).toZonedDateTime(tz).epochMilliseconds,
    };
  } catch (error) {
    throw new DaymarkError(
      'invalidInput',
      { reason: `“${text.slice(0, 40)}” is no date or time` },
      { cause: error },
    );
  }
}

function readTime(text: string, tz: string): Temporal.ZonedDateTime {
  const plain = text.trim().replace(' ', 'T');
  const hasOffset = /(z|[+-]\d{2}(:?\d{2})?)(\[.*\])?$/i.test(plain.slice(10));
  if (hasOffset) return Temporal.Instant.from(plain).toZonedDateTimeISO(tz);
  return Temporal.PlainDateTime.from(plain).toZonedDateTime(tz);
}

/**
 * When an outcome becomes known: a task counts as known at a moment when this lies strictly before it. A plain day
 * is known once it is over.
 */
export function knownFrom(completed: HistoryMoment): number {
  return completed.hasClock ? completed.epochMs : completed.nextDayMs - 1;
}

/** Facts with when a task is due and planned for. */
export function withPlan(facts: TaskFacts, { due, plannedStart }: HistoryTask, tz: string): TaskFacts {
  const end = due ? endOfMoment(readMoment(due, tz)) : null;
  const planned = plannedStart ? readMoment(plannedStart, tz) : null;
  return {
    ...facts,
    dueInDays: end && (end.localMin - facts.createdLocalMin) / DAY_MIN,
    // A whole day stands for its middle.
    plannedLocalMin: planned && planned.localMin + (planned.hasClock ? 0 : DAY_MIN / 2),
  };
}

/** The line with its moments as instants; a day by which something is due, or for which it is planned, lasts until it is over. */
export function withInstants(line: HistoryTask, tz: string): HistoryTask {
  const read = (text: string | null | undefined, toEnd: boolean): string | null => {
    if (!text) return null;
    const moment = readMoment(text, tz);
    return new Date(toEnd ? endOfMoment(moment).epochMs : moment.epochMs).toISOString();
  };
  return {
    ...line,
    createdAt: read(line.createdAt, false)!,
    completedAt: read(line.completedAt, false),
    startedAt: read(line.startedAt, false),
    due: read(line.due, true),
    plannedStart: read(line.plannedStart, true),
  };
}

function endOfMoment({ hasClock, epochMs, localMin, nextDayMs }: HistoryMoment): {
  epochMs: number;
  localMin: number;
} {
  return hasClock ? { epochMs, localMin } : { epochMs: nextDayMs - 1, localMin: localMin + DAY_MIN - 1 };
}
