import { matchItem } from './items.ts';
import { ACTIONS, CLOSERS, DAY_PARTS, MONTHS, WEEKDAY_PLURALS, WEEKDAYS } from './lexicon.ts';
import { NUMBERED, SMALL } from './context-words.ts';
import { wordClass, type WordClass } from './word-class.ts';
import type { Scan } from './scan.ts';

/** How sure the neighbours make a reading: taken, or left plain and offered as a chip. */
export type Verdict = 'take' | 'ambiguous';

/** `mornings`: when, not what is counted or described (`gym 3 times a week 45m mornings`). */
function isPluralPart(lower: string): boolean {
  return lower.endsWith('s') && DAY_PARTS.has(lower);
}

/** What stands around a reading: the questions that the context rules ask. */
export class Neighbours {
  readonly s: Scan;

  constructor(s: Scan) {
    this.s = s;
  }

  /** What token `i` does in its sentence; null when it is no word. */
  pos(i: number): WordClass | null {
    const t = this.s.at(i);
    return t?.kind === 'word' ? wordClass(t.lower) : null;
  }

  /** A capital on a word that needs none, next to another capital: part of a name ("Tomorrow Never Dies"). */
  titleCased(item: { from: number; to: number }): boolean {
    const { s } = this;
    if (s.allCaps) return false;
    let suspicious = false;
    for (let i = item.from; i < item.to; i++) {
      const t = s.at(i);
      if (
        t?.capital !== true ||
        t.text.length < 3 ||
        t.holiday !== undefined ||
        MONTHS.has(t.lower) ||
        WEEKDAYS.has(t.lower) ||
        WEEKDAY_PLURALS.has(t.lower)
      )
        continue;
      if (t.text === t.text.toUpperCase() || this.#lastUnit(i)) continue;
      if (i > 0) suspicious = true;
      else if (this.capital(item.to)) return this.pos(item.to) !== 'verb';
    }
    return (
      suspicious &&
      (this.capital(item.from - 1) ||
        this.capital(item.to) ||
        (s.at(item.from)?.capital === true && item.from > 0 && item.to - item.from > 1))
    );
  }

  /** "Yoga 20 Min": a unit written with a capital, behind its figure and with nothing to describe. */
  #lastUnit(i: number): boolean {
    const { s } = this;
    const after = s.at(i + 1);
    const ends = after === undefined || (after.text === '.' && s.at(i + 2) === undefined);
    return ends && s.at(i - 1)?.kind === 'num' && s.is(i, 'min', 'mins', 'std', 'hr', 'hrs');
  }

  /** A word with a capital stands at `i`. */
  capital(i: number): boolean {
    const t = this.s.at(i);
    return t?.capital === true && t.kind === 'word' && t.lower !== 'i';
  }

  /** Nothing that could belong to the same noun phrase follows. */
  open(i: number): boolean {
    const { s } = this;
    const t = s.at(i);
    // Where nouns have capitals a compound is one word, and a day beside a noun is a day.
    if (s.lang.capitalNouns || t === undefined || t.kind === 'opaque') return true;
    if (t.kind === 'punct') return !(t.text === "'" || t.text === '’' || t.text === '%');
    // A lone letter at the end is a word that is still being typed.
    if (t.kind === 'word' && i === s.lx.length - 1 && t.text.length === 1) return true;
    if (t.kind === 'word' && (CLOSERS.has(t.lower) || isPluralPart(t.lower))) return true;
    return matchItem(s, i) !== null;
  }

  /** Nothing but a separator stands before `i`. */
  startsLine(i: number): boolean {
    const { s } = this;
    if (i === 0) return true;
    const before = s.at(i - 1);
    return before !== undefined && before.kind === 'punct' && ',;:.!?-–—([{•*'.includes(before.text);
  }

  /** A verb or a small word follows, which no noun phrase goes on with. */
  verbal(i: number): boolean {
    // Behind the line's own verb the next one is a noun: "send Friday update".
    if (ACTIONS.has(this.s.word(i)) && !(i > 1 && ACTIONS.has(this.s.word(0)))) return true;
    const kind = this.pos(i);
    return kind !== null && kind !== 'noun' && !(kind === 'verb' && i > 1 && ACTIONS.has(this.s.word(0)));
  }

  /** A word such as "chapter" or "flight" stands before the number. */
  numbered(from: number): boolean {
    const { s } = this;
    return s.at(from)?.kind === 'num' && NUMBERED.has(s.word(from - 1));
  }

  /** Figures in front of a plural count things: "at 3 places", "from 5 to 10 people". */
  counts(to: number): boolean {
    const word = this.s.word(to);
    if (word === '' || ACTIONS.has(word) || this.open(to)) return false;
    return /(?:[^s]s|people|percent)$/u.test(word) && this.pos(to) === 'noun';
  }

  /** "Monday Monday" within a line is the name of something. */
  isRepeated(from: number, to: number): boolean {
    if (this.s.at(to) === undefined) return false;
    for (let i = from; i + 1 < to; i++)
      if (WEEKDAYS.has(this.s.word(i)) && this.s.word(i) === this.s.word(i + 1)) return true;
    return false;
  }

  /** Every word of the line has a capital, as in the name of a book. */
  titleLine(atLeast = 3): boolean {
    const { s } = this;
    if (s.allCaps || s.lx.length > 12) return false;
    let capitals = 0;
    for (const t of s.lx) {
      if (t.kind !== 'word' || WEEKDAYS.has(t.lower) || MONTHS.has(t.lower)) continue;
      if (t.capital) capitals += 1;
      else if (!SMALL.has(t.lower)) return false;
    }
    return capitals >= atLeast;
  }

  /** A verb: a new clause begins. */
  startsSentence(i: number): boolean {
    const kind = this.pos(i);
    return kind === 'verb' || kind === 'aux';
  }
}
