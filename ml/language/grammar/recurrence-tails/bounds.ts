import { addMonths } from '../../calendar.ts';
import type { Scan } from '../../scan.ts';
import { matchMonth, resolveMonthDay } from '../dates-absolute.ts';
import { matchDay } from '../dates.ts';
import { matchTime, timeMinutes } from '../times.ts';
import type { Reader, State } from './state.ts';

export const readStart: Reader = (s, st, i) => {
  let at = 0;
  if (
    s.is(
      i,
      'starting',
      'starts',
      'start',
      'beginning',
      'begins',
      'from',
      'since',
      'effective',
      'commencing',
      'between',
    )
  )
    at = i + 1;
  else if (s.is(i, 'as') && s.is(i + 1, 'of', 'from')) at = i + 2;
  else if (s.is(i, 'after')) at = i + 1;
  if (at === 0) return false;
  if (s.is(at, 'on', 'from', 'in', 'at')) at += s.is(at, 'in') && matchMonth(s, at + 1) === null ? 0 : 1;
  const bound = boundDay(s, at);
  if (bound === null) return readStartTime(s, st, at);
  st.tails.from = bound.day + (s.is(i, 'after') ? 1 : 0);
  st.to = bound.to;
  const until =
    s.is(st.to, 'to', 'through', '-', '–') || (s.is(i, 'between') && s.is(st.to, 'and'))
      ? boundDay(s, st.to + 1)
      : null;
  if (until !== null) {
    st.rule = { ...st.rule, until: until.last < bound.day ? addMonths(until.last, 12) : until.last };
    st.to = until.to;
  }
  return true;
};

/** `every 6 hours starting 11:00`. */
function readStartTime(s: Scan, st: State, i: number): boolean {
  const t = matchTime(s, i);
  if (t === null || st.tails.start !== null || !s.endsClean(t.to) || t.bare) return false;
  st.tails.start = timeMinutes(t, st.tails.part, s.ref.leaning);
  st.tails.zone = t.zone;
  st.to = t.to;
  return true;
}

export const readUntil: Reader = (s, st, i) => {
  let at = 0;
  if (s.is(i, 'until', 'till', 'til', 'ending', 'ends', 'through', 'thru', 'end')) at = i + 1;
  else if (s.is(i, 'up') && s.is(i + 1, 'to', 'until')) at = i + 2;
  else if (s.is(i, 'to')) at = i + 1;
  if (at === 0) return false;
  if (s.is(at, 'on', 'in', 'by')) at += 1;
  const bound = boundDay(s, at);
  if (bound === null) return false;
  const from = st.tails.from ?? s.ref.today;
  st.rule = {
    ...st.rule,
    until: bound.last < from && from - bound.last < 366 ? addMonths(bound.last, 12) : bound.last,
  };
  st.to = bound.to;
  return true;
};

/** Days of December that people bound things by. */
const FEASTS: ReadonlyMap<string, number> = new Map([
  ['christmas', 25],
  ['xmas', 25],
]);

/** A day that bounds a series; a bare month is its first day as a start and as an end. */
function boundDay(s: Scan, i: number): { to: number; day: number; last: number } | null {
  const d = matchDay(s, i);
  if (d !== null && s.endsClean(d.to)) return { to: d.to, day: d.day, last: d.last ?? d.day };
  const feast = FEASTS.get(s.word(i));
  const month = feast === undefined ? matchMonth(s, i) : null;
  if (feast !== undefined) {
    const day = resolveMonthDay(s.ref, 12, feast, null);
    return day === null ? null : { to: i + 1, day, last: day };
  }
  if (month === null || !s.endsClean(month.to)) return null;
  const day = resolveMonthDay(s.ref, month.month, 1, null);
  return day === null ? null : { to: month.to, day, last: day };
}
