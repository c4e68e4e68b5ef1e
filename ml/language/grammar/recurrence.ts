import { UNITS, WEEKDAY_PLURALS, WEEKDAYS } from '../lexicon.ts';
import type { Scan } from '../scan.ts';
import { matchAmount, matchNumber, matchOrdinal } from './amounts.ts';
import { WORKDAYS } from './dates-absolute.ts';
import { type DaySpec, matchDaySpec, matchListedWeekdays, matchWeekdayList } from './day-spec.ts';
import { readTails, type Tails } from './recurrence-tails/index.ts';
import { ADVERBS, type Head, PARTS, unitRule } from './recurrence-head.ts';
import { onDays, type Rule, rule } from './rrule.ts';
import { matchInterval, matchTime } from './times.ts';
import { fillSpec, ruleOfSpec } from './rule-spec.ts';
import { matchTimesPer } from './times-per.ts';

export interface Recurrence {
  to: number;
  rule: Rule;
  fromCompletion: boolean;
  tails: Tails;
  /** An adjective as well ("weekly report"): the neighbours decide. */
  adverb: boolean;
  /** "3 times a week", 2–6, when no days are named; the rule then has days spread over the week. */
  timesPerWeek: number | null;
  /** Plural days without "every": "Mondays", "weekdays". */
  plural: boolean;
}

/** Any recurrence that begins at `i`, with its times, bounds and exceptions. */
export function matchRecurrence(s: Scan, i: number): Recurrence | null {
  const head =
    matchAfterCompletion(s, i) ??
    matchReverse(s, i) ??
    matchEvery(s, i) ??
    matchTimesPer(s, i) ??
    matchAdverb(s, i) ??
    matchPlural(s, i);
  if (head === null || (!s.endsClean(head.to) && !s.isDash(head.to))) return null;
  const found = readTails(s, head.to, head.rule, head.part ?? null);
  return {
    to: found.to,
    rule: found.rule,
    fromCompletion: head.fromCompletion === true || found.tails.fromCompletion,
    tails: found.tails,
    adverb: head.adverb === true && found.to === head.to,
    plural: head.plural === true,
    timesPerWeek: head.timesPerWeek ?? null,
  };
}

/** `10 days after completion`, `a week after I finish`. */
function matchAfterCompletion(s: Scan, i: number): Head | null {
  const amount = matchAmount(s, i);
  const only = amount?.parts.length === 1 ? amount.parts[0] : undefined;
  if (amount === null || only === undefined || !s.is(amount.to, 'after', 'from')) return null;
  const named = s.is(amount.to + 1, 'completion', 'completing', 'finishing', 'done');
  const spoken = s.is(amount.to + 1, 'i') && s.is(amount.to + 2, 'finish', 'complete', 'do');
  const made = named || spoken ? unitRule(only.unit, only.n) : null;
  if (made === null) return null;
  const to = amount.to + (named ? 2 : 3);
  return { to: s.is(to, 'it') ? to + 1 : to, rule: made, fromCompletion: true };
}

/** `every …`, `each …`; `every!` counts from completion. */
function matchEvery(s: Scan, i: number): Head | null {
  if (s.is(i, 'on') && s.is(i + 1, 'every', 'each')) return matchEvery(s, i + 1);
  const once = s.is(i, 'once') && s.is(i + 1, 'every', 'each', 'in') && !s.is(i + 1, 'in') ? i + 1 : i;
  const alternate = s.is(once, 'on') ? once + 1 : once;
  if (s.is(alternate, 'alternate', 'alternating')) return everyInterval(s, alternate);
  if (!s.is(once, 'every', 'each', 'ev', 'evry')) return null;
  let at = once + 1;
  const completion = s.gluedMark(at, '!');
  if (completion) at += 1;
  if (s.is(at, 'single')) at += 1;
  const head = everyInterval(s, at) ?? everyDays(s, at);
  return head === null ? null : { ...head, fromCompletion: completion };
}

/** `day`, `other week`, `2 weeks`, `3rd day`, `morning`, `weekend`. */
function everyInterval(s: Scan, i: number): Head | null {
  let n = 1;
  let at = i;
  let second = false;
  if (s.is(i, 'other', 'alternate', 'alternating')) {
    n = s.at(i)?.number ?? 2;
    at = i + 1;
  } else {
    const ord = matchOrdinal(s, i);
    const num = ord === null ? matchNumber(s, i) : null;
    if (ord !== null) {
      n = ord.value;
      at = ord.to;
      second = true;
    } else if (num !== null) {
      n = num.value;
      at = num.to;
    } else if (s.is(i, 'half') || (s.is(i, 'couple') && s.is(i + 1, 'of'))) {
      n = s.is(i, 'half') ? 0.5 : 2;
      at = s.is(i, 'half') ? (s.is(i + 1, 'a', 'an') ? i + 2 : i + 1) : i + 2;
    }
  }
  if (n > 1000) return null;
  if (s.is(at, '-') && s.glued(at)) at += 1;
  const parts = n === 1 && !second ? partList(s, at) : null;
  if (parts !== null) return parts;
  const part = PARTS.get(s.word(at));
  if (part !== undefined && !second) return { to: at + 1, rule: rule('DAILY', n), part };
  if (s.is(at, 'weekend', 'weekends'))
    return second ? null : { to: at + 1, rule: rule('WEEKLY', n, { byDay: onDays([5, 6]) }) };
  const weekday = WEEKDAYS.get(s.word(at));
  const named = weekday ?? WEEKDAY_PLURALS.get(s.word(at));
  if (
    named !== undefined &&
    !second &&
    n >= 2 &&
    at === i + 1 &&
    s.at(i)?.kind === 'word' &&
    s.is(i, 'other', 'alternate', 'alternating')
  ) {
    return everyWeekdays(s, at, n);
  }
  return everyUnit(s, at, n, second);
}

/** `every morning and evening`, `mornings and evenings`: several times of each day. */
function partList(s: Scan, i: number): Head | null {
  const times: number[] = [];
  let to = i;
  for (let at = i; times.length < 4;) {
    const part = PARTS.get(s.word(at)) ?? PARTS.get(s.word(at).replace(/s$/u, ''));
    if (part === undefined) break;
    times.push(s.ref.parts[part] * 60);
    to = at + 1;
    if (!s.is(to, 'and', ',', '&', '+')) break;
    at = s.is(to, ',') && s.is(to + 1, 'and') ? to + 2 : to + 1;
    if (s.is(at, 'every', 'each')) at += 1;
  }
  return times.length < 2 ? null : { to, rule: rule('DAILY', 1, { times }) };
}

function everyUnit(s: Scan, at: number, n: number, ordinal: boolean): Head | null {
  const glued = s.glued(at);
  if (s.is(at, 'weeknight', 'weeknights') && !ordinal) {
    return { to: at + 1, rule: rule('WEEKLY', n, { byDay: onDays(WORKDAYS) }), part: 'night' };
  }
  const workdays = s.is(at, 'business', 'working', 'work') && s.is(at + 1, 'day', 'days');
  const short = glued
    ? ({ d: 'day', w: 'week', h: 'hour', m: 'month', y: 'year' } as const)[s.word(at)]
    : undefined;
  const unit = workdays ? 'workday' : (UNITS.get(s.word(at)) ?? short);
  if (unit === undefined) return null;
  const to = workdays ? at + 2 : at + 1;
  // "every 15th workday" and "every 15th day of the month" name days of the month, not intervals.
  if (ordinal && unit === 'workday') return null;
  if (ordinal && unit === 'day' && s.is(to, 'of')) return null;
  const made = unitRule(unit, n);
  if (made !== null && unit === 'month' && s.is(to, 'end'))
    return { to: to + 1, rule: { ...made, byMonthDay: [-1] } };
  return made === null ? null : { to, rule: made };
}

function everyWeekdays(s: Scan, i: number, n: number): Head | null {
  const days = matchWeekdayList(s, i);
  if (days === null) return null;
  const part = PARTS.get(s.word(days.to));
  return {
    to: part === undefined ? days.to : days.to + 1,
    rule: rule('WEEKLY', n, { byDay: onDays(days.weekdays) }),
    part,
  };
}

function everyDays(s: Scan, i: number): Head | null {
  const bare = s.num(i);
  if (
    bare >= 1 &&
    bare <= 31 &&
    s.endsClean(i + 1) &&
    !(s.at(i + 1)?.kind === 'word' && !s.is(i + 1, 'at', 'until', 'from', 'starting', 'for')) &&
    !s.is(i + 1, ',')
  ) {
    return { to: i + 1, rule: rule('MONTHLY', 1, { byMonthDay: [bare] }) };
  }
  const spec = matchDaySpec(s, i);
  if (spec === null) return null;
  const made = ruleOfSpec(spec);
  if (made === null) return null;
  const part = spec.weekdays.length > 0 ? PARTS.get(s.word(spec.to)) : undefined;
  return { to: part === undefined ? spec.to : spec.to + 1, rule: made, part };
}

/** `daily`, `weekly`, `bi-weekly`, `quarterly`. */
function matchAdverb(s: Scan, i: number): Head | null {
  const bi = s.is(i, 'bi', 'semi') && s.gluedMark(i + 1, '-') && s.glued(i + 2) ? s.word(i) : '';
  const at = bi === '' ? i : i + 2;
  const found = ADVERBS.get(s.word(at));
  if (found === undefined) return null;
  const completion = s.gluedMark(at + 1, '!');
  const [freq, n] = found;
  const interval = bi === 'bi' ? n * 2 : bi === 'semi' && freq === 'YEARLY' ? 6 : n;
  const made = rule(bi === 'semi' && freq === 'YEARLY' ? 'MONTHLY' : freq, interval);
  return {
    to: completion ? at + 2 : at + 1,
    rule: made,
    part: s.is(at, 'nightly') ? 'night' : undefined,
    fromCompletion: completion,
    adverb: true,
  };
}

/** `Mondays`, `on weekdays`, `on tuesdays and thursdays`. */
function matchPlural(s: Scan, i: number): Head | null {
  const on = s.is(i, 'on', 'at') || (s.is(i, 'only') && s.is(i + 1, 'on'));
  const at = on ? (s.is(i, 'only') ? i + 2 : i + 1) : i;
  if (s.is(at, 'weeknights'))
    return { to: at + 1, rule: rule('WEEKLY', 1, { byDay: onDays(WORKDAYS) }), part: 'night', plural: !on };
  const nths = matchDaySpec(s, at);
  if (nths !== null && nths.nths.length > 0 && (nths.plural || nths.nths.length > 1)) {
    const made = ruleOfSpec(nths);
    if (made !== null) return { to: nths.to, rule: made, plural: !on };
  }
  const parts = s.word(at).endsWith('s') ? partList(s, at) : null;
  if (parts !== null) return { ...parts, plural: !on };
  const list = matchWeekdayList(s, at);
  const days = list?.plural === true ? list : (matchListedWeekdays(s, at) ?? matchWorkingWeek(s, at));
  if (days === null) return null;
  const part = PARTS.get(s.word(days.to)) ?? PARTS.get(s.word(days.to).replace(/s$/u, ''));
  return {
    to: part === undefined ? days.to : days.to + 1,
    rule: rule('WEEKLY', 1, { byDay: onDays(days.weekdays) }),
    part,
    plural: !on,
  };
}

/** `Mon-Fri at 8`, `9am Monday to Friday`: beside a time of day the working week is a routine, else a range of days. */
function matchWorkingWeek(s: Scan, i: number): DaySpec | null {
  const days = matchWeekdayList(s, i);
  if (days === null || !(s.isDash(i + 1) || s.is(i + 1, 'to', 'through', 'thru', 'until'))) return null;
  if (days.weekdays.length !== 5 || days.weekdays.includes(5) || days.weekdays.includes(6)) return null;
  const at = s.is(days.to, 'at', '@', 'from', ',') ? days.to + 1 : days.to;
  const behind = matchTime(s, at);
  const timed = matchInterval(s, days.to) !== null || (behind !== null && (!behind.bare || at > days.to));
  const before = s.at(i - 1);
  const introduced = s.is(i - 1, 'am', 'pm', 'uhr') || before?.clock !== undefined || endsClock(s, i - 1);
  return timed || introduced ? days : null;
}

const endsClock = (s: Scan, i: number): boolean => s.digits(i) === 2 && s.gluedMark(i - 1, ':');

/** `at the end of every month`, `beginning of each month`. */
function matchMonthEdge(s: Scan, i: number): DaySpec | null {
  const at = s.is(i, 'at') ? i + 1 : i;
  const edge = s.is(at, 'the') ? at + 1 : at;
  if (
    !s.is(edge, 'end', 'beginning', 'start') ||
    !s.is(edge + 1, 'of') ||
    !s.is(edge + 2, 'every', 'each') ||
    !s.is(edge + 3, 'month')
  )
    return null;
  return {
    to: edge + 1,
    weekdays: [],
    nths: [],
    monthDays: [s.is(edge, 'end') ? -1 : 1],
    months: [],
    workPos: null,
    plural: false,
  };
}

/** `the 1st of every month`, `last Friday of each month`, `5 May every year`, `Tuesday every other week`. */
function matchReverse(s: Scan, i: number): Head | null {
  const at = s.is(i, 'on') ? i + 1 : i;
  const spec = matchDaySpec(s, at) ?? matchMonthEdge(s, at);
  if (spec === null) return null;
  const of = s.is(spec.to, 'of', 'in', ',') ? spec.to + 1 : spec.to;
  const head = s.is(of, 'every', 'each') ? matchEvery(s, of) : matchAdverb(s, of);
  if (head === null || head.rule.byDay.length > 0 || head.rule.byMonthDay.length > 0) return null;
  const months = head.rule.byMonth;
  const base = months.length > 0 && spec.months.length === 0 ? { ...head.rule } : head.rule;
  const filled = fillSpec(base, spec);
  return filled === null ? null : { to: head.to, rule: filled, fromCompletion: head.fromCompletion };
}
