import type { Lex } from '../lexer.ts';
import { matchClockDe } from './german-clock.ts';
import { DAY_ENDS, NUMBERS, ORDINALS_DE, PHRASES, SHORT_DAYS, WORDS } from './german-words.ts';
import { HOLIDAY_NAMES_DE } from './holiday-names-de.ts';
import { nameHolidays } from './holiday-names.ts';

/** A word without a concept: kept apart from the grammar's own names, which some German words look like. */
const plainWord = (t: Lex): Lex => ({ ...t, lower: `·${t.text.toLowerCase()}` });

/** Marks that stay as they are in every language. */
const NEUTRAL: ReadonlySet<string> = new Set(
  "q am pm utc gmt z est edt cst cdt pst pdt cet cest bst w x p st th uhr t m d y d asap eod eom pomodoro pomodoros pomos o'clock".split(
    ' ',
  ),
);

/** Gives the words of a German line their concepts; turns of phrase come before phrases, phrases before words. */
export class Translator {
  readonly #lx: readonly Lex[];
  readonly #out: Lex[] = [];

  constructor(lx: readonly Lex[]) {
    this.#lx = nameHolidays(lx, HOLIDAY_NAMES_DE);
  }

  run(): readonly Lex[] {
    let i = 0;
    while (i < this.#lx.length) i = this.#step(i);
    return this.#out;
  }

  #step(i: number): number {
    const t = this.#lx[i] as Lex;
    if (t.kind === 'opaque' || t.holiday !== undefined) return this.#keep(i);
    return (
      this.#clock(i) ||
      this.#ordinalDot(i) ||
      this.#special(i) ||
      this.#phrase(i) ||
      this.#compound(i) ||
      this.#word(i)
    );
  }

  /** Lower-case word or mark as typed; empty for anything else. */
  #w(i: number): string {
    const t = this.#lx[i];
    return t === undefined || t.kind === 'num' || t.kind === 'opaque' ? '' : t.text.toLowerCase();
  }

  #keep(i: number): number {
    this.#out.push(this.#lx[i] as Lex);
    return i + 1;
  }

  /** Concepts for the words from `i` to `to`; what is more than there are words stands at their end without a width. */
  #say(i: number, to: number, concepts: string): number {
    const first = this.#lx[i] as Lex;
    const last = this.#lx[to - 1] as Lex;
    const names = concepts.split(' ');
    const even = names.length === to - i;
    for (const [k, lower] of names.entries()) {
      const own = even ? (this.#lx[i + k] as Lex) : first;
      const from = even || k === 0 ? own.from : last.to;
      const end = even ? own.to : last.to;
      this.#out.push({
        ...own,
        kind: 'word',
        from,
        to: end,
        lower,
        gap: even ? own.gap : k > 0 || first.gap,
      });
    }
    return to;
  }

  #clock(i: number): number {
    const t = this.#lx[i] as Lex;
    if (!t.gap && this.#lx[i - 1]?.kind === 'num') return 0;
    const c = matchClockDe(this.#lx, i);
    if (c === null) return 0;
    const last = this.#lx[c.to - 1] as Lex;
    this.#out.push({
      ...t,
      kind: 'word',
      to: last.to,
      lower: '<clock>',
      clock: { h: c.h, m: c.m, exact: c.exact },
    });
    return c.to;
  }

  /** `3. Mai`, `am 15.`, `jeden 2. Freitag`: a point behind a number makes it an ordinal. */
  #ordinalDot(i: number): number {
    const t = this.#lx[i] as Lex;
    const dot = this.#lx[i + 1];
    if (t.kind !== 'num' || t.to - t.from > 2 || dot?.text !== '.' || dot.gap) return 0;
    if (!t.gap && this.#w(i - 1) === '.') return 0;
    const next = this.#lx[i + 2];
    if (next !== undefined && !next.gap && (next.kind === 'num' || next.kind === 'word')) {
      return next.kind === 'word' && MONTH.has(WORDS.get(this.#w(i + 2)) ?? '') ? this.#ordinal(i) : 0;
    }
    const introduced =
      /^(?:am|der|den|dem|des|jeden|jeder|jedem|zum|bis|spätestens|ab|vom|von|und|oder|letzten|monatlich|,|[-–])$/u.test(
        this.#w(i - 1),
      );
    const concept = WORDS.get(this.#w(i + 2)) ?? '';
    const named = MONTH.has(concept) || COUNTED.has(concept) || this.#shortDay(i + 2) !== null;
    const listed = /^(?:und|oder|bis|[-–])$/u.test(this.#w(i + 2)) && this.#lx[i + 3]?.kind === 'num';
    return introduced || named || listed ? this.#ordinal(i) : 0;
  }

  #ordinal(i: number): number {
    this.#keep(i);
    const dot = this.#lx[i + 1] as Lex;
    this.#out.push({ ...dot, kind: 'word', lower: 'th' });
    return i + 2;
  }

  /** Turns of phrase whose order is not that of the grammar. */
  #special(i: number): number {
    return (
      this.#ago(i) ||
      this.#everyNth(i) ||
      this.#perPeriod(i) ||
      this.#partOf(i) ||
      this.#afterNext(i) ||
      this.#every(i) ||
      this.#dateLead(i) ||
      this.#forSpan(i) ||
      this.#quarterHour(i)
    );
  }

  /** `vor drei Tagen`: what is past. */
  #ago(i: number): number {
    if (this.#w(i) !== 'vor') return 0;
    const unit = WORDS.get(this.#w(i + 2)) ?? '';
    if (!this.#isNumber(i + 1) || !UNIT.has(unit)) return 0;
    for (let k = i + 1; k < i + 3; k++) this.#step(k);
    this.#out.push({
      ...(this.#lx[i + 2] as Lex),
      from: (this.#lx[i + 2] as Lex).to,
      lower: 'ago',
      gap: true,
    });
    return i + 3;
  }

  #isNumber(i: number): boolean {
    const w = this.#w(i);
    return this.#lx[i]?.kind === 'num' || NUMBERS.has(w) || /^(?:ein|eine|einem|einer|paar)$/u.test(w);
  }

  /** `jeden zweiten Dienstag`: every other one, unless the month is named ("jeden zweiten Dienstag im Monat"). */
  #everyNth(i: number): number {
    if (!/^jede[nrsm]?$/u.test(this.#w(i))) return 0;
    const dotted = this.#lx[i + 1]?.kind === 'num' && this.#w(i + 2) === '.';
    const n = dotted ? (this.#lx[i + 1]?.value ?? 0) : (ORDINALS_DE.get(this.#w(i + 1)) ?? 0);
    const at = dotted ? i + 3 : i + 2;
    const concept = WORDS.get(this.#w(at)) ?? this.#shortDay(at) ?? '';
    if (n < 2 || n > 30 || !WEEKDAY.has(concept)) return 0;
    if (/^(?:im|des|eines|jedes|in)$/u.test(this.#w(at + 1))) return 0;
    this.#say(i, i + 1, 'every');
    const last = this.#lx[at - 1] as Lex;
    this.#out.push({ ...(this.#lx[i + 1] as Lex), kind: 'word', to: last.to, lower: 'other', number: n });
    return at;
  }

  /** `zweimal die Woche`, `3x im Monat`, `einmal pro Tag`, `dreimal täglich`. */
  #perPeriod(i: number): number {
    const counted = /^(\p{L}+)mal$/u.exec(this.#w(i));
    const n = NUMBERS.get(counted?.[1] ?? '');
    if (n !== undefined && n > 2) {
      const t = this.#lx[i] as Lex;
      this.#out.push({ ...t, lower: '#', number: n }, { ...t, from: t.to, lower: 'times', gap: true });
      return i + 1;
    }
    if (!/^(?:die|in|im|am|pro|je|jede|jeden)$/u.test(this.#w(i))) return 0;
    const back = this.#out.at(-1)?.lower;
    if (back !== 'times' && back !== 'x' && back !== 'once' && back !== 'twice') return 0;
    const at = this.#w(i) === 'in' && this.#w(i + 1) === 'der' ? i + 2 : i + 1;
    const unit = WORDS.get(this.#w(at)) ?? '';
    return UNIT.has(unit) ? this.#say(i, at + 1, `a ${unit}`) : 0;
  }

  /** `Anfang Mai`, `Mitte nächster Woche`, `Ende 2027`. */
  #partOf(i: number): number {
    const edge = { anfang: 'start of', mitte: 'middle of', ende: 'end of' }[this.#w(i)];
    if (edge === undefined) return 0;
    const at = /^(?:des|der|vom)$/u.test(this.#w(i + 1)) ? i + 2 : i + 1;
    const next = WORDS.get(this.#w(at)) ?? '';
    const year = this.#lx[at]?.kind === 'num' && (this.#lx[at]?.value ?? 0) > 1999;
    const week = this.#w(at) === 'kw' && this.#lx[at + 1]?.kind === 'num';
    const quarter = this.#w(at) === 'q' && this.#lx[at + 1]?.kind === 'num';
    const period =
      quarter || week || MONTH.has(next) || PERIOD.has(next) || /^(?:this|next|coming)$/u.test(next) || year;
    return period ? this.#say(i, at, at > i + 1 ? `${edge} the` : edge) : 0;
  }

  /** `übernächste Woche`, `übernächsten Freitag`. */
  #afterNext(i: number): number {
    // Of weekdays it is the second to come, of weeks the one after the next.
    const introduced = /^(?:am|an)$/u.test(this.#w(i)) ? i + 1 : i;
    if (!/^(?:ü|ue)bern(?:ä|ae)chste/u.test(this.#w(introduced))) return 0;
    const day = WORDS.get(this.#w(introduced + 1)) ?? this.#shortDay(introduced + 1) ?? '';
    if (WEEKDAY.has(day)) return this.#say(i, introduced + 2, `in two ${day}s`);
    if (introduced > i) return 0;
    const concept = WORDS.get(this.#w(i + 1)) ?? this.#shortDay(i + 1) ?? '';
    return concept === '' ? 0 : this.#say(i, i + 2, `${concept} after next`);
  }

  /** `alle zwei Wochen`, `alle paar Tage`; "alle Fenster putzen" is no rule. */
  #every(i: number): number {
    if (this.#w(i) !== 'alle') return 0;
    if (this.#w(i + 1) === 'paar') return this.#say(i, i + 2, 'every couple of');
    const unit = WORDS.get(this.#w(i + (this.#isNumber(i + 1) ? 2 : 1))) ?? '';
    const glued = this.#lx[i + 1]?.kind === 'num' && this.#lx[i + 2]?.gap === false;
    return UNIT.has(unit) || glued ? this.#say(i, i + 1, 'every') : 0;
  }

  /** "an", "zum", "auf", "am" lead a date only in front of one; elsewhere they are words of the title. */
  #dateLead(i: number): number {
    const w = this.#w(i);
    if (/^(?:immer|jeweils)$/u.test(w))
      return PLURAL.has(WORDS.get(this.#w(i + 1)) ?? '') ? this.#say(i, i + 1, 'on') : 0;
    if (!/^(?:an|zum|zu|auf)$/u.test(w)) return 0;
    const t = this.#lx[i + 1];
    const concept = WORDS.get(this.#w(i + 1)) ?? '';
    const numeric = t?.kind === 'num' && this.#w(i + 2) === '.';
    if (w === 'auf' && matchClockDe(this.#lx, i + 1) !== null) return this.#say(i, i + 1, 'at');
    if (w === 'an' || w === 'auf' || w === 'zu') {
      return t?.holiday !== undefined || (w !== 'zu' && (WEEKDAY.has(concept) || PLURAL.has(concept)))
        ? this.#say(i, i + 1, 'on')
        : 0;
    }
    return numeric ||
      t?.holiday !== undefined ||
      WEEKDAY.has(concept) ||
      concept === 'weekend' ||
      concept.startsWith('eo')
      ? this.#say(i, i + 1, 'by')
      : 0;
  }

  /** `4 Wochen lang`: as "for 4 weeks". */
  #forSpan(i: number): number {
    if (!this.#isNumber(i) || this.#w(i + 2) !== 'lang' || this.#out.at(-1)?.lower === 'for') return 0;
    const unit = WORDS.get(this.#w(i + 1)) ?? '';
    if (!UNIT.has(unit)) return 0;
    const t = this.#lx[i] as Lex;
    this.#out.push({ ...t, kind: 'word', to: t.from, lower: 'for' });
    this.#number(i);
    return this.#say(i + 1, i + 3, unit);
  }

  #number(i: number): void {
    if (this.#lx[i]?.kind === 'num') this.#keep(i);
    else this.#word(i);
  }

  /** `eine Dreiviertelstunde`: the article adds nothing; `heute in einer Woche`: today is where one counts from. */
  #quarterHour(i: number): number {
    const at = /^eine[rn]?$/u.test(this.#w(i)) ? i + 1 : i;
    const apart = this.#w(at) === 'dreiviertel' && this.#w(at + 1) === 'stunde';
    if (apart || (at > i && this.#w(at) === 'dreiviertelstunde'))
      return this.#say(i, apart ? at + 2 : at + 1, 'three quarter hour');
    return this.#w(i) === 'heute' && this.#w(i + 1) === 'in' && this.#isNumber(i + 2)
      ? this.#say(i, i + 2, 'in')
      : 0;
  }

  #phrase(i: number): number {
    let phrase = '';
    let best = 0;
    let concepts = '';
    for (let j = i; j < Math.min(this.#lx.length, i + 5); j++) {
      const t = this.#lx[j] as Lex;
      if (t.kind === 'opaque' || t.holiday !== undefined) break;
      phrase += `${j > i && t.gap ? ' ' : ''}${t.text.toLowerCase()}`;
      const hit = PHRASES.get(phrase);
      if (hit !== undefined) [best, concepts] = [j + 1, hit];
    }
    return best === 0 ? 0 : this.#say(i, best, concepts);
  }

  /** `Freitagabend`, `Montagmorgens`. */
  #compound(i: number): number {
    const t = this.#lx[i] as Lex;
    const w = this.#w(i);
    if (t.kind !== 'word' || w.length < 9) return 0;
    for (const [end, part] of DAY_ENDS) {
      if (!w.endsWith(end)) continue;
      const weekday = WORDS.get(w.slice(0, -end.length)) ?? '';
      if (!WEEKDAY.has(weekday)) continue;
      const cut = t.to - end.length;
      this.#out.push({ ...t, to: cut, lower: end.endsWith('s') ? `${weekday}s` : weekday });
      this.#out.push({ ...t, from: cut, lower: part, gap: true });
      return i + 1;
    }
    return 0;
  }

  #word(i: number): number {
    const t = this.#lx[i] as Lex;
    if (t.kind !== 'word') return this.#keep(i);
    const w = this.#w(i);
    const day = this.#shortDay(i);
    if (day !== null) return this.#say(i, i + 1, day);
    if (w === 'morgen')
      return this.#say(
        i,
        i + 1,
        this.#isMorning() ? 'morning' : this.#w(i - 1) === 'guten' ? '·morgen' : 'tomorrow',
      );
    if (w === 'früh' || w === 'frueh') return this.#say(i, i + 1, this.#early());
    if (w === 'halb') return this.#say(i, i + 1, 'half');
    const concept = WORDS.get(w);
    if (concept !== undefined && !this.#isName(i)) return this.#say(i, i + 1, concept);
    const number = NUMBERS.get(w);
    const ordinal = ORDINALS_DE.get(w);
    if (number !== undefined || ordinal !== undefined) {
      this.#out.push({
        ...t,
        lower: '#',
        ...(number === undefined ? {} : { number }),
        ...(ordinal === undefined || number !== undefined ? {} : { ordinal }),
      });
      return i + 1;
    }
    this.#out.push(NEUTRAL.has(t.lower) ? t : TITLES.has(w) ? { ...t, lower: 'mr' } : plainWord(t));
    return i + 1;
  }

  /** `Herr Montag`, `Familie Sommer`, `Schwarzer Freitag` are names. */
  #isName(i: number): boolean {
    const dot = this.#w(i - 1) === '.' ? i - 2 : i - 1;
    return TITLES.has(this.#w(dot));
  }

  #isMorning(): boolean {
    const back = this.#out.at(-1)?.lower ?? '';
    return (
      WEEKDAY.has(back) ||
      back === 'today' ||
      back === 'every' ||
      back === 'this' ||
      back === 'overmorrow' ||
      back === 'yesterday'
    );
  }

  #early(): string {
    const back = this.#out.at(-1);
    const beside =
      back !== undefined && (WEEKDAY.has(back.lower) || /^(?:today|tomorrow|overmorrow)$/u.test(back.lower));
    return beside ? 'morning' : '·früh';
  }

  /** `di und do`: joined to another weekday in two letters. */
  #besideShortDay(i: number): boolean {
    const other = (join: number, day: number): boolean =>
      /^(?:[+/,&]|und)$/u.test(this.#w(join)) && /^(?:mo|di|mi|fr|sa)$/u.test(this.#w(day));
    return other(i - 1, i - 2) || other(i + 1, i + 2);
  }

  /** `Mo 10:00`, `bis Fr`, `Di + Do`: two letters are a weekday beside something of time. */
  #shortDay(i: number): string | null {
    const w = this.#w(i);
    const day = w.length > 2 ? undefined : SHORT_DAYS.get(w);
    if (day === undefined) return null;
    const t = this.#lx[i] as Lex;
    if ((w === 'so' || w === 'do') && !t.capital && !this.#besideShortDay(i)) return null;
    const dot = this.#w(i + 1) === '.' && this.#lx[i + 1]?.gap === false ? i + 2 : i + 1;
    const next = this.#lx[dot];
    const after = this.#w(dot);
    const introduced =
      /^(?:am|bis|ab|jeden|nächsten|diesen|kommenden|von|und|oder|[-–+/,&])$/u.test(this.#w(i - 1)) && i > 0;
    const listed = /^(?:[-–+/,&]|und|oder|bis)$/u.test(after) && SHORT_DAYS.has(this.#w(dot + 1));
    const comma = after === ',' && this.#lx[dot + 1]?.kind === 'num';
    const timed =
      comma ||
      next?.kind === 'num' ||
      /^(?:um|ab|gegen|halb|viertel|früh|abends?|morgens?|mittags?|nachmittags?|vormittags?|von|nacht)$/u.test(
        after,
      );
    if (introduced || listed || timed) return day;
    const edge = i === 0 ? next?.kind === 'word' && w !== 'so' : next === undefined;
    return t.capital && edge ? day : null;
  }
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));
/** Concepts of the days of the week. */
export const WEEKDAY = setOf('monday tuesday wednesday thursday friday saturday sunday');
const PLURAL = setOf('mondays tuesdays wednesdays thursdays fridays saturdays sundays weekdays');
export const MONTH = setOf(
  'january february march april may june july august september october november december',
);
const UNIT = setOf(
  'minutes hours day days week weeks month months quarter quarters year years workday workdays',
);
const PERIOD = setOf('week month quarter year weekend');
const COUNTED = setOf(
  'monday tuesday wednesday thursday friday saturday sunday day workday week month quarter weekend',
);
const TITLES = setOf('herr herrn frau familie dr schwarzer blauer weißer grüner');
