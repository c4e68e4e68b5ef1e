import type { DateForm } from './grammar/date-types.ts';
import type { When } from './grammar/when-types.ts';
import { matchItem } from './items.ts';
import { ACTIONS, AFTER_WEEKDAY, BEFORE_WEEKDAY, CLOSERS, DETERMINERS } from './lexicon.ts';
import { FRACTION_OF } from './context-words.ts';
import type { Neighbours, Verdict } from './neighbours.ts';

/** Whether a day or a time of day may be read, by the words around it. */

export function assessWhen(c: Neighbours, from: number, to: number, w: When): Verdict {
  if (w.day === null) return assessTime(c, from, to, w);
  if (c.isRepeated(from, to)) return 'ambiguous';
  if (w.form === null) return 'take';
  if (w.form === 'offset' && c.s.is(to - 1, 'ago')) return 'ambiguous';
  if (w.form === 'offset' && c.s.is(to - 1, 'later', 'out')) {
    if (!c.open(to) || (c.s.at(to - 1)?.capital === true && !c.s.allCaps)) return 'ambiguous';
  }
  const partOnly = w.part !== null && w.bits.every((b) => b.kind === 'date' || b.to - b.from === 1);
  if (w.start !== null && !partOnly && w.form !== 'shortRelative')
    return w.bareRange && c.counts(to) ? 'ambiguous' : 'take';
  const worded = w.last !== null && c.s.lx.slice(from, to).some((t) => t.kind === 'word');
  if ((w.form === 'slash' || w.form === 'dotted' || w.last !== null) && !worded && c.numbered(from))
    return 'ambiguous';
  return assessDay(c, from, to, w, w.form);
}

function assessTime(c: Neighbours, from: number, to: number, w: When): Verdict {
  const { s } = c;
  if (c.numbered(from) && (w.open || w.named === null) && !s.is(to - 1, 'am', 'pm')) return 'ambiguous';
  if (w.bareTime || w.bareRange) {
    if (c.open(to) || ACTIONS.has(s.word(to))) return 'take';
    if (c.capital(to) && !s.allCaps) return 'ambiguous';
    // "at 4 bed houses", "from 5 to 10 people": a noun behind the figure is what it counts.
    return c.verbal(to) ? 'take' : 'ambiguous';
  }
  if (w.named !== null && to - from === 1) {
    if (!s.allCaps && c.capital(from) && (from > 0 || c.capital(to + 1))) return 'ambiguous';
    return c.open(to) && !DETERMINERS.has(s.word(from - 1)) ? 'take' : 'ambiguous';
  }
  if (DETERMINERS.has(s.word(from - 1)) && !c.open(to)) return 'ambiguous';
  return 'take';
}

function assessDay(c: Neighbours, from: number, to: number, w: When, form: DateForm): Verdict {
  const { s } = c;
  switch (form) {
    case 'relative':
      return assessRelative(c, from, to);
    case 'shortRelative':
      return assessShortRelative(c, from, to);
    case 'weekday':
    case 'weekdayShort':
      return assessWeekday(c, from, to, w, form === 'weekdayShort');
    case 'namedWeekday':
    case 'period':
      if (
        s.is(w.introduced && s.is(from, 'on') ? from + 1 : from, 'last', 'past', 'previous') ||
        (s.is(from, 'the') && s.is(from + 1, 'last', 'past'))
      )
        return 'ambiguous';
      return s.is(from, 'the') && s.is(from + 1, 'weekend') && !c.open(to) ? 'ambiguous' : 'take';
    case 'offset':
      return s.is(to - 1, 'ago') ? 'ambiguous' : 'take';
    case 'slash':
      return assessSlash(c, from, to, w);
    case 'dotted':
      return s.is(from - 1, 'to', 'version', 'v') ? 'ambiguous' : 'take';
    case 'dayMonth':
      return assessDayMonth(c, from, to, w);
    case 'ordinal':
    case 'theOrdinal':
      return assessOrdinal(c, from, to, w, form === 'ordinal');
    case 'holiday':
      return assessHoliday(c, from, to, w);
    case 'week':
    case 'month':
    case 'nth':
    case 'partOfPeriod':
      return assessLoose(c, from, to, form);
    default:
      return 'take';
  }
}

function assessRelative(c: Neighbours, from: number, to: number): Verdict {
  const { s } = c;
  const t = s.at(from);
  if (s.is(from, 'yesterday') && !c.open(to) && from > 0) return 'ambiguous';
  if (!s.allCaps && to - from > 2 && allCapital(c, from, to)) return 'ambiguous';
  if (s.is(to, 'i', 'is', 'was') || s.is(from - 1, 'of')) return 'ambiguous';
  if (s.is(to, 'by') && matchItem(s, to) === null) return 'ambiguous';
  if (t?.capital === true && !s.allCaps && from > 0 && c.capital(from - 1) && to - from === 1)
    return 'ambiguous';
  if (DETERMINERS.has(s.word(from - 1)) && !c.open(to)) return 'ambiguous';
  return 'take';
}

/** Every word written with a capital is how titles are set: "The Day After Tomorrow". */
function allCapital(c: Neighbours, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!c.capital(i)) return false;
  return true;
}

/** `tom` is also a name, `tod` hardly anything else. */
function assessShortRelative(c: Neighbours, from: number, to: number): Verdict {
  const { s } = c;
  const at = s.is(from, 'on') ? from + 1 : from;
  if (s.at(at)?.capital === true && !s.allCaps && at > 0) return 'ambiguous';
  if (
    s.is(at, 'tom') &&
    s.is(
      from - 1,
      'with',
      'to',
      'from',
      'and',
      'for',
      'call',
      'email',
      'ask',
      'tell',
      'text',
      'meet',
      'see',
      'ping',
      'remind',
      'uncle',
    )
  )
    return 'ambiguous';
  return c.open(to) || (at === 0 && s.at(at)?.capital !== true) ? 'take' : 'ambiguous';
}

function assessWeekday(c: Neighbours, from: number, to: number, w: When, short: boolean): Verdict {
  const { s } = c;
  const at = s.is(from, 'on', 'for') ? from + 1 : from;
  const prev = s.word(from - 1);
  const capital = s.at(at)?.capital === true;
  const fixed = BEFORE_WEEKDAY.has(prev) && (short ? s.at(from - 1)?.capital === true || !c.open(to) : true);
  if (fixed && at === from) return 'ambiguous';
  // "Robinson and Friday": what stands beside a name is one, unless a day does.
  if (
    at === from &&
    w.start === null &&
    s.is(from - 1, 'and', '&') &&
    !endsDay(c, from - 1) &&
    (s.at(from - 2)?.capital === true || !c.open(to))
  )
    return 'ambiguous';
  if (AFTER_WEEKDAY.has(s.word(to)) || (s.is(to, 'by') && c.capital(to + 1) && matchItem(s, to) === null))
    return 'ambiguous';
  if (!s.allCaps && c.capital(to) && capital && !c.startsSentence(to)) return 'ambiguous';
  if (at > from && s.is(from, 'on')) return 'take';
  if (DETERMINERS.has(prev) || ['was', 'is', 'called', 'named'].includes(prev) || c.titleLine())
    return 'ambiguous';
  if (w.last !== null && w.bits.length === 1) return c.open(to) || c.startsLine(from) ? 'take' : 'ambiguous';
  if (short) return assessShortWeekday(c, from, to, at);
  if (c.startsLine(from)) return assessLeadingWeekday(c, to);
  if (c.open(to)) return 'take';
  return c.verbal(to) ? 'take' : 'ambiguous';
}

/** Whether words of the language of time end in front of a connecting word. */
function endsDay(c: Neighbours, i: number): boolean {
  const { s } = c;
  for (let at = Math.max(0, i - 4); at < i; at++)
    if (s.startsClean(at) && matchItem(s, at)?.to === i) return true;
  return false;
}

/** "Friday call Bob" is a day; "Friday by Rebecca" and "Friday is fun" are not. */
function assessLeadingWeekday(c: Neighbours, to: number): Verdict {
  const { s } = c;
  if (s.is(to, 'by', 'of', 'is', 'was', 'are', 'and', 'or') && matchItem(s, to) === null) return 'ambiguous';
  return 'take';
}

function assessShortWeekday(c: Neighbours, from: number, to: number, at: number): Verdict {
  const { s } = c;
  const word = s.word(at);
  const risky = word === 'sun' || word === 'sat' || word === 'wed' || word === 'mon';
  const prev = s.at(from - 1);
  if (word === 'sun' && from > 0 && c.titleLine(2)) return 'ambiguous';
  if (!risky) return c.open(to) || c.startsLine(from) || c.verbal(to) ? 'take' : 'ambiguous';
  if (
    prev?.kind === 'word' &&
    prev.capital &&
    !s.allCaps &&
    s.at(at)?.capital === true &&
    from === 1 &&
    c.pos(0) !== 'verb'
  )
    return 'ambiguous';
  if (
    prev?.kind === 'word' &&
    (DETERMINERS.has(prev.lower) || ['i', 'he', 'she', 'we', 'they', 'who', 'in', 'to'].includes(prev.lower))
  )
    return 'ambiguous';
  if (c.startsLine(from)) {
    if (s.at(to) === undefined || s.at(to)?.kind === 'punct') return 'take';
    if (s.at(to)?.kind === 'word' && CLOSERS.has(s.word(to))) return 'ambiguous';
    return matchItem(s, to) !== null || ACTIONS.has(s.word(to)) || c.pos(to) === 'verb'
      ? 'take'
      : 'ambiguous';
  }
  if (s.is(to, 'and', 'or', 'of')) return 'ambiguous';
  return c.open(to) ? 'take' : 'ambiguous';
}

function assessSlash(c: Neighbours, from: number, to: number, w: When): Verdict {
  const { s } = c;
  const at = s.is(from, 'on') ? from + 1 : from;
  if (at > from || to - at > 3) return 'take';
  const text = `${s.num(at)}/${s.num(at + 2)}`;
  if (text === '24/7' || text === '9/11' || text === '50/50') return 'ambiguous';
  if (w.last !== null && s.lx.slice(from, to).some((t) => t.kind === 'word')) return 'take';
  if (FRACTION_OF.has(s.word(to)) || w.last !== null || s.at(from - 1)?.kind === 'num') return 'ambiguous';
  return c.open(to) || c.startsLine(from) || c.verbal(to) ? 'take' : 'ambiguous';
}

function assessDayMonth(c: Neighbours, from: number, to: number, w: When): Verdict {
  const { s } = c;
  if (w.introduced && s.is(from, 'on')) return 'take';
  if (s.is(from - 1, 'about', 'of')) return 'ambiguous';
  if (c.open(to) || c.startsLine(from)) return 'take';
  return c.verbal(to) ? 'take' : 'ambiguous';
}

function assessOrdinal(c: Neighbours, from: number, to: number, w: When, bare: boolean): Verdict {
  const { s } = c;
  const introduced = w.introduced && s.is(from, 'on');
  if (w.last !== null && w.introduced) return 'take';
  if (!c.open(to) && !(introduced && c.verbal(to))) return 'ambiguous';
  if (s.is(to, 'and', 'of', 'in', 'at') && !introduced && matchItem(s, to) === null) return 'ambiguous';
  if (introduced) return 'take';
  const prev = s.at(from - 1);
  if (DETERMINERS.has(s.word(from - 1))) return 'ambiguous';
  if (
    bare &&
    s.is(from - 1, 'come', 'came', 'finish', 'finished', 'place', 'placed', 'rank', 'ranked', 'july', 'be')
  )
    return 'ambiguous';
  if (prev?.kind !== 'word' || !prev.capital || s.allCaps) return 'take';
  return from > 1 || c.pos(from - 1) === 'noun' ? 'ambiguous' : 'take';
}

/** Gifts, cards and plans are named after holidays; "on Easter Monday" and "Party New Year's Eve 8pm" are days. */
function assessHoliday(c: Neighbours, from: number, to: number, w: When): Verdict {
  if (!c.open(to) || c.s.lx.length === to - from) return 'ambiguous';
  if (w.introduced || w.start !== null || w.bits.length > 1) return 'take';
  const words = c.s.at(from)?.text.split(' ').length ?? 1;
  return from > 0 && to === c.s.lx.length && words > 1 && !DETERMINERS.has(c.s.word(from - 1))
    ? 'take'
    : 'ambiguous';
}

function assessLoose(c: Neighbours, from: number, to: number, form: DateForm): Verdict {
  const { s } = c;
  if (c.open(to)) return DETERMINERS.has(s.word(from - 1)) && form !== 'nth' ? 'ambiguous' : 'take';
  if (form === 'week' && s.at(from)?.capital === true && !s.allCaps)
    return c.verbal(to) ? 'take' : 'ambiguous';
  if (c.capital(to) && !s.allCaps && !c.startsSentence(to)) return 'ambiguous';
  return c.verbal(to) ? 'take' : 'ambiguous';
}
