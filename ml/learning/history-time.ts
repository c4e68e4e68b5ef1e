import { Temporal } from 'temporal-polyfill';
import { DaymarkError } from '../../core/errors.ts';

const PLAIN_DAY = /^\d{4}-\d{2}-\d{2}$/;
const MINUTE_MS = 60_000;

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
