import type { ProjectId } from '../ids.ts';
import type { Message } from '../messages/message.ts';
import { foldText } from '../search-text.ts';
import type { Condition } from './condition.ts';
import { OFFERED, readTerm } from './terms.ts';

/**
 * Reads a filter such as `p1 & !#Work & due this week`. Terms stand beside each other or are joined by `&` ("and"), `|`
 * ("or"), and turned round by `!` ("not"); brackets group. "And" binds closer than "or".
 */

/** What the reader knows of the person's names. */
export interface FilterNames {
  projects: readonly { id: ProjectId; name: string }[];
  tags: readonly string[];
  people: readonly string[];
}

/** A part of the text, from `from` up to `to` (UTF-16), for the eye. */
export interface FilterSpan {
  from: number;
  to: number;
  kind: 'term' | 'operator';
}

/** Why a text is no filter, and where. */
export interface FilterError {
  message: Message;
  from: number;
  to: number;
}

export type FilterReading =
  | { condition: Condition; error: null; spans: FilterSpan[] }
  | { condition: null; error: FilterError; spans: FilterSpan[] };

/** How deep brackets may go. */
const MAX_DEPTH = 30;

type Token =
  | { kind: '&' | '|' | '!' | '(' | ')'; from: number; to: number }
  | { kind: 'word'; from: number; to: number; text: string }
  | { kind: 'quoted'; from: number; to: number; text: string }
  | { kind: 'name'; from: number; to: number; sign: '#' | '@' | '+'; text: string };

class NotAFilter extends Error {
  readonly found: FilterError;

  constructor(key: string, params: Message['params'], { from, to }: { from: number; to: number }) {
    super(key);
    this.found = { message: { key, params }, from, to };
  }
}

/**
 * Reads the whole text; the first thing that makes no sense is the error.
 *
 * @param today `YYYY-MM-DD`, from which "this week" and its like are counted
 */
export function readFilter(text: string, names: FilterNames, today: string): FilterReading {
  const spans: FilterSpan[] = [];
  try {
    const reader = new Reader(tokensOf(text, names), names, today, spans, text.length);
    return { condition: reader.whole(), error: null, spans };
  } catch (error) {
    if (!(error instanceof NotAFilter)) throw error;
    return { condition: null, error: error.found, spans };
  }
}

class Reader {
  readonly #tokens: readonly Token[];
  readonly #names: FilterNames;
  readonly #today: string;
  readonly #spans: FilterSpan[];
  readonly #end: number;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], names: FilterNames, today: string, spans: FilterSpan[], end: number) {
    this.#tokens = tokens;
    this.#names = names;
    this.#today = today;
    this.#spans = spans;
    this.#end = end;
  }

  whole(): Condition {
    if (this.#tokens.length === 0) throw this.#missing();
    const read = this.#either();
    const left = this.#next();
    if (left) throw new NotAFilter('filter.unopened', {}, left);
    return read;
  }

  #either(): Condition {
    const parts = [this.#both()];
    while (this.#takes('|')) parts.push(this.#both());
    return parts.length === 1 ? parts[0]! : { kind: 'any', of: parts };
  }

  #both(): Condition {
    const parts = [this.#turned()];
    for (;;) {
      if (this.#takes('&')) parts.push(this.#turned());
      else if (this.#startsTerm()) parts.push(this.#turned());
      else break;
    }
    return parts.length === 1 ? parts[0]! : { kind: 'all', of: parts };
  }

  #turned(): Condition {
    this.#depth += 1;
    const here = this.#next();
    if (this.#depth > MAX_DEPTH) throw new NotAFilter('filter.deep', {}, here ?? this.#ending());
    const read = this.#takes('!')
      ? ({ kind: 'not', of: this.#turned() } as const)
      : this.#takes('(')
        ? this.#bracketed(here!)
        : this.#term();
    this.#depth -= 1;
    return read;
  }

  #bracketed(open: Token): Condition {
    const inner = this.#either();
    if (!this.#takes(')')) throw new NotAFilter('filter.unclosed', {}, open);
    return inner;
  }

  #term(): Condition {
    const token = this.#next();
    if (!token) throw this.#missing();
    if (token.kind === 'name') return this.#take(token, 1, named(token, this.#names));
    if (token.kind === 'quoted') return this.#take(token, 1, { kind: 'text', text: token.text });
    if (token.kind !== 'word') throw new NotAFilter('filter.termExpected', {}, token);
    const words = wordsFrom(this.#tokens, this.#at);
    const term = readTerm(words, this.#today);
    if (term) return this.#take(token, term.words, term.condition);
    throw unknownWords(token, words);
  }

  #take(first: Token, count: number, condition: Condition): Condition {
    this.#at += count;
    const last = this.#tokens[this.#at - 1] ?? first;
    this.#spans.push({ from: first.from, to: last.to, kind: 'term' });
    return condition;
  }

  #takes(kind: '&' | '|' | '!' | '(' | ')'): boolean {
    const token = this.#next();
    if (token?.kind !== kind) return false;
    this.#spans.push({ from: token.from, to: token.to, kind: 'operator' });
    this.#at += 1;
    return true;
  }

  #startsTerm(): boolean {
    const kind = this.#next()?.kind;
    return kind !== undefined && kind !== '|' && kind !== ')' && kind !== '&';
  }

  #next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #ending(): { from: number; to: number } {
    return { from: this.#end, to: this.#end };
  }

  #missing(): NotAFilter {
    return new NotAFilter('filter.termExpected', {}, this.#ending());
  }
}

/** The plain words from a place on, in lower case. */
function wordsFrom(tokens: readonly Token[], at: number): string[] {
  const words: string[] = [];
  for (let index = at; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (token.kind !== 'word') break;
    words.push(token.text.toLowerCase());
  }
  return words;
}

function named(token: Extract<Token, { kind: 'name' }>, names: FilterNames): Condition {
  const { sign, text } = token;
  if (sign === '#') {
    const found = alike(names.projects, text, ({ name }) => name);
    if (found.length > 0) return { kind: 'project', ids: found.map(({ id }) => id), name: found[0]!.name };
  } else {
    const found = alike(sign === '@' ? names.tags : names.people, text, (name) => name);
    if (found.length > 0) return { kind: sign === '@' ? 'tag' : 'person', names: found, name: found[0]! };
  }
  const known =
    sign === '#' ? names.projects.map(({ name }) => name) : sign === '@' ? names.tags : names.people;
  const meant = nearest(text, known);
  throw new NotAFilter('filter.unknownName', { sign, name: text, meant }, token);
}

/** Those of exactly this name, letter case and accents aside, or else those that begin with it. */
export function alike<T>(all: readonly T[], name: string, nameOf: (one: T) => string): T[] {
  const key = foldText(name).trim();
  if (key === '') return [];
  const exact = all.filter((one) => foldText(nameOf(one)) === key);
  return exact.length > 0 ? exact : all.filter((one) => foldText(nameOf(one)).startsWith(key));
}

function unknownWords(token: Token, words: readonly string[]): NotAFilter {
  const word = words[0] ?? '';
  const typed = words.join(' ');
  const begun = OFFERED.find((term) => term.startsWith(typed));
  if (begun !== undefined) return new NotAFilter('filter.unfinished', { typed, term: begun }, token);
  const meant = nearest(
    word,
    [...new Set(OFFERED.flatMap((term) => term.split(' ')))].filter(
      // A word that is right where it stands in another term is not what was meant here.
      (known) => known.length > 2 && known !== foldText(word),
    ),
  );
  return new NotAFilter('filter.unknownWord', { word, meant }, token);
}

/** The known word that differs by the fewest letters, two at most; null when none is near. */
function nearest(word: string, known: readonly string[]): string | null {
  const key = foldText(word);
  const near = known
    .map((name) => ({ name, distance: distance(key, foldText(name)) }))
    .filter((one) => one.distance <= Math.min(2, Math.floor(key.length / 2)))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.name ?? null;
}

/** Letters to change, add or leave out (Levenshtein). */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

const OPERATORS: Record<string, '&' | '|' | '!' | '(' | ')'> = {
  '&': '&',
  '&&': '&',
  '|': '|',
  '||': '|',
  '!': '!',
  '(': '(',
  ')': ')',
};
const WORD_OPERATORS: Record<string, '&' | '|' | '!'> = { and: '&', or: '|', not: '!' };
const PART =
  /(?<operator>&&?|\|\|?|[!()])|(?<sign>[#@+])(?:"(?<phrase>[^"]*)"?)?|"(?<quoted>[^"]*)"?|(?<word>[^\s"&|!()#@+][^\s"&|!()]*)|\s+/gu;
const NAME_END = /^[^\s"&|!()]*/u;

function tokensOf(text: string, names: FilterNames): Token[] {
  const tokens: Token[] = [];
  PART.lastIndex = 0;
  for (let found = PART.exec(text); found; found = PART.exec(text)) {
    const { operator, sign, phrase, quoted, word } = found.groups ?? {};
    const from = found.index;
    let to = PART.lastIndex;
    if (operator !== undefined) tokens.push({ kind: OPERATORS[operator]!, from, to });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', from, to, text: quoted });
    else if (sign !== undefined) {
      const name = phrase ?? nameAt(text.slice(to), sign as '#' | '@' | '+', names);
      if (phrase === undefined) to += name.length;
      PART.lastIndex = to;
      tokens.push({ kind: 'name', from, to, sign: sign as '#' | '@' | '+', text: name });
    } else if (word !== undefined) {
      const joined = WORD_OPERATORS[word.toLowerCase()];
      tokens.push(joined ? { kind: joined, from, to } : { kind: 'word', from, to, text: word });
    }
  }
  return tokens;
}

/** How much of the text behind a sign is a name: the longest known one that stands there, else up to the next blank. */
function nameAt(rest: string, sign: '#' | '@' | '+', names: FilterNames): string {
  const known =
    sign === '#' ? names.projects.map(({ name }) => name) : sign === '@' ? names.tags : names.people;
  const lower = rest.toLowerCase();
  const fitting = known.filter(
    (name) => lower.startsWith(name.toLowerCase()) && /^([\s"&|!()]|$)/u.test(rest.slice(name.length)),
  );
  const longest = fitting.toSorted((a, b) => b.length - a.length)[0];
  return longest === undefined ? (NAME_END.exec(rest)?.[0] ?? '') : rest.slice(0, longest.length);
}
