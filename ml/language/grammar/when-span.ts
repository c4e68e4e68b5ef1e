import { civilOf, dayOf, isCivil } from '../calendar.ts';
import type { Scan } from '../scan.ts';
import { ABSOLUTE } from './date-types.ts';
import type { When } from './when-types.ts';

/** From one moment to another. */

/** End of the words that lead from the beginning of an interval to its end, or 0. */
function connector(s: Scan, i: number): number {
  if (s.isDash(i)) return s.glued(i) === s.glued(i + 1) ? i + 1 : 0;
  if (s.is(i, 'to', 'until', 'till', 'til', 'through', 'thru')) return i + 1;
  const and = s.is(i, 'and', ',') ? i + 1 : i;
  const verb = s.is(and, 'goes', 'lasts', 'runs', 'going', 'lasting', 'running', 'continues', 'up')
    ? and + 1
    : 0;
  if (verb > 0 && s.is(verb, 'until', 'till', 'til', 'to', 'through')) return verb + 1;
  if (s.is(and, 'ends', 'ending', 'finishes', 'finishing'))
    return s.is(and + 1, 'at', 'on', 'by') ? and + 2 : and + 1;
  return 0;
}

/** Longest interval of moments: two months. */
const LONGEST_MIN = 62 * 1440;

/**
 * Two moments and a connector make an interval, whatever the two are: `Mon 9am - Tue 5pm`, `5pm May 14 to 11am May 16`,
 * `Nov 12 at 4pm - Nov 15`, `tomorrow at 1pm and goes until 2pm`. Two plain days are read by `matchDays`.
 */
export function joinEnd(s: Scan, w: When, readEnd: (i: number) => When | null): void {
  if (w.start === null || w.end !== null || w.last !== null || w.rest.length > 0) return;
  const at = connector(s, w.to);
  if (at === 0) return;
  const other = readEnd(at);
  if (other === null || other.end !== null || other.last !== null || other.within || !s.endsClean(other.to))
    return;
  if (other.day === null) {
    if (other.start === null || (w.part !== null && !w.bits.some((b) => b.kind === 'time'))) return;
    let end = other.start;
    if (other.open) end = [end % 720, (end % 720) + 720].find((x) => x > (w.start ?? 0)) ?? end;
    if (end <= w.start) end += 1440;
    w.end = end;
  } else {
    if (w.day === null) return;
    const day = endDay(w, other);
    if (other.start === null) {
      if (day <= w.day) return;
      w.last = day;
    } else {
      const end = (day - w.day) * 1440 + other.start;
      if (end <= w.start || end - w.start > LONGEST_MIN) return;
      w.end = end;
    }
  }
  const to = yearBehind(s, w, other);
  w.bits = [{ kind: 'interval', from: w.from, to }];
  w.to = to;
}

/** `May 3 9am - May 5 5pm 2027`: a year behind the end holds for both; answers where the interval ends. */
function yearBehind(s: Scan, w: When, other: When): number {
  const y = s.num(other.to);
  if (!w.yearless || !other.yearless || s.digits(other.to) !== 4 || y < 1990 || y > 2100) return other.to;
  if (!s.endsClean(other.to + 1) || w.day === null) return other.to;
  const { m, d } = civilOf(w.day);
  if (!isCivil(y, m, d)) return other.to;
  const day = dayOf(y, m, d);
  if (w.last !== null) w.last += day - w.day;
  w.day = day;
  return other.to + 1;
}

/** The day of the end; a weekday follows the beginning, a year said once holds for both. */
function endDay(w: When, other: When): number {
  let day = other.day ?? 0;
  const from = w.day ?? 0;
  if (other.form === 'weekday' || other.form === 'weekdayShort') while (day < from) day += 7;
  const year = (n: number): number => civilOf(n).y;
  const moved = (n: number, y: number): number => {
    const c = civilOf(n);
    return isCivil(y, c.m, c.d) ? dayOf(y, c.m, c.d) : n;
  };
  if (w.yearless && !other.yearless && ABSOLUTE.has(other.form ?? '') && year(day) > year(from)) {
    const same = moved(from, year(day));
    w.day = same <= day ? same : moved(from, year(day) - 1);
  } else if (other.yearless && day < from) {
    day = moved(day, year(from)) >= from ? moved(day, year(from)) : moved(day, year(from) + 1);
  } else if (other.yearless && !w.yearless && ABSOLUTE.has(w.form ?? '')) {
    const same = moved(day, year(from));
    day = same >= from ? same : moved(day, year(from) + 1);
  }
  return day;
}
