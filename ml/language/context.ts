import type { DateForm } from './grammar/date-types.ts';
import type { When } from './grammar/when.ts';
import { matchItem, type Item } from './items.ts';
import { ACTIONS, AFTER_WEEKDAY, BEFORE_WEEKDAY, CLOSERS, DETERMINERS } from './lexicon.ts';
import { FRACTION_OF, NUMBERED, SOURCES } from './context-words.ts';
import { Neighbours } from './neighbours.ts';

/** How sure the neighbours make a reading: taken, or left plain and offered as a chip. */
export type Verdict = 'take' | 'doubt';

/** Asks the words around an item whether it may be read. Forms that no title contains pass at once. */
export class Context extends Neighbours {
  judge(item: Item): Verdict {
    const zoned = item.kind === 'when' && item.when.zone !== null;
    if (!zoned && this.titleCased(item)) return 'doubt';
    switch (item.kind) {
      case 'when':
        return this.#when(item.from, item.to, item.when);
      case 'deadline':
        return this.#deadline(item.from, item.to, item.when, item.lead);
      case 'earliest':
        return this.#earliest(item.from, item.to, item.when, item.lead);
      case 'duration':
        return this.#duration(item);
      case 'recurrence':
        return this.#recurrence(item);
      case 'priority':
        return this.#priority(item);
      case 'energy':
        return this.#energy(item);
      default:
        return 'take';
    }
  }

  #when(from: number, to: number, w: When): Verdict {
    if (w.day === null) return this.#timeOnly(from, to, w);
    if (this.saidTwice(from, to)) return 'doubt';
    if (w.form === null) return 'take';
    if (w.form === 'offset' && this.s.is(to - 1, 'ago')) return 'doubt';
    if (w.form === 'offset' && this.s.is(to - 1, 'later', 'out')) {
      if (!this.open(to) || (this.s.at(to - 1)?.capital === true && !this.s.shouting)) return 'doubt';
    }
    const partOnly = w.part !== null && w.bits.every((b) => b.kind === 'date' || b.to - b.from === 1);
    if (w.start !== null && !partOnly && w.form !== 'shortRelative')
      return w.bareRange && this.counts(to) ? 'doubt' : 'take';
    const worded = w.last !== null && this.s.lx.slice(from, to).some((t) => t.kind === 'word');
    if ((w.form === 'slash' || w.form === 'dotted' || w.last !== null) && !worded && this.numbered(from))
      return 'doubt';
    return this.#day(from, to, w, w.form);
  }

  #timeOnly(from: number, to: number, w: When): Verdict {
    const { s } = this;
    if (this.numbered(from) && (w.open || w.named === null) && !s.is(to - 1, 'am', 'pm')) return 'doubt';
    if (w.bareTime || w.bareRange) {
      if (this.open(to) || ACTIONS.has(s.word(to))) return 'take';
      if (this.capital(to) && !s.shouting) return 'doubt';
      // "at 4 bed houses", "from 5 to 10 people": a noun behind the figure is what it counts.
      return this.verbal(to) ? 'take' : 'doubt';
    }
    if (w.named !== null && to - from === 1) {
      if (!s.shouting && this.capital(from) && (from > 0 || this.capital(to + 1))) return 'doubt';
      return this.open(to) && !DETERMINERS.has(s.word(from - 1)) ? 'take' : 'doubt';
    }
    if (DETERMINERS.has(s.word(from - 1)) && !this.open(to)) return 'doubt';
    return 'take';
  }

  #day(from: number, to: number, w: When, form: DateForm): Verdict {
    const { s } = this;
    switch (form) {
      case 'relative':
        return this.#relative(from, to);
      case 'shortRelative':
        return this.#shortRelative(from, to);
      case 'weekday':
      case 'weekdayShort':
        return this.#weekday(from, to, w, form === 'weekdayShort');
      case 'namedWeekday':
      case 'period':
        if (
          s.is(w.led && s.is(from, 'on') ? from + 1 : from, 'last', 'past', 'previous') ||
          (s.is(from, 'the') && s.is(from + 1, 'last', 'past'))
        )
          return 'doubt';
        return s.is(from, 'the') && s.is(from + 1, 'weekend') && !this.open(to) ? 'doubt' : 'take';
      case 'offset':
        return s.is(to - 1, 'ago') ? 'doubt' : 'take';
      case 'slash':
        return this.#slash(from, to, w);
      case 'dotted':
        return s.is(from - 1, 'to', 'version', 'v') ? 'doubt' : 'take';
      case 'dayMonth':
        return this.#dayMonth(from, to, w);
      case 'ordinal':
      case 'theOrdinal':
        return this.#ordinal(from, to, w, form === 'ordinal');
      case 'holiday':
        return this.#holiday(from, to, w);
      case 'week':
      case 'month':
      case 'nth':
      case 'partOfPeriod':
        return this.#loose(from, to, form);
      default:
        return 'take';
    }
  }

  #relative(from: number, to: number): Verdict {
    const { s } = this;
    const t = s.at(from);
    if (s.is(from, 'yesterday') && !this.open(to) && from > 0) return 'doubt';
    if (!s.shouting && to - from > 2 && this.#allCapital(from, to)) return 'doubt';
    if (s.is(to, 'i', 'is', 'was') || s.is(from - 1, 'of')) return 'doubt';
    if (s.is(to, 'by') && matchItem(s, to) === null) return 'doubt';
    if (t?.capital === true && !s.shouting && from > 0 && this.capital(from - 1) && to - from === 1)
      return 'doubt';
    if (DETERMINERS.has(s.word(from - 1)) && !this.open(to)) return 'doubt';
    return 'take';
  }

  /** Every word written with a capital is how titles are set: "The Day After Tomorrow". */
  #allCapital(from: number, to: number): boolean {
    for (let i = from; i < to; i++) if (!this.capital(i)) return false;
    return true;
  }

  /** `tom` is also a name, `tod` hardly anything else. */
  #shortRelative(from: number, to: number): Verdict {
    const { s } = this;
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
    return this.open(to) || (at === 0 && s.at(at)?.capital !== true) ? 'take' : 'doubt';
  }

  #weekday(from: number, to: number, w: When, short: boolean): Verdict {
    const { s } = this;
    const at = s.is(from, 'on', 'for') ? from + 1 : from;
    const prev = s.word(from - 1);
    const capital = s.at(at)?.capital === true;
    const fixed =
      BEFORE_WEEKDAY.has(prev) && (short ? s.at(from - 1)?.capital === true || !this.open(to) : true);
    if (fixed && at === from) return 'doubt';
    // "Robinson and Friday": what stands beside a name is one, unless a day does.
    if (
      at === from &&
      w.start === null &&
      s.is(from - 1, 'and', '&') &&
      !this.#dayBefore(from - 1) &&
      (s.at(from - 2)?.capital === true || !this.open(to))
    )
      return 'doubt';
    if (
      AFTER_WEEKDAY.has(s.word(to)) ||
      (s.is(to, 'by') && this.capital(to + 1) && matchItem(s, to) === null)
    )
      return 'doubt';
    if (!s.shouting && this.capital(to) && capital && !this.startsSentence(to)) return 'doubt';
    if (at > from && s.is(from, 'on')) return 'take';
    if (DETERMINERS.has(prev) || ['was', 'is', 'called', 'named'].includes(prev) || this.titleLine())
      return 'doubt';
    if (w.last !== null && w.bits.length === 1)
      return this.open(to) || this.startsLine(from) ? 'take' : 'doubt';
    if (short) return this.#shortWeekday(from, to, at);
    if (this.startsLine(from)) return this.#leadingWeekday(to);
    if (this.open(to)) return 'take';
    return this.verbal(to) ? 'take' : 'doubt';
  }

  /** Whether words of the language of time end in front of a connecting word. */
  #dayBefore(i: number): boolean {
    const { s } = this;
    for (let at = Math.max(0, i - 4); at < i; at++)
      if (s.startsClean(at) && matchItem(s, at)?.to === i) return true;
    return false;
  }

  /** "Friday call Bob" is a day; "Friday by Rebecca" and "Friday is fun" are not. */
  #leadingWeekday(to: number): Verdict {
    const { s } = this;
    if (s.is(to, 'by', 'of', 'is', 'was', 'are', 'and', 'or') && matchItem(s, to) === null) return 'doubt';
    return 'take';
  }

  #shortWeekday(from: number, to: number, at: number): Verdict {
    const { s } = this;
    const word = s.word(at);
    const risky = word === 'sun' || word === 'sat' || word === 'wed' || word === 'mon';
    const prev = s.at(from - 1);
    if (word === 'sun' && from > 0 && this.titleLine(2)) return 'doubt';
    if (!risky) return this.open(to) || this.startsLine(from) || this.verbal(to) ? 'take' : 'doubt';
    if (
      prev?.kind === 'word' &&
      prev.capital &&
      !s.shouting &&
      s.at(at)?.capital === true &&
      from === 1 &&
      this.pos(0) !== 'verb'
    )
      return 'doubt';
    if (
      prev?.kind === 'word' &&
      (DETERMINERS.has(prev.lower) ||
        ['i', 'he', 'she', 'we', 'they', 'who', 'in', 'to'].includes(prev.lower))
    )
      return 'doubt';
    if (this.startsLine(from)) {
      if (s.at(to) === undefined || s.at(to)?.kind === 'punct') return 'take';
      if (s.at(to)?.kind === 'word' && CLOSERS.has(s.word(to))) return 'doubt';
      return matchItem(s, to) !== null || ACTIONS.has(s.word(to)) || this.pos(to) === 'verb'
        ? 'take'
        : 'doubt';
    }
    if (s.is(to, 'and', 'or', 'of')) return 'doubt';
    return this.open(to) ? 'take' : 'doubt';
  }

  #slash(from: number, to: number, w: When): Verdict {
    const { s } = this;
    const at = s.is(from, 'on') ? from + 1 : from;
    if (at > from || to - at > 3) return 'take';
    const text = `${s.num(at)}/${s.num(at + 2)}`;
    if (text === '24/7' || text === '9/11' || text === '50/50') return 'doubt';
    if (w.last !== null && s.lx.slice(from, to).some((t) => t.kind === 'word')) return 'take';
    if (FRACTION_OF.has(s.word(to)) || w.last !== null || s.at(from - 1)?.kind === 'num') return 'doubt';
    return this.open(to) || this.startsLine(from) || this.verbal(to) ? 'take' : 'doubt';
  }

  #dayMonth(from: number, to: number, w: When): Verdict {
    const { s } = this;
    if (w.led && s.is(from, 'on')) return 'take';
    if (s.is(from - 1, 'about', 'of')) return 'doubt';
    if (this.open(to) || this.startsLine(from)) return 'take';
    return this.verbal(to) ? 'take' : 'doubt';
  }

  #ordinal(from: number, to: number, w: When, bare: boolean): Verdict {
    const { s } = this;
    const led = w.led && s.is(from, 'on');
    if (w.last !== null && w.led) return 'take';
    if (!this.open(to) && !(led && this.verbal(to))) return 'doubt';
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
    return from > 1 || this.pos(from - 1) === 'noun' ? 'doubt' : 'take';
  }

  /** Gifts, cards and plans are named after holidays; "on Easter Monday" and "Party New Year's Eve 8pm" are days. */
  #holiday(from: number, to: number, w: When): Verdict {
    if (!this.open(to) || this.s.lx.length === to - from) return 'doubt';
    if (w.led || w.start !== null || w.bits.length > 1) return 'take';
    const words = this.s.at(from)?.text.split(' ').length ?? 1;
    return from > 0 && to === this.s.lx.length && words > 1 && !DETERMINERS.has(this.s.word(from - 1))
      ? 'take'
      : 'doubt';
  }

  #loose(from: number, to: number, form: DateForm): Verdict {
    const { s } = this;
    if (this.open(to)) return DETERMINERS.has(s.word(from - 1)) && form !== 'nth' ? 'doubt' : 'take';
    if (form === 'week' && s.at(from)?.capital === true && !s.shouting)
      return this.verbal(to) ? 'take' : 'doubt';
    if (this.capital(to) && !s.shouting && !this.startsSentence(to)) return 'doubt';
    return this.verbal(to) ? 'take' : 'doubt';
  }

  #deadline(from: number, to: number, w: When, lead: string): Verdict {
    const { s } = this;
    if (lead === '{' || lead === 'due' || lead === 'deadline') return 'take';
    if (w.bareTime && w.day === null && s.word(from - 1) !== '' && s.word(from - 1) === s.word(from + 1))
      return 'doubt';
    if (w.bareTime && w.day === null) {
      if (
        s.is(
          from - 1,
          'multiply',
          'divide',
          'increase',
          'reduce',
          'raise',
          'lower',
          'cut',
          'grow',
          'multiplied',
          'divided',
        ) ||
        !this.open(to)
      )
        return 'doubt';
    }
    if (
      w.bareTime &&
      w.day === null &&
      (lead === 'until' || lead === 'before') &&
      s.at(to - 1)?.kind === 'word' &&
      !this.open(to)
    )
      return 'doubt';
    if (w.form === 'month' && !this.open(to)) return 'doubt';
    const weekday = w.form === 'weekday' || w.form === 'weekdayShort';
    if (weekday && w.start === null && !this.open(to) && !this.verbal(to)) return 'doubt';
    if ((w.form === 'weekdayShort' || w.form === 'shortRelative') && !this.open(to) && this.capital(to))
      return 'doubt';
    if (this.capital(to) && !s.shouting && w.start === null && w.form === 'weekday') return 'doubt';
    return 'take';
  }

  #earliest(from: number, to: number, w: When, lead: string): Verdict {
    const { s } = this;
    if (this.#ofNoun(from, to, w)) return 'doubt';
    if (lead !== 'from' && lead !== 'after')
      return this.open(to) || this.verbal(to) || this.startsLine(from) ? 'take' : 'doubt';
    if (SOURCES.has(s.word(from - 1)) && s.at(to) === undefined && lead === 'from') return 'doubt';
    if (lead === 'after' && w.bareTime) return 'take';
    return this.open(to) || this.startsLine(from) ? 'take' : 'doubt';
  }

  /** "Protokoll vom Sonntag besprechen": the day tells which one, the verb at the end what to do with it. */
  #ofNoun(from: number, to: number, w: When): boolean {
    const { s } = this;
    const attribute = s.at(from)?.text.toLowerCase() === 'vom' && this.capital(from - 1);
    const verb = s.at(to);
    const ends = verb?.kind === 'word' && !verb.capital && s.at(to + 1) === undefined;
    return attribute && ends && w.start === null;
  }

  #duration(item: Item & { kind: 'duration' }): Verdict {
    const { s } = this;
    const { duration, from, to } = item;
    if (duration.led) return duration.long && s.is(from, '~') ? 'doubt' : 'take';
    if (duration.long) return 'doubt';
    if (DETERMINERS.has(s.word(from - 1)) && !s.is(from - 1, 'this', 'that')) return 'doubt';
    if (duration.minutes >= 1440 && !this.open(to)) return 'doubt';
    if (duration.short) return this.#glued(item);
    if (s.is(from - 1, 'last', 'first', 'final', 'past', 'next', 'previous') || this.#attributive(item))
      return 'doubt';
    if (
      s.is(
        to,
        'ago',
        'later',
        'old',
        'from',
        'walk',
        'drive',
        'of',
        'in',
        'each',
        'per',
        'early',
        'late',
        'away',
        'apart',
        'wait',
      )
    )
      return 'doubt';
    if (this.open(to)) return duration.minutes > 720 && s.at(to) !== undefined ? 'doubt' : 'take';
    if (this.startsLine(from)) return duration.minutes < 720 ? 'take' : 'doubt';
    return this.verbal(to) && duration.minutes < 720 ? 'take' : 'doubt';
  }

  /** "5 minute crafts", "60 Minutes interview": the length describes the noun behind it. */
  #attributive(item: Item & { kind: 'duration' }): boolean {
    const { s } = this;
    const unit = s.at(item.to - 1);
    if (unit?.capital === true && !s.shouting && s.lx.length === item.to && item.from === 0) return true;
    if (unit === undefined || s.at(item.to)?.kind !== 'word' || this.open(item.to)) return false;
    if (unit.capital && !s.shouting) return true;
    const adjective = unit.lower === 'minute' || unit.lower === 'hour' || unit.lower === 'min';
    return adjective && !ACTIONS.has(s.word(item.to));
  }

  /**
   * `45m`, `2h`: a length of time, unless it describes the noun behind it ("2h timer switch"), is written as a name
   * ("3M", "Exercise 1H") or measures something ("20m of cable").
   */
  #glued(item: Item & { kind: 'duration' }): Verdict {
    const { s } = this;
    const { from, to, duration } = item;
    const unit = s.at(to - 1);
    const upper = unit !== undefined && unit.kind === 'word' && unit.text.length === 1 && unit.capital;
    const name = upper && (unit.lower === 'm' || NUMBERED.has(s.word(from - 1)) || !this.open(to));
    if (name && (!s.shouting || s.lang.capitalNouns)) return 'doubt';
    if (this.#metres(from, to, duration.minutes)) return 'doubt';
    if (s.is(to, 'of')) return 'doubt';
    if (this.open(to) || this.startsLine(from)) return 'take';
    return this.verbal(to) ? 'take' : 'doubt';
  }

  /** "100m sprint", "5m cable": lengths, not minutes. */
  #metres(from: number, to: number, minutes: number): boolean {
    const { s } = this;
    if (!s.is(to - 1, 'm') || to - from !== 2) return false;
    return (
      minutes > 240 ||
      minutes === 100 ||
      minutes === 200 ||
      s.is(
        to,
        'sprint',
        'race',
        'cable',
        'dash',
        'swim',
        'rope',
        'high',
        'tall',
        'wide',
        'deep',
        'hurdles',
        'butterfly',
      )
    );
  }

  #recurrence(item: Item & { kind: 'recurrence' }): Verdict {
    const { s } = this;
    const { from, to, recurrence } = item;
    if (recurrence.adverb) return this.#adverb(from, to);
    if (recurrence.plural) {
      const before = s.at(from - 1);
      const acronym = before?.kind === 'word' && /^\p{Lu}{2,}$/u.test(before.text) && !s.shouting;
      const figure = before?.kind === 'num' && !(s.isDash(from - 2) || s.is(from - 2, 'to', ':'));
      if (acronym || s.is(from - 1, 'last', 'past', 'two', 'three', 'few') || figure) return 'doubt';
      if (s.is(to, 'for') && matchItem(s, to) === null && this.startsLine(from)) return 'doubt';
      if (recurrence.tails.start !== null && from > 0) return 'take';
      if (s.is(to, 'with', 'in', 'are', 'of') && s.at(from)?.capital === true && this.startsLine(from))
        return 'doubt';
      if (s.is(from - 1, 'hate', 'love', 'like', 'the', 'no', 'happy', 'these', 'those', 'my'))
        return 'doubt';
      return this.open(to) || this.startsLine(from) ? 'take' : 'doubt';
    }
    if (!s.shouting && this.capital(to) && s.at(from)?.capital === true && from > 0) return 'doubt';
    return s.is(to, 'carry') ? 'doubt' : 'take';
  }

  /** "report weekly" recurs; "weekly report" is a title unless a clock time shows that it is a routine. */
  #adverb(from: number, to: number): Verdict {
    const { s } = this;
    if (DETERMINERS.has(s.word(from - 1))) return 'doubt';
    if (!s.shouting && s.at(from)?.capital === true && from > 0) return 'doubt';
    if (s.is(to, 'at', 'on', 'for') && matchItem(s, to) === null) return from > 0 ? 'take' : 'doubt';
    if (this.open(to)) return 'take';
    if (from > 0 || !s.is(from, 'daily')) return 'doubt';
    for (let i = to; i < Math.min(s.lx.length, to + 12); i++) {
      const later = s.startsClean(i) ? matchItem(s, i) : null;
      if (later?.kind === 'when' && later.when.day === null && later.when.start !== null) return 'take';
    }
    return 'doubt';
  }

  #priority(item: Item & { kind: 'priority' }): Verdict {
    const { s } = this;
    const { from, to } = item;
    if (DETERMINERS.has(s.word(from - 1))) return 'doubt';
    if (!s.is(from, 'urgent')) return 'take';
    if (this.open(to) && !s.is(to, 'and', 'or')) return 'take';
    return this.startsLine(from) && (this.pos(to) === 'verb' || ACTIONS.has(s.word(to))) ? 'take' : 'doubt';
  }

  #energy(item: Item & { kind: 'energy' }): Verdict {
    const { s } = this;
    const edge =
      s.at(item.to) === undefined ||
      s.at(item.to)?.kind === 'opaque' ||
      s.at(item.to)?.kind === 'punct' ||
      matchItem(s, item.to) !== null;
    if (item.sure) return edge || this.open(item.to) ? 'take' : 'doubt';
    return edge &&
      item.from > 0 &&
      item.to - item.from === 1 &&
      !DETERMINERS.has(s.word(item.from - 1)) &&
      s.at(item.from - 1)?.kind !== 'punct'
      ? 'take'
      : 'doubt';
  }
}
