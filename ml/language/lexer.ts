/**
 * Cuts a line into words, whole numbers and single punctuation marks. Stretches that must never be read
 * (links, mail addresses, file paths, quoted text, clicked-away literals) become one `opaque` token, so that
 * no rule of the grammar can reach inside them. One pass, linear in the length of the text.
 */
export type LexKind = 'word' | 'num' | 'punct' | 'opaque';

export interface Lex {
  kind: LexKind;
  from: number;
  to: number;
  text: string;
  /** Lower case; `a.m.` and `p.m.` are normalised to `am` and `pm`. */
  lower: string;
  /** Value of a `num` of at most nine digits, else NaN. */
  value: number;
  /** White space (or the start of the line) stands before it. */
  gap: boolean;
  /** Starts with a capital letter. */
  capital: boolean;
  /** What a word of another language counts: "zwei" is 2, "zweite" is the 2nd. */
  number?: number;
  ordinal?: number;
  /** A time of day said in words of its own: "halb elf". Which half of the day is open. */
  clock?: { h: number; m: number; exact: boolean };
  /** Id of the holiday that the word names, in `core/time/holidays.ts`. */
  holiday?: string;
}

export interface Span {
  from: number;
  to: number;
}

const SPACE = /\s/u;
const DIGITS = /\d+/uy;
const WORD = /[\p{L}\p{M}_]+(?:['’](?=\p{L})[\p{L}\p{M}]+)*/uy;
const AMPM = /([ap])\.\s?m\.?(?![\p{L}\d])/iuy;
const CLOSER: Record<string, string> = { '"': '"', '“': '”', '„': '“', '«': '»', '`': '`', '‘': '’' };
const MAX_QUOTE = 400;
const URLISH =
  /^(?:[a-z][a-z0-9+.-]{1,30}:\/\/|www\.|mailto:|~\/|\.{1,2}\/|\/[\p{L}\d_.~-]+|\\\\|[a-z]:[\\/])/iu;
const MAIL = /^[^\s@"]+@[^\s@"]+\.[^\s@"]+$/u;
const DOTTED = /^[\p{L}\d_@-]*[\p{L}_][\p{L}\d_-]*(?:\.[\p{L}\d_-]+)*\.[\p{L}][\p{L}\d_-]*(?:[/?#:].*)?$/u;
const PATH =
  /^(?=.*\p{L})[\p{L}\d_.-]+(?:[\\/][\p{L}\d_.~-]+){2,}\/?$|^[\p{L}_][\p{L}\d_.-]*\/[\p{L}\d_-]+\.[\p{L}\d]+$/u;
const VERSION = /^(?!\d{1,2}\.\d{1,2}\.\d{4}$)v?\d+(?:\.\d+){2,}$|^v\d+(?:\.\d+)*$/iu;
const CODE = /^(?=[^\s]*\p{L})(?=[^\s]*\d)[\p{L}\d]+(?:[-_][\p{L}\d]+)+$/u;
const WEEKDAYISH =
  /^(?:mon?|tue|wed|thu|fri?|sat?|sun|di|mi|do|so)[a-zä]*(?:[-/,+](?:mon?|tue|wed|thu|fri?|sat?|sun|di|mi|do|so)[a-zä]*)+$/iu;
/** `2028/Sep/21`, `21/Sep/2028`. */
const MONTH_IN_DATE = /^(?:\d{4}\/[a-zä]{3,9}\/\d{1,2}|\d{1,2}\/[a-zä]{3,9}\/\d{2,4})$/iu;

/** Spans of quoted text, quotes included. A quote that is never closed protects nothing. */
export function quotedSpans(text: string): Span[] {
  const spans: Span[] = [];
  let i = 0;
  while (i < text.length) {
    const ch = text[i] ?? '';
    const close = CLOSER[ch] ?? (ch === "'" && (i === 0 || SPACE.test(text[i - 1] ?? '')) ? "'" : undefined);
    const end = close === undefined ? -1 : closing(text, i, ch, close);
    if (end > 0) {
      spans.push({ from: i, to: end + 1 });
      i = end + 1;
    } else i += 1;
  }
  return spans;
}

function closing(text: string, open: number, ch: string, close: string): number {
  const limit = Math.min(text.length, open + MAX_QUOTE);
  for (let j = open + 1; j < limit; j++) {
    if (text[j] !== close) continue;
    if (ch !== "'" || j + 1 === text.length || /[\s,.;:!?)]/u.test(text[j + 1] ?? ''))
      return j > open + 1 ? j : -1;
  }
  return -1;
}

/** `opaque` spans must be sorted and must not overlap. */
export function lex(text: string, opaque: readonly Span[]): Lex[] {
  const out: Lex[] = [];
  let i = 0;
  let next = 0;
  let gap = true;
  while (i < text.length) {
    const protectedSpan = opaque[next];
    if (protectedSpan !== undefined && i >= protectedSpan.from) {
      next += 1;
      if (protectedSpan.to <= i) continue;
      out.push(make('opaque', text, i, protectedSpan.to, gap));
      i = protectedSpan.to;
      gap = false;
      continue;
    }
    if (SPACE.test(text[i] ?? '')) {
      gap = true;
      i += 1;
      continue;
    }
    const stop = protectedSpan?.from ?? text.length;
    const whole = gap ? wholeChunk(text, i, stop) : 0;
    if (whole > 0) {
      out.push(make('opaque', text, i, whole, gap));
      i = whole;
    } else {
      const piece = readPiece(text, i, stop, gap);
      out.push(piece);
      i = piece.to;
    }
    gap = false;
  }
  return out;
}

/** End of a chunk (up to white space) that is a link, address, path, version or code; 0 when it is none. */
function wholeChunk(text: string, from: number, stop: number): number {
  let to = from;
  while (to < stop && !SPACE.test(text[to] ?? '')) to += 1;
  if (to - from > 2000) return to;
  while (to > from && /[,;!?)\]}'"”]/u.test(text[to - 1] ?? '')) to -= 1;
  if (to > from + 1 && text[to - 1] === '.' && !/^\d/u.test(text[from] ?? '')) to -= 1;
  let start = from;
  while (start < to && /[([{]/u.test(text[start] ?? '')) start += 1;
  if (start !== from) return 0;
  const chunk = text.slice(from, to);
  if (chunk.length < 3) return 0;
  if (URLISH.test(chunk) || MAIL.test(chunk) || VERSION.test(chunk) || PATH.test(chunk))
    return isList(chunk) ? 0 : to;
  if (DOTTED.test(chunk) && !/^[ap]\.m/iu.test(chunk) && !isClockish(chunk)) return to;
  return CODE.test(chunk) && isIdentifier(chunk) ? to : 0;
}

const isList = (chunk: string): boolean =>
  WEEKDAYISH.test(chunk) || /^\d+\/\d+\/\d+$/u.test(chunk) || MONTH_IN_DATE.test(chunk);

/** Things like `3.30pm` or `9.a.m` that only look like dotted names. */
const isClockish = (chunk: string): boolean =>
  /^\d{1,2}\.\d{2}\s?[ap]?m?$/iu.test(chunk) || /^\d+\.\d+\p{L}{1,8}$/u.test(chunk);

/** Codes such as `COVID-19` or `ABC-123`: letters, dash, digits. Not `9am-11am`, `3-May` or `mid-2027`. */
const isIdentifier = (chunk: string): boolean =>
  /^\p{Lu}[\p{L}]*[-_]\d+$/u.test(chunk) &&
  !/^(?:utc|gmt|mid|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/iu.test(chunk);

function readPiece(text: string, i: number, stop: number, gap: boolean): Lex {
  AMPM.lastIndex = i;
  const ampm = AMPM.exec(text);
  if (ampm !== null && AMPM.lastIndex <= stop) {
    const piece = make('word', text, i, AMPM.lastIndex, gap);
    piece.lower = `${(ampm[1] ?? '').toLowerCase()}m`;
    return piece;
  }
  for (const [kind, pattern] of PIECES) {
    pattern.lastIndex = i;
    if (pattern.test(text)) return make(kind, text, i, Math.min(pattern.lastIndex, stop), gap);
  }
  const point = text.codePointAt(i) ?? 0;
  return make('punct', text, i, Math.min(i + (point > 0xffff ? 2 : 1), stop), gap);
}

const PIECES: readonly [LexKind, RegExp][] = [
  ['num', DIGITS],
  ['word', WORD],
];

function make(kind: LexKind, text: string, from: number, to: number, gap: boolean): Lex {
  const slice = text.slice(from, to);
  const lower = kind === 'word' ? slice.toLowerCase().replaceAll('’', "'") : slice;
  const value = kind === 'num' && slice.length <= 9 ? Number(slice) : Number.NaN;
  const first = slice[0] ?? '';
  return {
    kind,
    from,
    to,
    text: slice,
    lower,
    value,
    gap,
    capital: kind === 'word' && first !== first.toLowerCase(),
  };
}
