import type { IntentObject, IntentReading, SpokenIntent } from '../../../core/intents.ts';
import type { LanguageId, ParseContext } from '../../../core/language.ts';
import { formatDay, formatMoment } from '../calendar.ts';
import { matchDuration } from '../grammar/durations.ts';
import { matchWhen, partAlone, type When } from '../grammar/when.ts';
import { matchPart } from '../grammar/times.ts';
import { english } from '../languages/english.ts';
import { german } from '../languages/german.ts';
import type { LanguageTables } from '../languages/language.ts';
import { lex } from '../lexer.ts';
import type { DayPart } from '../lexicon.ts';
import { refOf } from '../ref.ts';
import { settle, whenFields } from '../resolve.ts';
import { Scan } from '../scan.ts';
import { ENGLISH_INTENTS, GERMAN_INTENTS, type IntentForm, type IntentTable, type Slot } from './forms.ts';

/** Longest line that is looked at; what a person says to a planner is a sentence. */
const MAX_CHARS = 300;
const MAX_LENGTH_MIN = 24 * 60;

const TABLES: readonly (readonly [IntentTable, LanguageTables])[] = [
  [ENGLISH_INTENTS, english],
  [GERMAN_INTENTS, german],
];

/**
 * What a line asks of what is there; null for a line that asks nothing. A line read here may still be a task ("move the
 * sofa to Friday"): the caller, who knows the titles, decides. Pure; never throws on any text.
 */
export function readIntent(text: string, ctx: ParseContext): SpokenIntent | null {
  const line = text.trim().replace(/[\s.!?…]+$/u, '');
  if (line === '' || line.length > MAX_CHARS || /[\r\n]/u.test(line)) return null;
  for (const [table, lang] of TABLES) {
    if (!isOn(table.id, ctx.languages)) continue;
    const reader = new Reader(table, lang, ctx);
    // "Wann ist der Bericht fertig?" ends as a statement does.
    for (const form of [...table.questions, ...table.forms]) {
      const reading = reader.read(form, line);
      if (reading !== null) return { language: table.id, reading };
    }
  }
  return null;
}

const isOn = (id: LanguageId, on: readonly LanguageId[] | undefined): boolean =>
  on === undefined || on.length === 0 || on.includes(id);

type Filled = Partial<Record<Slot, string>>;

class Reader {
  readonly #table: IntentTable;
  readonly #lang: LanguageTables;
  readonly #ctx: ParseContext;

  constructor(table: IntentTable, lang: LanguageTables, ctx: ParseContext) {
    this.#table = table;
    this.#lang = lang;
    this.#ctx = ctx;
  }

  read(form: IntentForm, line: string): IntentReading | null {
    for (const filled of fillings(form, line)) {
      const reading = this.#reading(form.intent, filled);
      if (reading !== null) return reading;
    }
    return null;
  }

  #reading(kind: IntentForm['intent'], filled: Filled): IntentReading | null {
    if (kind === 'keepFree') return this.#span(filled.span ?? '');
    if (kind === 'fit') {
      const minutes = this.#minutes(filled.length ?? '');
      return minutes === null ? null : { kind, minutes };
    }
    const object = this.#object(filled.object ?? '');
    if (object === null) return null;
    if (kind !== 'move') return kind === 'outlook' && object.kind === 'all' ? null : { kind, object };
    const to = this.#moment(filled.when ?? '');
    return to === null ? null : { kind, object, to };
  }

  #object(text: string): IntentObject | null {
    const all = this.#table.all.exec(text);
    if (all !== null) {
      const narrowed = this.#all(text.slice(all[0].length));
      if (narrowed !== null) return narrowed;
    }
    let words = text.trim();
    for (let guard = 0; guard < 3; guard++) words = words.replace(this.#table.articles, '');
    words = words.replace(/^["“„«'‘](.+)["”“»'’]$/u, '$1').trim();
    return /[\p{L}\p{N}]/u.test(words) ? { kind: 'title', words } : null;
  }

  /** "all #Home", "everything from today": null when more is said of them than can be told apart. */
  #all(description: string): IntentObject | null {
    let rest = description;
    const take = (pattern: RegExp): string | null => {
      const found = pattern.exec(rest);
      if (found === null) return null;
      rest = rest.replace(found[0], ' ');
      return found[1] ?? found[0];
    };
    const project = take(/#([\p{L}\p{N}_-]+)/u);
    const tag = take(/@([\p{L}\p{N}_-]+)/u);
    const overdue = take(this.#table.overdue) !== null;
    let day: string | null = null;
    const without = rest
      .replaceAll(new RegExp(this.#table.fillers, 'giu'), ' ')
      .replace(/['’]s?\b/u, ' ')
      .trim();
    if (without !== '') {
      const when = this.#when(without);
      if (when === null || when.day === null || when.start !== null) return null;
      day = formatDay(when.day);
    }
    return { kind: 'all', project, tag, day, overdue };
  }

  #minutes(text: string): number | null {
    const s = this.#scan(text);
    const found = matchDuration(s, 0);
    return found !== null && found.to === s.lx.length && found.minutes <= MAX_LENGTH_MIN
      ? found.minutes
      : null;
  }

  /** A day, or a moment when a time is said. */
  #moment(text: string): string | null {
    const when = this.#when(text);
    if (when === null || when.last !== null || when.rest.length > 0) return null;
    const { date, start } = whenFields(this.#scan(text).ref, when);
    return start ?? date;
  }

  #span(text: string): IntentReading | null {
    const when = this.#when(text);
    if (when === null || (when.day === null && when.end === null) || when.rest.length > 0) return null;
    const { ref } = this.#scan(text);
    const { day, min, endMin } = settle(ref, when);
    if (min === null) {
      const last = when.last ?? day;
      return { kind: 'keepFree', start: formatMoment(day, 0), end: formatMoment(last + 1, 0), allDay: true };
    }
    const whole = when.part !== null && when.end === null && min === ref.parts[when.part] * 60;
    const end = endMin ?? (whole ? endOfPart(ref.parts, when.part ?? 'night') : min + 60);
    const at = (minutes: number): string =>
      formatMoment(day + Math.floor(minutes / 1440), ((minutes % 1440) + 1440) % 1440);
    return end <= min ? null : { kind: 'keepFree', start: at(min), end: at(end), allDay: false };
  }

  /** The text as a day or moment and nothing else. */
  #when(text: string): When | null {
    const s = this.#scan(text);
    if (s.lx.length === 0) return null;
    for (const at of s.is(0, 'on', 'for', 'the') ? [0, 1] : [0]) {
      const when = matchWhen(s, at, { bareHour: false });
      if (when !== null && when.to === s.lx.length) return when;
    }
    const part = matchPart(s, 0);
    return part !== null && part.to === s.lx.length
      ? { ...partAlone(s, 0, part.part), day: s.ref.today }
      : null;
  }

  #scan(text: string): Scan {
    const lx = this.#lang.translate(lex(text, []));
    return new Scan(lx, refOf(text, this.#ctx, this.#lang), this.#lang, true);
  }
}

/** Where a part of the day ends: where the next begins. */
function endOfPart(parts: Record<DayPart, number>, part: DayPart): number {
  const next: Record<DayPart, number> = {
    morning: parts.afternoon,
    afternoon: parts.evening,
    evening: parts.night,
    night: 24,
  };
  return (next[part] > parts[part] ? next[part] : 24) * 60;
}

/** Every way in which the words of a line fill the places of a form. */
function* fillings(form: IntentForm, line: string): Generator<Filled> {
  const head = form.head.exec(line);
  if (head === null) return;
  let rest = line.slice(head[0].length);
  if (form.tail !== undefined) {
    const tail = form.tail.exec(rest);
    if (tail === null) return;
    rest = rest.slice(0, tail.index);
  }
  if (rest.trim() === '') return;
  const [first, second] = form.slots;
  if (second === undefined || form.joint === undefined) {
    yield { [first]: rest };
    return;
  }
  for (const joint of rest.matchAll(form.joint)) {
    const before = rest.slice(0, joint.index);
    const after = rest.slice(joint.index + joint[0].length);
    if (before.trim() !== '' && after.trim() !== '') yield { [first]: before, [second]: after };
  }
}
