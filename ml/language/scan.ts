import type { HolidayCountry } from '../../core/time/public-holidays.ts';
import type { DayPartHours } from '../../core/language.ts';
import type { LanguageTables } from './languages/language.ts';
import type { Lex } from './lexer.ts';

/** What a reading is relative to: the person's wall clock, zone and habits. */
export interface Ref {
  /** Day number of today. */
  today: number;
  /** Minutes since local midnight. */
  nowMin: number;
  tz: string;
  /** `3/5` is March 5th. */
  monthFirst: boolean;
  parts: DayPartHours;
  /** Whose holidays names and exceptions mean. */
  country: HolidayCountry;
  /** Which half of the day the words of the line suggest for an open hour ("dinner", "breakfast"). */
  leaning: 'am' | 'pm' | null;
}

/**
 * A matcher that remembers its answer for each position of a line: several rules ask the same question, and a line has to
 * cost no more than its length. The answers are shared, so no one may change them.
 */
export function remembered<T>(match: (s: Scan, i: number) => T): (s: Scan, i: number) => T {
  const answers = new WeakMap<Scan, Map<number, T>>();
  return (s, i) => {
    let known = answers.get(s);
    if (known === undefined) answers.set(s, (known = new Map()));
    const hit = known.get(i);
    if (hit !== undefined || known.has(i)) return hit as T;
    const made = match(s, i);
    known.set(i, made);
    return made;
  };
}

/** The lexed line with look-around helpers. Matchers take a position and answer null or where they end. */
export class Scan {
  readonly lx: readonly Lex[];
  readonly ref: Ref;
  readonly lang: LanguageTables;
  /** Capital letters say nothing: the line is typed in them, or its language writes every noun so. */
  readonly allCaps: boolean;

  constructor(lx: readonly Lex[], ref: Ref, lang: LanguageTables, allCaps: boolean) {
    this.lang = lang;
    this.lx = lx;
    this.ref = ref;
    this.allCaps = allCaps;
  }

  at(i: number): Lex | undefined {
    return this.lx[i];
  }

  /** Lower-case word or punctuation at `i`; empty for anything else or past the end. */
  word(i: number): string {
    const t = this.lx[i];
    return t === undefined || t.kind === 'num' || t.kind === 'opaque' ? '' : t.lower;
  }

  is(i: number, ...words: string[]): boolean {
    return words.includes(this.word(i));
  }

  /** Value of the whole number at `i`, else NaN. */
  num(i: number): number {
    const t = this.lx[i];
    return t !== undefined && t.kind === 'num' ? t.value : Number.NaN;
  }

  digits(i: number): number {
    const t = this.lx[i];
    return t !== undefined && t.kind === 'num' ? t.to - t.from : 0;
  }

  /** Token `i` exists and touches the one before it. */
  glued(i: number): boolean {
    const t = this.lx[i];
    return t !== undefined && !t.gap;
  }

  /** Touching punctuation mark `mark` at `i`. */
  gluedMark(i: number, mark: string): boolean {
    return this.glued(i) && this.word(i) === mark;
  }

  isDash(i: number): boolean {
    return this.is(i, '-', '–', '—', '‑', '−');
  }

  /** A reading may begin here: nothing that belongs to the same word or figure stands before it. */
  startsClean(i: number): boolean {
    const t = this.lx[i];
    const before = this.lx[i - 1];
    if (t === undefined) return false;
    if (t.gap || before === undefined) return true;
    if (before.kind !== 'punct') return false;
    if ('([{"“‘«'.includes(before.text)) return true;
    if (',;:!?—|&'.includes(before.text)) return this.lx[i - 2]?.kind !== 'num' || before.text === ';';
    return before.text === '@' || before.text === '~' || before.text === '•' ? before.gap : false;
  }

  /** A reading may end before token `j`. */
  endsClean(j: number): boolean {
    const t = this.lx[j];
    if (t === undefined || t.gap) return true;
    if (t.kind !== 'punct') return false;
    const after = this.lx[j + 1];
    if (')]}"”’»;!?—|&'.includes(t.text)) return true;
    if ('.,:'.includes(t.text)) return after === undefined || after.gap || after.kind === 'punct';
    return false;
  }
}
