import {
  titleOnly,
  type Alternative,
  type ParseContext,
  type ParsedFields,
  type ParseResult,
  type Priority,
  type Token,
  type TokenKind,
} from '../../core/language.ts';
import { formatDay, readMoment } from './calendar.ts';
import { confidenceOf, fieldConfidences, type Reading } from './confidence.ts';
import { Context } from './context.ts';
import { type Item, matchItem } from './items.ts';
import { ACTIONS } from './lexicon.ts';
import { languageOf } from './languages/index.ts';
import { type Lex, lex, quotedSpans, type Span } from './lexer.ts';
import { matchPeople, type PeopleMatch } from './people.ts';
import { oddness } from './personal/common-words.ts';
import { applyVocabulary, type VocabularyHit } from './personal/apply.ts';
import { exceptionEnd, hasRemains } from './remains.ts';
import { boundField, recurrenceFields, whenFields } from './resolve.ts';
import { isShouting, refOf } from './ref.ts';
import { type Ref, Scan } from './scan.ts';
import { findSigils, type Sigil, toToken } from './sigils.ts';
import { buildTitle, type Cut } from './title.ts';
import { correctTypos } from './typos.ts';
import { combine, coverage, type Chosen } from './combine.ts';

/** Longest line that is read; what lies beyond stays plain text. */
const MAX_CHARS = 20_000;

/** Reads one line. Pure: the same arguments always give the same answer. Never throws on any text. */
export function parseLine(text: string, ctx: ParseContext): ParseResult {
  const { result } = readLine(text, ctx);
  return isWhole(result) ? result : plainLine(text);
}

/** A line of which nothing could be read: its title alone. */
export function plainLine(text: string): ParseResult {
  const fields = titleOnly(buildTitle(text, [], []));
  return { ...fields, tokens: [], alternatives: [], confidence: 0, appliedRules: [] };
}

const DAY = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?$/u;

/** Whether days and figures are ones that exist; arithmetic on absurd amounts may leave the calendar. */
function isWhole(r: ParsedFields): boolean {
  const days = [r.date, r.start, r.end, r.deadline, r.earliest];
  const minutes = r.durationMin;
  return (
    days.every((day) => day === null || DAY.test(day)) &&
    (minutes === null || (Number.isFinite(minutes) && minutes > 0))
  );
}

/** As `parseLine`, with what its confidence was judged by. */
export function readLine(text: string, ctx: ParseContext): { result: ParseResult; reading: Reading } {
  const read = text.length > MAX_CHARS ? text.slice(0, MAX_CHARS) : text;
  const literals = (ctx.literals ?? [])
    .filter((l) => l.to > l.from && l.from < read.length)
    .sort((a, b) => a.from - b.from);
  const quotes = quotedSpans(read);
  const vocabulary = applyVocabulary(read, ctx.vocabulary ?? [], [...quotes, ...literals]);
  const closed = merge([...literals, ...vocabulary.map((v) => v.span)]);
  const sigils = findSigils(read, quotes, closed, ctx.known);
  const opaque = merge([...closed, ...apart(quotes, sigils), ...sigils]);
  const typed = lex(read, opaque);
  const lang = languageOf(typed, ctx.languages);
  const ref = refOf(text, ctx, lang);
  const lx = correctTypos(lang.translate(typed), lang);
  const s = new Scan(lx, ref, lang, lang.capitalNouns || isShouting(read));
  const context = new Context(s);
  const { taken, ambiguous } = scanItems(s, context);
  const chosen = combine(taken, s);
  const fields = titleOnly('');
  const tokens = new TokenList(read.length);
  const cuts: Cut[] = [];
  addSigils(read, sigils, fields, tokens, cuts);
  addChosen(read, s, chosen, fields, tokens, cuts);
  addPeople(read, s, ctx, fields, tokens, chosen);
  addVocabulary(read, vocabulary, fields, tokens, cuts, ref);
  for (const l of literals) tokens.push(toToken(read, 'literal', l.from, Math.min(l.to, read.length)));
  cuts.sort((a, b) => a.from - b.from);
  const sorted = tokens.list.sort((a, b) => a.from - b.from);
  fields.title = buildTitle(text, cuts, lang.connecting);
  const alternatives = [...ambiguous, ...chosen.dropped]
    .map((item) => alternativeOf(read, s, item))
    .filter((a) => a !== null)
    .filter((a) => isWhole({ ...titleOnly(''), ...a.fields }));
  const used = [chosen.recurrence, chosen.deadline, chosen.earliest, chosen.duration, ...chosen.when].filter(
    (x) => x !== null,
  );
  const covers = coverage([...used, ...chosen.simple]);
  const halves = used.filter((item) => hasRemains(s, item, covers));
  const reading: Reading = { fields, tokens: sorted, ambiguous, chosen, vocabulary, halves };
  const confidence = confidenceOf(reading);
  const result: ParseResult = {
    ...fields,
    tokens: sorted,
    alternatives,
    confidence,
    fieldConfidence: fieldConfidences(reading),
    appliedRules: vocabulary.map((v) => v.rule.id),
  };
  return { result, reading };
}

/** Spans of `a` that touch none of `b`; both sorted. */
function apart(a: readonly Span[], b: readonly Span[]): Span[] {
  let k = 0;
  return a.filter((x) => {
    while ((b[k]?.to ?? Number.POSITIVE_INFINITY) <= x.from) k += 1;
    return (b[k]?.from ?? Number.POSITIVE_INFINITY) >= x.to;
  });
}

/** Sorted union of spans. */
function merge(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.from - b.from || a.to - b.to);
  const out: Span[] = [];
  for (const { from, to } of sorted) {
    const last = out.at(-1);
    if (last !== undefined && from < last.to) last.to = Math.max(last.to, to);
    else out.push({ from, to });
  }
  return out;
}

function scanItems(s: Scan, context: Context): { taken: Item[]; ambiguous: Item[] } {
  const taken: Item[] = [];
  const ambiguous: Item[] = [];
  let i = 0;
  while (i < s.lx.length) {
    const item = matchItem(s, i);
    if (item === null) {
      i += 1;
      continue;
    }
    (context.assess(item) === 'take' ? taken : ambiguous).push(item);
    i = item.kind === 'recurrence' ? exceptionEnd(s, item.to) : item.to;
  }
  return { taken, ambiguous };
}

/** Tokens that do not overlap; characters already taken are marked, so that adding stays linear. */
class TokenList {
  readonly list: Token[] = [];
  readonly #taken: Uint8Array;

  constructor(length: number) {
    this.#taken = new Uint8Array(length);
  }

  /** Adds a token unless it would overlap one that is already there. */
  push(t: Token): void {
    if (t.to <= t.from || this.#taken.subarray(t.from, t.to).includes(1)) return;
    this.#taken.fill(1, t.from, t.to);
    this.list.push(t);
  }
}

function addSigils(
  text: string,
  sigils: readonly Sigil[],
  fields: ParsedFields,
  tokens: TokenList,
  cuts: Cut[],
): void {
  for (const g of sigils) {
    addFields(fields, g.sets);
    tokens.push(toToken(text, g.kind, g.from, g.to));
    cuts.push({ from: g.from, to: g.to, text: null });
  }
}

/** Adds what is said once more: lists grow, of two priorities the higher counts, of anything else the first. */
function addFields(fields: ParsedFields, said: Partial<ParsedFields>): void {
  const known: Record<string, unknown> = fields;
  for (const [name, value] of Object.entries(said)) {
    const before = known[name];
    if (Array.isArray(before) && Array.isArray(value))
      before.push(...value.filter((one) => !before.includes(one)));
    else if (before === null || before === undefined) known[name] = value;
  }
  if (said.priority && fields.priority) fields.priority = least(fields.priority, said.priority);
}

function least(a: Priority, b: Priority): Priority {
  return a < b ? a : b;
}

/** Character span of a run of lexed tokens. */
function spanOf(s: Scan, from: number, to: number): Span {
  const a = s.lx[from] as Lex;
  const b = s.lx[to - 1] as Lex;
  return { from: a.from, to: b.to };
}

function addChosen(
  text: string,
  s: Scan,
  chosen: Chosen,
  fields: ParsedFields,
  tokens: TokenList,
  cuts: Cut[],
): void {
  const { ref } = s;
  const { recurrence, deadline, earliest, duration, when } = chosen;
  if (recurrence !== null) {
    const { durationMin, ...rest } = recurrenceFields(ref, recurrence.recurrence, chosen.merged);
    Object.assign(fields, rest);
    if (durationMin !== null) fields.durationMin = durationMin;
  } else if (chosen.merged !== null) {
    if (chosen.merged.within) fields.deadline = boundField(ref, chosen.merged);
    else Object.assign(fields, whenFields(ref, chosen.merged));
  }
  if (deadline !== null) {
    const bound = chosen.deadlineWhen ?? deadline.when;
    // "every Friday by 5pm": the hour bounds the first occurrence.
    const first =
      recurrence !== null && bound.day === null && fields.date !== null ? readMoment(fields.date).day : null;
    fields.deadline = boundField(ref, first === null ? bound : { ...bound, day: first });
  }
  if (earliest !== null && recurrence === null) applyEarliest(ref, earliest, fields);
  if (duration !== null) fields.durationMin = duration.duration.minutes;
  for (const item of chosen.simple) if ('sets' in item) addFields(fields, item.sets);
  for (const item of [recurrence, deadline, earliest, duration, ...when, ...chosen.simple]) {
    if (item === null) continue;
    const span = spanOf(s, item.from, item.to);
    cuts.push({ from: spanOf(s, linkStart(s, item.from), item.to).from, to: span.to, text: null });
    for (const t of tokensOf(s, item)) tokens.push({ ...t, text: text.slice(t.from, t.to) });
  }
}

const ASKING: ReadonlySet<string> = new Set([
  'what',
  'who',
  'where',
  'when',
  'why',
  'how',
  'if',
  'whether',
  'which',
  'that',
]);

/** `The recital is tomorrow`, `the papers are due Friday`: the verb only links the title to its time. */
function linkStart(s: Scan, from: number): number {
  const place = s.is(from - 1, 'place') && s.is(from - 2, 'takes', 'taking', 'take') ? from - 2 : from;
  let at = place;
  if (at === from && s.is(at - 1, 'is', 'are', 'be', 'happens')) at -= 1;
  else if (at === from && s.is(at - 1, 'goes', 'runs', 'lasts') && s.is(from, 'from')) at -= 1;
  if (at < from && s.is(at - 1, 'will')) at -= 1;
  if (at === from || at < 1) return from;
  for (let i = 0; i < at; i++) if (ASKING.has(s.word(i))) return from;
  return ACTIONS.has(s.word(0)) ? from : at;
}

function applyEarliest(ref: Ref, item: Item & { kind: 'earliest' }, fields: ParsedFields): void {
  const after = item.lead === 'after' && item.when.start === null && item.when.day !== null;
  const w = after ? { ...item.when, day: (item.when.day ?? 0) + 1 } : item.when;
  fields.earliest = boundField(ref, w);
  if (fields.date !== null) return;
  const when = whenFields(ref, w);
  fields.date = when.date;
  fields.start = when.start;
}

function tokensOf(s: Scan, item: Item): { kind: TokenKind; from: number; to: number }[] {
  if (item.kind !== 'when') return [{ kind: item.kind, ...spanOf(s, item.from, item.to) }];
  return item.when.bits.map((b) => ({ kind: b.kind, ...spanOf(s, b.from, b.to) }));
}

function addPeople(
  text: string,
  s: Scan,
  ctx: ParseContext,
  fields: ParsedFields,
  tokens: TokenList,
  chosen: Chosen,
): void {
  for (let i = 0; i < s.lx.length; i++) {
    const found = matchPeople(s, i, ctx.known);
    if (found === null || chosen.covers(found.from, found.to) || isNamed(s, found, ctx, tokens)) continue;
    for (const name of found.names) if (!fields.people.includes(name)) fields.people.push(name);
    const span = spanOf(s, found.from, found.to);
    tokens.push(toToken(text, 'person', span.from, span.to));
    i = found.to - 1;
  }
}

/** "Dances with Wolves": a line of nothing but three words, the first of which no task begins with. */
function isNamed(s: Scan, found: PeopleMatch, ctx: ParseContext, tokens: TokenList): boolean {
  const first = s.at(0);
  if (found.from !== 1 || found.to !== s.lx.length || tokens.list.length > 0 || first?.capital !== true)
    return false;
  return oddness(first.lower) > 0 && !found.names.some((n) => ctx.known?.people.includes(n) === true);
}

function addVocabulary(
  text: string,
  hits: readonly VocabularyHit[],
  fields: ParsedFields,
  tokens: TokenList,
  cuts: Cut[],
  ref: Ref,
): void {
  for (const hit of hits) {
    const { effect } = hit.rule;
    if (effect.project !== undefined) fields.project ??= effect.project;
    for (const t of effect.tags ?? []) if (!fields.tags.includes(t)) fields.tags.push(t);
    for (const p of effect.people ?? []) if (!fields.people.includes(p)) fields.people.push(p);
    fields.durationMin ??= effect.durationMin ?? null;
    fields.priority ??= effect.priority ?? null;
    fields.energy ??= effect.energy ?? null;
    if (effect.timeOfDay !== undefined && fields.start === null && fields.deadline === null)
      setTime(fields, effect.timeOfDay, ref);
    if (effect.replaceWith !== undefined)
      cuts.push({ ...hit.span, text: replacement(text, hit.span.from, effect.replaceWith) });
    tokens.push(toToken(text, 'vocabulary', hit.span.from, hit.span.to));
  }
}

/** A replacement begins with a capital where the person typed one. */
function replacement(text: string, from: number, words: string): string {
  const first = text[from] ?? '';
  const capital = first !== first.toLowerCase() && text[from + 1] === text[from + 1]?.toLowerCase();
  return capital ? words.slice(0, 1).toUpperCase() + words.slice(1) : words;
}

/** A learned time of day; without a day the next time the clock shows it. */
function setTime(fields: ParsedFields, time: string, ref: Ref): void {
  const min = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  fields.date ??= formatDay(min > ref.nowMin ? ref.today : ref.today + 1);
  fields.start = `${fields.date}T${time}`;
}

/** The reading that was left plain, as a chip. */
function alternativeOf(text: string, s: Scan, item: Item): Alternative | null {
  const { from, to } = spanOf(s, item.from, item.to);
  const kind: TokenKind =
    item.kind === 'when'
      ? item.when.day === null
        ? item.when.end === null
          ? 'time'
          : 'interval'
        : 'date'
      : item.kind;
  const fields: Partial<ParsedFields> = {};
  if (item.kind === 'when') Object.assign(fields, whenFields(s.ref, item.when));
  else if (item.kind === 'deadline') fields.deadline = boundField(s.ref, item.when);
  else if (item.kind === 'earliest') fields.earliest = boundField(s.ref, item.when);
  else if (item.kind === 'duration') fields.durationMin = item.duration.minutes;
  else if ('sets' in item) Object.assign(fields, item.sets);
  else if (item.kind === 'recurrence') {
    const { rrule, date, start, recurFrom, skipHolidays } = recurrenceFields(s.ref, item.recurrence, null);
    Object.assign(fields, { rrule, date, start, recurFrom, ...(skipHolidays ? { skipHolidays } : {}) });
  } else return null;
  return { token: { kind, from, to, text: text.slice(from, to) }, fields, confidence: 0.3 };
}
