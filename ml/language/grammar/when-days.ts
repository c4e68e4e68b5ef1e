import { weekdayOf } from '../calendar.ts';
import type { Scan } from '../scan.ts';
import { matchPeriod } from './dates-period.ts';
import { matchDay, matchDays } from './dates.ts';
import { ABSOLUTE, type DateMatch } from './date-types.ts';
import { matchTime } from './times.ts';
import type { When } from './when-types.ts';

/** The day of a moment, in any of the ways to say one, and what may stand beside it. */

/** Forms of days that a word in front of them cannot belong to a title with. */
const SURE_FORMS: ReadonlySet<string> = new Set(['relative', 'weekday', 'weekdayShort', 'namedWeekday']);

export function addDay(s: Scan, w: When, at: number): boolean {
  if (w.day !== null) return addWeek(s, w, at) || addWhole(s, w, at) || addSame(s, w, at);
  let i = at;
  let introduced = false;
  if (s.is(i, 'on', 'for', 'of') && (s.word(i) === 'on' || w.start !== null)) {
    i += 1;
    introduced = true;
  } else if (s.is(i, 'for') && w.to === w.from && isSureDay(s, i + 1)) {
    i += 1;
    introduced = true;
  } else if (s.is(i, 'at') && s.is(i + 1, 'the') && s.is(i + 2, 'weekend')) i += 1;
  const lead = s.is(i, 'anytime', 'sometime')
    ? 1
    : s.is(i, 'any', 'all', 'whole') && s.is(i + 1, 'time', 'day')
      ? 2
      : 0;
  if (lead > 0 && SURE_FORMS.has(matchDays(s, i + lead)?.form ?? '')) i += lead;
  if (s.is(i, 'early', 'late') && SURE_FORMS.has(matchDays(s, i + 1)?.form ?? '')) i += 1;
  const d = matchDays(s, i);
  if (d !== null && d.form === 'iso' && w.start === null && addStamp(s, w, at, d)) return true;
  if (d === null || (!s.endsClean(d.to) && !s.isDash(d.to))) return false;
  if (s.isDash(d.to) && s.glued(d.to)) return false;
  if (w.start !== null && d.min !== undefined && d.form !== 'relative') return false;
  w.day = d.day;
  w.last = d.last ?? null;
  w.form = d.form;
  w.within = d.within === true;
  w.yearless = d.yearless === true;
  w.rest = d.rest ?? [];
  w.introduced = introduced || s.is(i, 'in', 'from', 'between', 'within', 'this', 'next', 'coming');
  if (d.min !== undefined) takeMinutes(s, w, d.min, d.form === 'relative');
  w.bits.push({ kind: 'date', from: at, to: d.to });
  w.to = d.to;
  return true;
}

/** A day said twice is one day when both agree: `Sunday 7pm 6th June`, `tomorrow (Thursday)`. */
function addSame(s: Scan, w: When, at: number): boolean {
  if (w.last !== null || w.rest.length > 0) return false;
  const paren = s.is(at, '(');
  const comma = s.is(at, ',') && s.at(at + 1)?.gap === true;
  const i = paren || comma ? at + 1 : at;
  const d = matchDay(s, s.is(i, 'on') ? i + 1 : i);
  if (d === null || d.last !== undefined || d.min !== undefined) return false;
  const to = paren ? (s.is(d.to, ')') ? d.to + 1 : 0) : d.to;
  if (to === 0 || !s.endsClean(to)) return false;
  const named = w.form === 'weekday' || w.form === 'weekdayShort' || w.form === 'namedWeekday';
  const same =
    d.day === w.day ||
    (named && ABSOLUTE.has(d.form) && weekdayOf(d.day) === weekdayOf(w.day ?? 0)) ||
    ((d.form === 'weekday' || d.form === 'weekdayShort') && weekdayOf(d.day) === weekdayOf(w.day ?? 0));
  if (!same) return false;
  if (named && ABSOLUTE.has(d.form))
    Object.assign(w, { day: d.day, form: d.form, yearless: d.yearless === true });
  w.bits.push({ kind: 'date', from: at, to });
  w.to = to;
  return true;
}

/** `tomorrow EOD`, `tomorrow all day`: words that add nothing to the day. */
function addWhole(s: Scan, w: When, at: number): boolean {
  const whole = s.is(at, 'all', 'whole') && s.is(at + 1, 'day');
  if (w.start !== null || !(whole || s.is(at, 'eod', 'cob'))) return false;
  const to = whole ? at + 2 : at + 1;
  w.bits.push({ kind: 'date', from: at, to });
  w.to = to;
  return true;
}

/** `2027-05-03T14:00`, `…Z`: the machine's way of writing a moment. */
function addStamp(s: Scan, w: When, at: number, d: DateMatch): boolean {
  if (!s.glued(d.to) || !s.is(d.to, 't') || !s.glued(d.to + 1)) return false;
  const t = matchTime(s, d.to + 1);
  if (t === null || t.bare || !s.endsClean(t.to)) return false;
  Object.assign(w, { day: d.day, form: d.form, start: t.h * 60 + t.m, zone: t.zone, to: t.to });
  w.bits.push({ kind: 'date', from: at, to: t.to });
  return true;
}

/** `Mon 10am next week`: the week of a weekday, said behind the time. */
function addWeek(s: Scan, w: When, at: number): boolean {
  if (w.day === null || w.start === null || (w.form !== 'weekday' && w.form !== 'weekdayShort')) return false;
  const p = matchPeriod(s, at);
  if (p === null || p.unit !== 'week' || p.ahead < 1) return false;
  w.day = p.first + weekdayOf(w.day);
  w.form = 'namedWeekday';
  w.bits.push({ kind: 'date', from: at, to: p.to });
  w.to = p.to;
  return true;
}

/** `for Friday` reads as a day; `for 3 May` may just as well be the subject of the task. */
function isSureDay(s: Scan, i: number): boolean {
  const d = matchDays(s, i);
  return (
    d !== null &&
    (d.form === 'relative' || d.form === 'weekday' || d.form === 'namedWeekday' || d.form === 'period')
  );
}

/** `tonight` is the night of today unless an hour follows; offsets in hours name the moment itself. */
function takeMinutes(s: Scan, w: When, min: number, night: boolean): void {
  if (night) {
    w.part = 'night';
    if (w.start === null) w.start = min;
    else if (w.open && w.start < 720) w.start += 720;
  } else w.start = min;
  w.open = false;
}
