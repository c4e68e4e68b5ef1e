import { Temporal } from 'temporal-polyfill';
import { DaymarkError } from '../errors.ts';
import type { HistoryTask } from '../replay.ts';
import { DAY_MIN, MINUTE_MS } from './units.ts';

const PLAIN_DAY = /^\d{4}-\d{2}-\d{2}$/;
/** As the program itself writes instants; nothing is left to be read. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

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

/** A line whose moments are instants. */
export interface ResolvedTask extends HistoryTask {
  /** The end of the day that it is planned for. */
  readonly plannedEnd?: string | null;
}

/** The line with its moments as instants; a day by which something is due, or for which it is planned, lasts until it is over. */
export function withInstants(line: HistoryTask, tz: string): ResolvedTask {
  const read = (text: string | null | undefined, toEnd: boolean): string | null => {
    if (!text) return null;
    if (INSTANT.test(text)) return text;
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
    plannedEnd: line.plannedStart ? dayEndOf(line.plannedStart, tz) : null,
  };
}

/** The end of a whole day; an instant is its own. */
export function endOfMoment({ hasClock, epochMs, localMin, nextDayMs }: HistoryMoment): {
  epochMs: number;
  localMin: number;
} {
  return hasClock ? { epochMs, localMin } : { epochMs: nextDayMs - 1, localMin: localMin + DAY_MIN - 1 };
}

function dayEndOf(text: string, tz: string): string {
  return new Date(readMoment(text, tz).nextDayMs - 1).toISOString();
}
