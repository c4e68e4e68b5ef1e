import { DaymarkError } from '../../core/errors.ts';
import { formatMoment } from '../../core/time/civil.ts';
import { instantOf, localOf } from '../../core/time/zoned.ts';
import { DAY_S, readMomentValue } from '../calendars/ics/values.ts';

/** Values of strangers' files: whatever isn't what it should be counts as absent. */

export type Fields = Record<string, unknown>;

/** @throws DaymarkError `invalidInput` for text that isn't JSON */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new DaymarkError('invalidInput', { reason: 'this is no complete JSON file' }, { cause: error });
  }
}

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' ? String(value) : '';
}

export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value.replace(',', '.')) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

export function textsOf(value: unknown): string[] {
  return listOf(value)
    .map(textOf)
    .filter((text) => text !== '');
}

/** Years that the rest of Daymark counts in. */
const KNOWN_YEARS = /^(?:19|2\d)\d\d-/;

/** A day or a moment on the clock of `tz`; null for anything else. */
export function localMomentOf(value: unknown, tz: string): string | null {
  const moment = momentOf(value);
  if (!moment) return null;
  const { wall, isDate, offset } = moment;
  const day = Math.floor(wall / DAY_S);
  const plain = formatMoment(day, Math.floor((wall - day * DAY_S) / 60));
  const local = isDate ? plain.slice(0, 10) : offset === null ? plain : localOf((wall - offset) * 1_000, tz);
  return KNOWN_YEARS.test(local) ? local : null;
}

/** Epoch ms of a moment (a day counts from its first minute); epoch ms and seconds are taken as they are. */
export function instantOfValue(value: unknown, tz: string): number | null {
  if (typeof value === 'number')
    return value > 1e11 && value < 4e13 ? value : value > 1e9 && value < 4e10 ? value * 1_000 : null;
  const moment = momentOf(value);
  if (!moment) return null;
  if (moment.offset !== null) return (moment.wall - moment.offset) * 1_000;
  const local = localMomentOf(value, tz);
  return local === null ? null : instantOf(local.length > 10 ? local : `${local}T00:00`, tz);
}

function momentOf(value: unknown): ReturnType<typeof readMomentValue> | null {
  if (typeof value !== 'string' || !/^\d{4}/.test(value.trim())) return null;
  try {
    return readMomentValue(value.trim());
  } catch {
    return null;
  }
}

/** Where a day or a moment goes: a moment has a start as well. */
export function dayAndStart(local: string | null): { date: string | null; start: string | null } {
  if (local === null) return { date: null, start: null };
  return { date: local.slice(0, 10), start: local.length > 10 ? local : null };
}

/** Minutes above zero, within what a task may have. */
export function minutesOf(value: number | null): number | null {
  return value !== null && value > 0 && value <= 100_000 ? Math.round(value * 100) / 100 : null;
}

const DURATION =
  /^(?:(\d+(?:[.,]\d+)?)\s*(?:h|hr|hrs|hours?|std)\.?)?\s*(?:(\d+(?:[.,]\d+)?)\s*(?:m|min|mins|minutes?)\.?)?$/i;

/** Minutes of `90`, `1h30`, `1:30`, `45 min` or `PT1H30M`. */
export function durationOf(text: string): number | null {
  const plain = text.trim();
  if (plain === '') return null;
  if (/^\d+(?:[.,]\d+)?$/.test(plain)) return minutesOf(numberOf(plain));
  const clock = /^(\d{1,3}):(\d{2})(?::\d{2})?$/.exec(plain);
  if (clock) return minutesOf(Number(clock[1]) * 60 + Number(clock[2]));
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i.exec(plain);
  if (iso) {
    const [days, hours, minutes, seconds] = iso.slice(1).map((part) => Number(part ?? 0));
    return minutesOf((days ?? 0) * 1440 + (hours ?? 0) * 60 + (minutes ?? 0) + (seconds ?? 0) / 60);
  }
  const words = DURATION.exec(plain.replace(/(\d)h(\d+)$/i, '$1h $2m'));
  if (!words?.[1] && !words?.[2]) return null;
  return minutesOf((numberOf(words[1]) ?? 0) * 60 + (numberOf(words[2]) ?? 0));
}

/** Notes from several parts, empty ones left out. */
export function joined(...parts: (string | null | undefined)[]): string {
  return parts.filter((part) => part).join('\n\n');
}

/** Counts what has no place here, to be named once and not a thousand times. */
export class Losses {
  readonly #counts = new Map<string, { what: string; why: string; count: number }>();

  add(what: string, why: string): void {
    const known = this.#counts.get(what);
    if (known) known.count += 1;
    else this.#counts.set(what, { what, why, count: 1 });
  }

  list(): { what: string; why: string }[] {
    return [...this.#counts.values()].map(({ what, why, count }) => ({
      what: count === 1 ? what : `${what} (${count})`,
      why,
    }));
  }
}

export const SUBTASK = 'sub-tasks became tasks of their own';
