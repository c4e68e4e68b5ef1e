import type { DateForm } from './grammar/date-types.ts';
import type { When } from './grammar/when-types.ts';
import { matchItem } from './items.ts';
import { ACTIONS, AFTER_WEEKDAY, BEFORE_WEEKDAY, CLOSERS, DETERMINERS } from './lexicon.ts';
import { FRACTION_OF } from './context-words.ts';
import type { Neighbours, Verdict } from './neighbours.ts';

/** Whether a day or a time of day may be read, by the words around it. */

export function judgeWhen(c: Neighbours, from: number, to: number, w: When): Verdict {
  if (w.day === null) return judgeTime(c, from, to, w);
  if (c.saidTwice(from, to)) return 'doubt';
  if (w.form === null) return 'take';
  if (w.form === 'offset' && c.s.is(to - 1, 'ago')) return 'doubt';
  if (w.form === 'offset' && c.s.is(to - 1, 'later', 'out')) {
    if (!c.open(to) || (c.s.at(to - 1)?.capital === true && !c.s.shouting)) return 'doubt';
  }
  const partOnly = w.part !== null && w.bits.every((b) => b.kind === 'date' || b.to - b.from === 1);
  if (w.start !== null && !partOnly && w.form !== 'shortRelative')
    return w.bareRange && c.counts(to) ? 'doubt' : 'take';
  const worded = w.last !== null && c.s.lx.slice(from, to).some((t) => t.kind === 'word');
  if ((w.form === 'slash' || w.form === 'dotted' || w.last !== null) && !worded && c.numbered(from))
    return 'doubt';
  return judgeDay(c, from, to, w, w.form);
}

function judgeTime(c: Neighbours, from: number, to: number, w: When): Verdict {
  const { s } = c;
  if (c.numbered(from) && (w.open || w.named === null) && !s.is(to - 1, 'am', 'pm')) return 'doubt';
  if (w.bareTime || w.bareRange) {
    if (c.open(to) || ACTIONS.has(s.word(to))) return 'take';
    if (c.capital(to) && !s.shouting) return 'doubt';
    // "at 4 bed houses", "from 5 to 10 people": a noun behind the figure is what it counts.
    return c.verbal(to) ? 'take' : 'doubt';
  }
  if (w.named !== null && to - from === 1) {
    if (!s.shouting && c.capital(from) && (from > 0 || c.capital(to + 1))) return 'doubt';
    return c.open(to) && !DETERMINERS.has(s.word(from - 1)) ? 'take' : 'doubt';
  }
  if (DETERMINERS.has(s.word(from - 1)) && !c.open(to)) return 'doubt';
  return 'take';
}

function judgeDay(c: Neighbours, from: number, to: number, w: When, form: DateForm): Verdict {
  const { s } = c;
  switch (form) {
    case 'relative':
      return judgeRelative(c, from, to);
    case 'shortRelative':
      return judgeShortRelative(c, from, to);
    case 'weekday':
    case 'weekdayShort':
      return judgeWeekday(c, from, to, w, form === 'weekdayShort');
    case 'namedWeekday':
    case 'period':
      if (
        s.is(w.led && s.is(from, 'on') ? from + 1 : from, 'last', 'past', 'previous') ||
        (s.is(from, 'the') && s.is(from + 1, 'last', 'past'))
      )
        return 'doubt';
      return s.is(from, 'the') && s.is(from + 1, 'weekend') && !c.open(to) ? 'doubt' : 'take';
    case 'offset':
      return s.is(to - 1, 'ago') ? 'doubt' : 'take';
    case 'slash':
      return judgeSlash(c, from, to, w);
    case 'dotted':
      return s.is(from - 1, 'to', 'version', 'v') ? 'doubt' : 'take';
    case 'dayMonth':
      return judgeDayMonth(c, from, to, w);
    case 'ordinal':
    case 'theOrdinal':
      return judgeOrdinal(c, from, to, w, form === 'ordinal');
    case 'holiday':
      return judgeHoliday(c, from, to, w);
    case 'week':
    case 'month':
    case 'nth':
    case 'partOfPeriod':
      return judgeLoose(c, from, to, form);
    default:
      return 'take';
  }
}

function judgeRelative(c: Neighbours, from: number, to: number): Verdict {
  const { s } = c;
  const t = s.at(from);
  if (s.is(from, 'yesterday') && !c.open(to) && from > 0) return 'doubt';
  if (!s.shouting && to - from > 2 && allCapital(c, from, to)) return 'doubt';
  if (s.is(to, 'i', 'is', 'was') || s.is(from - 1, 'of')) return 'doubt';
  if (s.is(to, 'by') && matchItem(s, to) === null) return 'doubt';
  if (t?.capital === true && !s.shouting && from > 0 && c.capital(from - 1) && to - from === 1)
    return 'doubt';
  if (DETERMINERS.has(s.word(from - 1)) && !c.open(to)) return 'doubt';
  return 'take';
}

/** Every word written with a capital is how titles are set: "The Day After Tomorrow". */
function allCapital(c: Neighbours, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!c.capital(i)) return false;
  return true;
}

/** `tom` is also a name, `tod` hardly anything else. */
function judgeShortRelative(c: Neighbours, from: number, to: number): Verdict {
  const { s } = c;
  const at = s.is(from, 'on') ? from + 1 : from;
  if (s.at(at)?.capital === true && !s.shouting && at > 0) return 'doubt';
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
    return 'doubt';
  return c.open(to) || (at === 0 && s.at(at)?.capital !== true) ? 'take' : 'doubt';
}

function judgeWeekday(c: Neighbours, from: number, to: number, w: When, short: boolean): Verdict {
  const { s } = c;
  const at = s.is(from, 'on', 'for') ? from + 1 : from;
  const prev = s.word(from - 1);
  const capital = s.at(at)?.capital === true;
  const fixed = BEFORE_WEEKDAY.has(prev) && (short ? s.at(from - 1)?.capital === true || !c.open(to) : true);
  if (fixed && at === from) return 'doubt';
  // "Robinson and Friday": what stands beside a name is one, unless a day does.
  if (
    at === from &&
    w.start === null &&
    s.is(from - 1, 'and', '&') &&
    !endsDay(c, from - 1) &&
    (s.at(from - 2)?.capital === true || !c.open(to))
  )
    return 'doubt';
  if (AFTER_WEEKDAY.has(s.word(to)) || (s.is(to, 'by') && c.capital(to + 1) && matchItem(s, to) === null))
    return 'doubt';
  if (!s.shouting && c.capital(to) && capital && !c.startsSentence(to)) return 'doubt';
  if (at > from && s.is(from, 'on')) return 'take';
  if (DETERMINERS.has(prev) || ['was', 'is', 'called', 'named'].includes(prev) || c.titleLine())
    return 'doubt';
  if (w.last !== null && w.bits.length === 1) return c.open(to) || c.startsLine(from) ? 'take' : 'doubt';
  if (short) return judgeShortWeekday(c, from, to, at);
  if (c.startsLine(from)) return judgeLeadingWeekday(c, to);
  if (c.open(to)) return 'take';
  return c.verbal(to) ? 'take' : 'doubt';
}

/** Whether words of the language of time end in front of a connecting word. */
function endsDay(c: Neighbours, i: number): boolean {
  const { s } = c;
  for (let at = Math.max(0, i - 4); at < i; at++)
    if (s.startsClean(at) && matchItem(s, at)?.to === i) return true;
  return false;
}

/** "Friday call Bob" is a day; "Friday by Rebecca" and "Friday is fun" are not. */
function judgeLeadingWeekday(c: Neighbours, to: number): Verdict {
  const { s } = c;
  if (s.is(to, 'by', 'of', 'is', 'was', 'are', 'and', 'or') && matchItem(s, to) === null) return 'doubt';
  return 'take';
}

function judgeShortWeekday(c: Neighbours, from: number, to: number, at: number): Verdict {
  const { s } = c;
  const word = s.word(at);
  const risky = word === 'sun' || word === 'sat' || word === 'wed' || word === 'mon';
  const prev = s.at(from - 1);
  if (word === 'sun' && from > 0 && c.titleLine(2)) return 'doubt';
  if (!risky) return c.open(to) || c.startsLine(from) || c.verbal(to) ? 'take' : 'doubt';
  if (
    prev?.kind === 'word' &&
    prev.capital &&
    !s.shouting &&
    s.at(at)?.capital === true &&
    from === 1 &&
    c.pos(0) !== 'verb'
  )
    return 'doubt';
  if (
    prev?.kind === 'word' &&
    (DETERMINERS.has(prev.lower) || ['i', 'he', 'she', 'we', 'they', 'who', 'in', 'to'].includes(prev.lower))
  )
    return 'doubt';
  if (c.startsLine(from)) {
    if (s.at(to) === undefined || s.at(to)?.kind === 'punct') return 'take';
    if (s.at(to)?.kind === 'word' && CLOSERS.has(s.word(to))) return 'doubt';
    return matchItem(s, to) !== null || ACTIONS.has(s.word(to)) || c.pos(to) === 'verb' ? 'take' : 'doubt';
  }
  if (s.is(to, 'and', 'or', 'of')) return 'doubt';
  return c.open(to) ? 'take' : 'doubt';
}

function judgeSlash(c: Neighbours, from: number, to: number, w: When): Verdict {
  const { s } = c;
  const at = s.is(from, 'on') ? from + 1 : from;
  if (at > from || to - at > 3) return 'take';
  const text = `${s.num(at)}/${s.num(at + 2)}`;
  if (text === '24/7' || text === '9/11' || text === '50/50') return 'doubt';
  if (w.last !== null && s.lx.slice(from, to).some((t) => t.kind === 'word')) return 'take';
  if (FRACTION_OF.has(s.word(to)) || w.last !== null || s.at(from - 1)?.kind === 'num') return 'doubt';
  return c.open(to) || c.startsLine(from) || c.verbal(to) ? 'take' : 'doubt';
}

function judgeDayMonth(c: Neighbours, from: number, to: number, w: When): Verdict {
  const { s } = c;
  if (w.led && s.is(from, 'on')) return 'take';
  if (s.is(from - 1, 'about', 'of')) return 'doubt';
  if (c.open(to) || c.startsLine(from)) return 'take';
  return c.verbal(to) ? 'take' : 'doubt';
}

function judgeOrdinal(c: Neighbours, from: number, to: number, w: When, bare: boolean): Verdict {
  const { s } = c;
  const led = w.led && s.is(from, 'on');
  if (w.last !== null && w.led) return 'take';
  if (!c.open(to) && !(led && c.verbal(to))) return 'doubt';
  if (s.is(to, 'and', 'of', 'in', 'at') && !led && matchItem(s, to) === null) return 'doubt';
  if (led) return 'take';
  const prev = s.at(from - 1);
  if (DETERMINERS.has(s.word(from - 1))) return 'doubt';
  if (
    bare &&
    s.is(from - 1, 'come', 'came', 'finish', 'finished', 'place', 'placed', 'rank', 'ranked', 'july', 'be')
  )
    return 'doubt';
  if (prev?.kind !== 'word' || !prev.capital || s.shouting) return 'take';
  return from > 1 || c.pos(from - 1) === 'noun' ? 'doubt' : 'take';
}

/** Gifts, cards and plans are named after holidays; "on Easter Monday" and "Party New Year's Eve 8pm" are days. */
function judgeHoliday(c: Neighbours, from: number, to: number, w: When): Verdict {
  if (!c.open(to) || c.s.lx.length === to - from) return 'doubt';
  if (w.led || w.start !== null || w.bits.length > 1) return 'take';
  const words = c.s.at(from)?.text.split(' ').length ?? 1;
  return from > 0 && to === c.s.lx.length && words > 1 && !DETERMINERS.has(c.s.word(from - 1))
    ? 'take'
    : 'doubt';
}

function judgeLoose(c: Neighbours, from: number, to: number, form: DateForm): Verdict {
  const { s } = c;
  if (c.open(to)) return DETERMINERS.has(s.word(from - 1)) && form !== 'nth' ? 'doubt' : 'take';
  if (form === 'week' && s.at(from)?.capital === true && !s.shouting) return c.verbal(to) ? 'take' : 'doubt';
  if (c.capital(to) && !s.shouting && !c.startsSentence(to)) return 'doubt';
  return c.verbal(to) ? 'take' : 'doubt';
}
