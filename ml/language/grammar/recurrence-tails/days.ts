import type { Scan } from '../../scan.ts';
import { matchMonth } from '../dates-absolute.ts';
import { matchDaySpec, matchWeekdayList } from '../day-spec.ts';
import { fillSpec } from '../rule-spec.ts';
import { onDays } from '../rrule.ts';
import type { Reader } from './state.ts';

/** `every month at the start`, `monthly at the end of the month`. */
export const readEdge: Reader = (s, st, i) => {
  const r = st.rule;
  if (r.freq !== 'MONTHLY' || r.byDay.length > 0 || r.byMonthDay.length > 0) return false;
  const at = s.is(i, 'at', 'in', 'on') ? i + 1 : i;
  const edge = s.is(at, 'the') ? at + 1 : at;
  if (edge === i) return false;
  const day = s.is(edge, 'start', 'beginning') ? 1 : s.is(edge, 'end') ? -1 : s.is(edge, 'middle') ? 15 : 0;
  if (day === 0) return false;
  const of = s.is(edge + 1, 'of') ? skipMonth(s, edge + 1) : edge + 1;
  st.rule = { ...r, byMonthDay: [day] };
  st.to = Math.max(of, edge + 1);
  return true;
};

export const readDays: Reader = (s, st, i) => {
  const r = st.rule;
  if (r.byDay.length > 0 || r.byMonthDay.length > 0) return readMonths(s, st, i);
  const introduced = s.is(i, 'on') || (s.is(i, 'the') && r.freq !== 'DAILY');
  const at = s.is(i, 'on') ? i + 1 : i;
  const weekly = r.freq === 'WEEKLY' || (r.freq === 'DAILY' && r.interval % 7 === 0);
  if (!introduced && !(weekly && matchWeekdayList(s, at) !== null)) return readMonths(s, st, i);
  const day = s.num(at);
  if (
    r.freq === 'MONTHLY' &&
    at > i &&
    day >= 1 &&
    day <= 31 &&
    s.endsClean(at + 1) &&
    matchDaySpec(s, at) === null
  ) {
    st.rule = { ...r, byMonthDay: [day] };
    st.to = at + 1;
    return true;
  }
  const spec = matchDaySpec(s, at);
  if (spec === null) return false;
  const filled = fillSpec(r, spec);
  if (filled === null) return false;
  st.rule = filled;
  st.to =
    s.is(spec.to, 'of', 'each') && s.is(spec.to + 1, 'each', 'every', 'month')
      ? skipMonth(s, spec.to)
      : spec.to;
  return true;
};

const skipMonth = (s: Scan, i: number): number => {
  let at = i;
  while (s.is(at, 'of', 'each', 'every', 'the')) at += 1;
  return s.is(at, 'month', 'year') ? at + 1 : i;
};

const readMonths: Reader = (s, st, i) => {
  if (st.rule.byMonth.length > 0) return false;
  const monthly =
    st.rule.byMonthDay.length > 0 || st.rule.byDay.some((d) => d.n !== 0) || st.rule.setPos !== null;
  if (monthly && st.rule.freq === 'MONTHLY') {
    const to = skipMonth(s, i);
    if (to > i) {
      st.to = to;
      return true;
    }
  }
  if (!s.is(i, 'in', 'of', 'during')) return false;
  const months: number[] = [];
  let at = i + 1;
  for (let guard = 0; guard < 12; guard++) {
    const m = matchMonth(s, at);
    if (m === null) break;
    months.push(m.month);
    st.to = m.to;
    if (!s.is(m.to, ',', 'and')) break;
    at = m.to + 1;
  }
  if (months.length === 0) return false;
  st.rule = { ...st.rule, byMonth: months };
  return true;
};

/** `every day from Monday to Friday` names days of the week, not a first and a last date. */
export const readWeekSpan: Reader = (s, st, i) => {
  if (!s.is(i, 'from') || st.rule.freq !== 'DAILY' || st.rule.interval !== 1) return false;
  const days = matchWeekdayList(s, i + 1);
  if (days === null || days.weekdays.length < 2) return false;
  st.rule = { ...st.rule, freq: 'WEEKLY', byDay: onDays(days.weekdays) };
  st.to = days.to;
  return true;
};
