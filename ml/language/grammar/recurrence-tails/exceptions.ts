import type { Scan } from '../../scan.ts';
import { matchWeekdayList } from '../day-spec.ts';
import { onDays } from '../rrule.ts';
import type { Reader, State } from './state.ts';

const HOLIDAY_KINDS = ['public', 'bank', 'national', 'legal', 'federal', 'statutory', 'official'] as const;

/** `holidays`, `public holidays`, `bank holidays`: what a rule leaves out. */
function takeHolidays(s: Scan, st: State, i: number): boolean {
  let at = s.is(i, 'all', 'any', 'a', 'the') ? i + 1 : i;
  if (s.is(at, ...HOLIDAY_KINDS)) at += 1;
  if (!s.is(at, 'holidays', 'holiday') || !s.endsClean(at + 1)) return false;
  st.tails.skipHolidays = true;
  st.to = at + 1;
  return true;
}

/** `skipping holidays`, `unless it's a holiday`, `not on public holidays` through `readExcept`. */
export const readSkip: Reader = (s, st, i) => {
  if (s.is(i, 'skip', 'skipping', 'omit', 'omitting'))
    return takeHolidays(s, st, s.is(i + 1, 'on') ? i + 2 : i + 1);
  if (!s.is(i, 'unless')) return false;
  const at = s.is(i + 1, "it's", 'its', "that's")
    ? i + 2
    : s.is(i + 1, 'it', 'that') && s.is(i + 2, 'is')
      ? i + 3
      : i + 1;
  return takeHolidays(s, st, at);
};

export const readExcept: Reader = (s, st, i) => {
  let at = 0;
  if (s.is(i, 'except', 'excluding', 'excl', 'besides', 'without')) at = i + 1;
  else if (s.is(i, 'but', 'other', '·aber') && s.is(i + 1, 'not', 'than')) at = i + 2;
  else if (s.is(i, 'but', 'not')) at = i + 1;
  if (at === 0) return false;
  if (s.is(at, 'for')) at += 1;
  if (s.is(at, 'on')) at += 1;
  if (s.is(at, 'the')) at += 1;
  if (takeHolidays(s, st, at)) return true;
  const days = matchWeekdayList(s, at);
  const daily = st.rule.freq === 'DAILY' && st.rule.interval === 1;
  if (days === null || !(daily || st.rule.freq === 'WEEKLY')) return false;
  const now = st.rule.byDay.length > 0 ? st.rule.byDay.map((d) => d.weekday) : [0, 1, 2, 3, 4, 5, 6];
  const left = now.filter((d) => !days.weekdays.includes(d));
  if (left.length === 0) return false;
  st.rule = { ...st.rule, freq: 'WEEKLY', byDay: onDays(left) };
  st.to = days.to;
  return true;
};
