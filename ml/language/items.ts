import type { Energy, ParsedFields, Priority } from '../../core/language.ts';
import type { DurationMatch } from './grammar/durations.ts';
import { matchDuration } from './grammar/durations.ts';
import { matchMonth, resolveMonthDay } from './grammar/dates-absolute.ts';
import { matchAmount } from './grammar/amounts.ts';
import { matchDay } from './grammar/dates.ts';
import { shift } from './grammar/dates-relative.ts';
import { matchPeriod } from './grammar/dates-period.ts';
import { matchRecurrence, type Recurrence } from './grammar/recurrence.ts';
import { matchWhen, type When } from './grammar/when.ts';
import type { Scan } from './scan.ts';

/** One recognised piece of the line before its neighbours are asked. `from` and `to` count lexed tokens. */
export type Item = { from: number; to: number } & (
  | { kind: 'when'; when: When }
  | { kind: 'deadline'; when: When; lead: string }
  | { kind: 'earliest'; when: When; lead: string }
  | { kind: 'duration'; duration: DurationMatch }
  | { kind: 'recurrence'; recurrence: Recurrence }
  | { kind: 'priority'; sets: Partial<ParsedFields> }
  | { kind: 'energy'; sets: Partial<ParsedFields>; sure: boolean }
  | { kind: 'person'; names: string[] }
);

const matched = new WeakMap<Scan, (Item | null | undefined)[]>();

/** The longest reading at `i`; on equal length the earlier kind wins. Remembered per scan: neighbours ask again. */
export function matchItem(s: Scan, i: number): Item | null {
  let memo = matched.get(s);
  if (memo === undefined) matched.set(s, (memo = []));
  const known = memo[i];
  if (known !== undefined) return known;
  const found = i < s.lx.length && s.startsClean(i) ? longestItem(s, i) : null;
  memo[i] = found;
  return found;
}

function longestItem(s: Scan, i: number): Item | null {
  let best: Item | null = null;
  const consider = (item: Item | null): void => {
    if (item !== null && (best === null || item.to > best.to)) best = item;
  };
  consider(recurrenceItem(s, i));
  consider(deadlineItem(s, i));
  consider(earliestItem(s, i));
  const after = s.is(i, 'after') ? afterClock(s, i) : null;
  if (after !== null) consider({ kind: 'when', from: i, to: after.to, when: after });
  const when = matchWhen(s, i);
  consider(when === null ? null : { kind: 'when', from: i, to: when.to, when });
  const duration = matchDuration(s, i);
  if (duration !== null && s.endsClean(duration.to))
    consider({ kind: 'duration', from: i, to: duration.to, duration });
  consider(priorityItem(s, i));
  consider(energyItem(s, i));
  return best;
}

function recurrenceItem(s: Scan, i: number): Item | null {
  const introduced =
    s.is(i, 'due', 'repeats', 'repeating', 'recurring', 'recurs') || (i > 0 && s.is(i, 'repeat'));
  const recurrence = matchRecurrence(s, introduced ? i + 1 : i);
  return recurrence === null ? null : { kind: 'recurrence', from: i, to: recurrence.to, recurrence };
}

/** End of a deadline's leading words, or 0. */
function deadlineLead(s: Scan, i: number): number {
  let at = i;
  if (s.is(i, 'is', 'be') && s.is(i + 1, 'due')) at += 1;
  if (s.is(at, 'due', 'deadline')) {
    at += 1;
    if (s.is(at, 'date')) at += 1;
    if (s.is(at, ':', '=', 'is')) at += 1;
    return s.is(at, 'on', 'by', 'at', 'in', 'before') ? at + (s.is(at, 'at', 'in', 'on') ? 0 : 1) : at;
  }
  if (s.is(at, 'no', 'not') && s.is(at + 1, 'later') && s.is(at + 2, 'than')) return at + 3;
  if (s.is(at, 'latest') || (s.is(at, 'at') && s.is(at + 1, 'the') && s.is(at + 2, 'latest'))) {
    const to = s.is(at, 'latest') ? at + 1 : at + 3;
    return s.is(to, 'by', 'on') ? to + 1 : to;
  }
  if (s.is(at, 'by', 'before', 'until', 'till', 'til')) {
    if (s.is(at, 'until', 'till', 'til') && s.is(at - 1, 'not')) return 0;
    if (s.is(at, 'by') && s.is(at + 1, 'the') && s.is(at + 2, 'latest')) return at + 3;
    return at + 1;
  }
  return s.is(at, 'finish', 'finished', 'done', 'complete', 'completed') && s.is(at + 1, 'by') ? 0 : 0;
}

function deadlineItem(s: Scan, i: number): Item | null {
  if (s.is(i, '{')) {
    const inner = s.is(i + 1, 'by', 'due') ? i + 2 : i + 1;
    const w = boundWhen(s, inner);
    return w !== null && s.is(w.to, '}')
      ? { kind: 'deadline', from: i, to: w.to + 1, when: w, lead: '{' }
      : null;
  }
  const lead = deadlineLead(s, i);
  if (lead === 0) return postfixLatest(s, i);
  const w = boundWhen(s, s.is(lead, 'on') ? lead + 1 : lead);
  if (w === null || !s.endsClean(w.to)) return null;
  const late =
    s.is(w.to, 'at') && s.is(w.to + 1, 'the') && s.is(w.to + 2, 'latest')
      ? w.to + 3
      : s.is(w.to, 'latest')
        ? w.to + 1
        : w.to;
  return { kind: 'deadline', from: i, to: late, when: w, lead: s.word(i) };
}

/** `Friday at the latest`. */
function postfixLatest(s: Scan, i: number): Item | null {
  const w = matchWhen(s, i);
  if (w === null || !(s.is(w.to, 'at') && s.is(w.to + 1, 'the') && s.is(w.to + 2, 'latest'))) return null;
  return { kind: 'deadline', from: i, to: w.to + 3, when: w, lead: 'latest' };
}

/** A moment that bounds something: as `matchWhen`, and also bare months and `end of day Friday`. */
function boundWhen(s: Scan, i: number): When | null {
  const the =
    s.is(i, 'the') && s.is(i + 1, 'end') && s.is(i + 2, 'of') && s.is(i + 3, 'the') && s.is(i + 4, 'day')
      ? 5
      : 0;
  const eod = s.is(i, 'eod', 'cob')
    ? 1
    : s.is(i, 'end') && s.is(i + 1, 'of') && s.is(i + 2, 'day')
      ? 3
      : s.is(i, 'end') && s.is(i + 1, 'of') && s.is(i + 2, 'the') && s.is(i + 3, 'day')
        ? 4
        : s.is(i, 'close') && s.is(i + 1, 'of') && s.is(i + 2, 'business')
          ? 3
          : the;
  if (eod > 0) {
    const rest = matchDay(s, s.is(i + eod, 'on', ',', 'of') ? i + eod + 1 : i + eod);
    const w = dayWhen(i, rest?.to ?? i + eod, rest?.day ?? s.ref.today);
    return w;
  }
  const period = matchPeriod(s, i);
  const w = matchWhen(s, i, { bareHour: true });
  if (period !== null && period.ahead === 0 && (w === null || w.to === period.to))
    return {
      ...dayWhen(i, period.to, period.unit === 'weekend' ? period.first : period.last),
      form: 'period',
    };
  if (w !== null) return w;
  const month = matchMonth(s, i);
  if (month === null || !s.endsClean(month.to)) return null;
  const day = resolveMonthDay(s.ref, month.month, 1, null);
  return day === null ? null : { ...dayWhen(i, month.to, day), form: 'month' };
}

const dayWhen = (from: number, to: number, day: number): When => ({
  from,
  to,
  day,
  last: null,
  start: null,
  end: null,
  zone: null,
  part: null,
  open: false,
  named: null,
  form: 'partOfPeriod',
  introduced: true,
  within: false,
  bareRange: false,
  bareTime: false,
  bits: [],
  yearless: false,
  times: [],
  rest: [],
});

function earliestItem(s: Scan, i: number): Item | null {
  let at = 0;
  let lead = s.word(i);
  if (s.is(i, 'not', 'no') && s.is(i + 1, 'before', 'until', 'till')) at = i + 2;
  else if (s.is(i, 'not', 'no') && s.is(i + 1, 'earlier', 'sooner') && s.is(i + 2, 'than')) at = i + 3;
  else if (s.is(i, 'starting', 'beginning', 'starts', 'begins', 'commencing', 'earliest'))
    at = s.is(i + 1, 'on', 'from', ':') ? i + 2 : i + 1;
  else if (s.is(i, 'start', 'begin') && s.is(i + 1, 'on', ':')) at = i + 2;
  else if (s.is(i, 'as') && s.is(i + 1, 'of', 'from')) at = i + 2;
  else if (s.is(i, 'from', 'after', 'since')) at = i + 1;
  else if (s.is(i, 'any', 'anytime', 'sometime')) {
    const word = s.is(i, 'any') && s.is(i + 1, 'time') ? i + 2 : i + 1;
    if (!s.is(word, 'after', 'from')) return null;
    at = word + 1;
    lead = s.word(word);
  }
  if (at === 0 || lead === 'since') return null;
  if (s.is(at, 'on')) at += 1;
  const w =
    lead === 'from' ? fromWhen(s, at) : ((lead === 'after' ? afterAmount(s, at) : null) ?? boundWhen(s, at));
  if (w === null || !s.endsClean(w.to) || w.last !== null) return null;
  if (lead === 'from' && w.end !== null) return { kind: 'when', from: i, to: w.to, when: w };
  const onward =
    s.is(w.to, 'on', 'onward', 'onwards') &&
    (!s.is(w.to, 'on') || s.endsClean(w.to + 1)) &&
    (!s.is(w.to, 'on') || s.at(w.to + 1) === undefined)
      ? w.to + 1
      : w.to;
  return { kind: 'earliest', from: i, to: onward, when: w, lead };
}

/** `after 5 days`: the day itself, so the day before is what "after" counts from. */
function afterAmount(s: Scan, i: number): When | null {
  const amount = matchAmount(s, i);
  const moved =
    amount === null || !s.endsClean(amount.to) ? null : shift(s, s.ref.today, null, amount.parts, 1);
  if (amount === null || moved === null) return null;
  return moved.min === undefined ? dayWhen(i, amount.to, moved.day - 1) : null;
}

/** `after two hours`: as "in two hours". */
function afterClock(s: Scan, i: number): When | null {
  const amount = matchAmount(s, i + 1);
  const hours = amount?.parts.every((p) => p.unit === 'minute' || p.unit === 'hour') === true;
  const moved =
    amount !== null && hours && s.endsClean(amount.to) ? shift(s, s.ref.today, null, amount.parts, 1) : null;
  if (amount === null || moved === null) return null;
  const bits = [{ kind: 'time' as const, from: i, to: amount.to }];
  return { ...dayWhen(i, amount.to, moved.day), start: moved.min ?? null, form: 'offset', bits };
}

/** `from 1 June`; `from 9am` is simply a start. */
function fromWhen(s: Scan, i: number): When | null {
  const w = matchWhen(s, i);
  return w === null || w.day === null ? null : w;
}

function priorityItem(s: Scan, i: number): Item | null {
  if (s.is(i, 'urgent', 'asap', 'urgently'))
    return { kind: 'priority', from: i, to: i + 1, sets: { priority: 1 } };
  if (s.is(i, 'as') && s.is(i + 1, 'soon') && s.is(i + 2, 'as') && s.is(i + 3, 'possible')) {
    return { kind: 'priority', from: i, to: i + 4, sets: { priority: 1 } };
  }
  const levels = { high: 1, top: 1, highest: 1, medium: 2, normal: 3, low: 3 } as const;
  const word = s.word(i);
  const level = word in levels ? levels[word as keyof typeof levels] : undefined;
  if (
    level !== undefined &&
    (s.is(i + 1, 'priority', 'prio') || (s.gluedMark(i + 1, '-') && s.is(i + 2, 'priority')))
  ) {
    const to = s.is(i + 1, '-') ? i + 3 : i + 2;
    return { kind: 'priority', from: i, to, sets: { priority: level } };
  }
  if (s.is(i, 'priority', 'prio') && s.num(i + 1) >= 1 && s.num(i + 1) <= 4) {
    return { kind: 'priority', from: i, to: i + 2, sets: { priority: s.num(i + 1) as Priority } };
  }
  return null;
}

function energyItem(s: Scan, i: number): Item | null {
  const levels: Record<string, Energy> = { low: 'low', high: 'high', medium: 'medium' };
  const level = levels[s.word(i)];
  if (level !== undefined && s.is(i + 1, 'energy'))
    return { kind: 'energy', from: i, to: i + 2, sets: { energy: level }, sure: true };
  if (level !== undefined && s.gluedMark(i + 1, '-') && s.is(i + 2, 'energy'))
    return { kind: 'energy', from: i, to: i + 3, sets: { energy: level }, sure: true };
  if (s.is(i, 'deep'))
    return {
      kind: 'energy',
      from: i,
      to: s.is(i + 1, 'work', 'focus') ? i + 2 : i + 1,
      sets: { energy: 'high' },
      sure: false,
    };
  if (s.is(i, 'quick')) return { kind: 'energy', from: i, to: i + 1, sets: { energy: 'low' }, sure: false };
  return null;
}
