import type { When } from './grammar/when.ts';
import type { Item } from './items.ts';
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
  const { used, merged, dropped } = mergeWhens(pick('when'), s);
  const deadline = deadlines[0] ?? null;
  const simple = items.filter((x) => x.kind === 'priority' || x.kind === 'energy');
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
    covers: (from, to) => items.some((x) => x.from < to && from < x.to),
  };
  if (
    recurrence === null &&
    chosen.earliest !== null &&
    chosen.earliest.when.day === null &&
    merged?.day !== undefined &&
    merged.day !== null
  ) {
    chosen.earliest = { ...chosen.earliest, when: { ...chosen.earliest.when, day: merged.day } };
    if (merged.start === null)
      chosen.merged = { ...merged, start: chosen.earliest.when.start, open: chosen.earliest.when.open };
  }
  if (recurrence !== null && chosen.earliest !== null) {
    const from = chosen.earliest.when.day;
    recurrence.recurrence.tails.from ??= from;
  }
  if (
    recurrence !== null &&
    deadline !== null &&
    deadline.lead !== '{' &&
    recurrence.recurrence.rule.until === null &&
    deadline.when.start === null &&
    deadline.when.day !== null &&
    ['until', 'till', 'til'].includes(deadline.lead)
  ) {
    recurrence.recurrence.rule.until = deadline.when.day;
    chosen.deadline = null;
    chosen.simple = [...simple, deadline];
  }
  if (
    merged !== null &&
    duration !== null &&
    duration.duration.long &&
    merged.last === null &&
    merged.day !== null &&
    merged.start === null
  ) {
    const days = Math.round(duration.duration.minutes / 1440);
    chosen.merged = { ...merged, last: days > 1 ? merged.day + days - 1 : null };
    chosen.duration = null;
    chosen.simple = [...chosen.simple, duration];
  }
  return chosen;
}

/** A length that is announced ("for 45 min", "[30m]") beats one that is not; otherwise the last one said. */
function bestDuration(durations: readonly Of<'duration'>[]): Of<'duration'> | null {
  return durations.findLast((d) => d.duration.led) ?? durations.at(-1) ?? null;
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
