import { civilOf, weekdayOf } from './calendar.ts';
import type { Rule } from './grammar/rrule.ts';
import { partAlone, type When } from './grammar/when.ts';
import type { Item } from './items.ts';
import { DAY_PARTS } from './lexicon.ts';
import type { Scan } from './scan.ts';

type Of<K extends Item['kind']> = Item & { kind: K };

/** Which of the taken items set which field; the rest goes back to plain text. */
export interface Chosen {
  recurrence: Of<'recurrence'> | null;
  deadline: Of<'deadline'> | null;
  /** The deadline with a day that stands elsewhere in the line ("tomorrow … by 5pm"). */
  deadlineWhen: When | null;
  earliest: Of<'earliest'> | null;
  duration: Of<'duration'> | null;
  when: Of<'when'>[];
  /** Day and time of all `when` items together. */
  merged: When | null;
  simple: Item[];
  dropped: Item[];
  covers(from: number, to: number): boolean;
}

/** One reading per field: day and time that stand apart are joined, a second day or length stays in the title. */
export function combine(items: readonly Item[], s: Scan): Chosen {
  const pick = <K extends Item['kind']>(kind: K): Of<K>[] => items.filter((x): x is Of<K> => x.kind === kind);
  const recurrences = pick('recurrence');
  const deadlines = pick('deadline');
  const earliests = pick('earliest');
  const durations = pick('duration');
  const recurrence = recurrences[0] ?? null;
  const { used, merged, dropped } = mergeWhens([...pick('when'), ...habitPart(items, s, recurrence)], s);
  const deadline = deadlines[0] ?? null;
  const simple = items.filter((x) => 'sets' in x);
  const duration = bestDuration(durations);
  const chosen: Chosen = {
    recurrence,
    deadline,
    deadlineWhen: deadlineDay(deadline, merged),
    earliest: earliests[0] ?? null,
    duration,
    when: used,
    merged,
    simple,
    dropped: [
      ...dropped,
      ...recurrences.slice(1),
      ...deadlines.slice(1),
      ...earliests.slice(1),
      ...durations.filter((d) => d !== duration),
    ],
    covers: coverage(items),
  };
  if (recurrence === null) dayOfEarliest(chosen);
  else boundSeries(chosen, recurrence);
  spanFromStart(chosen);
  spanOfDays(chosen);
  return chosen;
}

/** Answers whether a run of lexed tokens overlaps an item. */
export function coverage(items: readonly Item[]): (from: number, to: number) => boolean {
  const taken = new Set<number>();
  for (const x of items) for (let i = x.from; i < x.to; i++) taken.add(i);
  return (from, to) => {
    for (let i = from; i < to; i++) if (taken.has(i)) return true;
    return false;
  };
}

/**
 * `gym 3 times a week 45m mornings`: beside a number of times a week, a plural part of the day is when, as long as it
 * stands next to something that was recognised; otherwise it is a word of the title.
 */
function habitPart(items: readonly Item[], s: Scan, recurrence: Of<'recurrence'> | null): Of<'when'>[] {
  if (recurrence === null || recurrence.recurrence.timesPerWeek === null) return [];
  if (recurrence.recurrence.tails.start !== null || items.some((item) => item.kind === 'when')) return [];
  const covers = coverage(items);
  for (let i = 1; i < s.lx.length; i++) {
    const part = s.word(i).endsWith('s') ? DAY_PARTS.get(s.word(i)) : undefined;
    if (part === undefined || covers(i, i + 1)) continue;
    const introduced = s.is(i - 1, 'on', 'in') && !covers(i - 1, i);
    const beside = covers(i - 1, i) || covers(i + 1, i + 2) || introduced;
    if (beside)
      return [{ kind: 'when', from: introduced ? i - 1 : i, to: i + 1, when: partAlone(s, i, part) }];
  }
  return [];
}

/** `tomorrow after 5pm`: the bound is on the day said beside it. */
function dayOfEarliest(chosen: Chosen): void {
  const { earliest, merged } = chosen;
  if (earliest === null || earliest.when.day !== null || merged === null || merged.day === null) return;
  chosen.earliest = { ...earliest, when: { ...earliest.when, day: merged.day } };
  if (merged.start === null)
    chosen.merged = { ...merged, start: earliest.when.start, open: earliest.when.open };
}

/** Start, end and weekday of a series that stand apart from its rule. */
function boundSeries(chosen: Chosen, item: Of<'recurrence'>): void {
  const { rule, tails } = item.recurrence;
  const { earliest, deadline, merged } = chosen;
  if (earliest !== null) tails.from ??= earliest.when.day;
  const until =
    deadline !== null && ['until', 'till', 'til'].includes(deadline.lead) && deadline.when.start === null;
  if (until && rule.until === null && deadline.when.day !== null) {
    rule.until = deadline.when.day;
    chosen.deadline = null;
    chosen.simple = [...chosen.simple, deadline];
  }
  if (merged !== null && merged.day !== null) sayDay(rule, merged);
  spanOfSeries(chosen, item);
  const bare = merged !== null && (merged.form === 'weekday' || merged.form === 'weekdayShort');
  if (bare && merged.day !== null && rule.freq === 'WEEKLY' && rule.byDay.length === 0) {
    rule.byDay = [{ weekday: weekdayOf(merged.day), n: 0 }];
  }
}

/** `monthly … 15th`, `yearly … March 3`: the day said beside the rule is one of its days. */
function sayDay(rule: Rule, w: When): void {
  if (w.day === null || rule.byDay.length > 0 || rule.byMonthDay.length > 0 || rule.byMonth.length > 0)
    return;
  const { m, d } = civilOf(w.day);
  if (rule.freq === 'MONTHLY' && (w.form === 'ordinal' || w.form === 'theOrdinal')) rule.byMonthDay = [d];
  if (rule.freq === 'YEARLY' && w.form === 'dayMonth') {
    rule.byMonth = [m];
    rule.byMonthDay = [d];
  }
}

/** `for 6 weeks every Friday`: how long the series goes on, not how long one takes. */
function spanOfSeries(chosen: Chosen, item: Of<'recurrence'>): void {
  const { duration } = chosen;
  const { tails } = item.recurrence;
  if (duration === null || !duration.duration.long || tails.span !== null) return;
  const days = Math.round(duration.duration.minutes / 1440);
  tails.span = days % 7 === 0 ? { n: days / 7, unit: 'week' } : { n: days, unit: 'day' };
  chosen.duration = null;
  chosen.simple = [...chosen.simple, duration];
}

/** `from 1 Aug for 2 weeks`: a range of days. */
function spanFromStart(chosen: Chosen): void {
  const { earliest, duration, merged, recurrence } = chosen;
  if (recurrence !== null || earliest === null || merged !== null) return;
  if (duration === null || !duration.duration.long) return;
  const first = earliest.when.day;
  const days = Math.round(duration.duration.minutes / 1440);
  if (first === null || earliest.when.start !== null || days < 2) return;
  chosen.merged = { ...earliest.when, last: first + days - 1 };
  chosen.simple = [...chosen.simple, earliest, duration];
  chosen.earliest = null;
  chosen.duration = null;
}

/** `tomorrow for 3 days`: days, not minutes. */
function spanOfDays(chosen: Chosen): void {
  const { merged, duration } = chosen;
  if (merged === null || merged.day === null || merged.last !== null || merged.start !== null) return;
  if (duration === null || !duration.duration.long) return;
  const days = Math.round(duration.duration.minutes / 1440);
  chosen.merged = { ...merged, last: days > 1 ? merged.day + days - 1 : null };
  chosen.duration = null;
  chosen.simple = [...chosen.simple, duration];
}

/** A length that is announced ("for 45 min", "[30m]") beats one that is not; otherwise the last one said. */
function bestDuration(durations: readonly Of<'duration'>[]): Of<'duration'> | null {
  return durations.findLast((d) => d.duration.introduced) ?? durations.at(-1) ?? null;
}

function deadlineDay(deadline: Of<'deadline'> | null, merged: When | null): When | null {
  if (deadline === null || deadline.when.day !== null || deadline.when.start === null) return null;
  return merged === null || merged.day === null ? null : { ...deadline.when, day: merged.day };
}

function mergeWhens(
  whens: Of<'when'>[],
  s: Scan,
): { used: Of<'when'>[]; merged: When | null; dropped: Item[] } {
  const days = whens.filter((x) => x.when.day !== null);
  const times = whens.filter((x) => x.when.day === null);
  const main = bestDay(days, s);
  const dropped: Item[] = days.filter((x) => x !== main);
  if (main === null) {
    const first = times.at(-1) ?? null;
    return {
      used: first === null ? [] : [first],
      merged: first?.when ?? null,
      dropped: times.filter((x) => x !== first),
    };
  }
  const needsTime =
    main.when.start === null ||
    (main.when.part !== null &&
      main.when.bits.every((b) => b.kind !== 'interval') &&
      times.some((t) => t.when.open || !t.when.part));
  const time = needsTime ? (times.at(-1) ?? null) : null;
  dropped.push(...times.filter((x) => x !== time));
  if (time === null) return { used: [main], merged: main.when, dropped };
  const t = time.when;
  const merged: When = {
    ...main.when,
    start: t.start,
    end: t.end,
    zone: t.zone,
    open: t.open,
    named: t.named,
    times: t.times,
  };
  if (
    main.when.part !== null &&
    t.open &&
    t.start !== null &&
    t.start < 720 &&
    main.when.part !== 'morning'
  ) {
    merged.start = t.start + 720;
    if (t.end !== null && t.end < merged.start) merged.end = t.end + 720;
    merged.open = false;
  }
  return { used: [main, time], merged, dropped };
}

/** Of several days the one at an edge of the line is the day to do it; the others belong to the title. */
function bestDay(days: readonly Of<'when'>[], s: Scan): Of<'when'> | null {
  if (days.length < 2) return days[0] ?? null;
  const score = (x: Of<'when'>): number => {
    let points = x.when.start === null ? 0 : 2;
    if (x.to === s.lx.length) points += 2;
    if (x.from === 0) points += 1;
    if (s.is(x.from, 'for') || s.is(x.from - 1, 'for', 'of', 'from', 'since', 'about')) points -= 3;
    return points;
  };
  return days.reduce((a, b) => (score(b) >= score(a) ? b : a));
}
