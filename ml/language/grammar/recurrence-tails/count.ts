import type { Scan } from '../../scan.ts';
import { matchAmount, matchNumber } from '../amounts.ts';
import { matchDuration } from '../durations.ts';
import type { Reader, State } from './state.ts';

export const readCount: Reader = (s, st, i) => {
  const introduced = s.is(i, 'for');
  let at = introduced ? i + 1 : i;
  if (introduced && s.is(at, 'up') && s.is(at + 1, 'to')) at += 2;
  else if (introduced && s.is(at, 'about', 'around', 'another')) at += 1;
  const next =
    s.is(at, 'the') && s.is(at + 1, 'next') ? at + 2 : s.is(at, 'next') && introduced ? at + 1 : at;
  at = next;
  if (!introduced && (s.is(at, 'x', '×') || s.is(at, 'twice'))) {
    if (s.glued(at + 1) && s.num(at + 1) > 0) {
      st.rule = { ...st.rule, count: s.num(at + 1) };
      st.to = at + 2;
      return true;
    }
    const twice =
      s.is(at, 'twice') && !s.is(at + 1, 'a', 'per', 'each', 'every', 'daily', 'weekly', 'monthly', 'an');
    if (!twice || !s.endsClean(at + 1)) return false;
    st.rule = { ...st.rule, count: 2 };
    st.to = at + 1;
    return true;
  }
  const n = matchNumber(s, at);
  if (
    n !== null &&
    n.value >= 1 &&
    n.value <= 5000 &&
    s.is(n.to, 'times', 'occurrences', 'sessions', 'repetitions', 'instances', 'x', '×', 'repeats')
  ) {
    st.rule = { ...st.rule, count: n.value };
    st.to = n.to + 1;
    return true;
  }
  return introduced ? readSpan(s, st, i, at) : false;
};

/** `for 6 weeks` bounds the series; `for 45 min` is how long each one takes. */
function readSpan(s: Scan, st: State, i: number, at: number): boolean {
  const amount = matchAmount(s, at);
  const only = amount?.parts.length === 1 ? amount.parts[0] : undefined;
  if (
    amount !== null &&
    only !== undefined &&
    only.unit !== 'minute' &&
    only.unit !== 'hour' &&
    s.endsClean(amount.to)
  ) {
    const unit =
      only.unit === 'fortnight'
        ? 'week'
        : only.unit === 'quarter'
          ? 'month'
          : only.unit === 'workday'
            ? 'day'
            : only.unit;
    const n = only.unit === 'fortnight' ? only.n * 2 : only.unit === 'quarter' ? only.n * 3 : only.n;
    if (n !== Math.floor(n) || n > 2000) return false;
    st.tails.span = { n, unit };
    st.to = amount.to;
    return true;
  }
  const d = matchDuration(s, i);
  if (d === null || st.tails.durationMin !== null) return false;
  st.tails.durationMin = d.minutes;
  st.to = d.to;
  return true;
}
