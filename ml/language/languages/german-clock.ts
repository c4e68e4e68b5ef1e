import type { Lex } from '../lexer.ts';
import { NUMBERS } from './german-words.ts';

/** A stretch of words that says one time of day, from `i` to `to`. */
export interface ClockPhrase {
  to: number;
  h: number;
  m: number;
  /** On the clock of 24 hours, or a half of the day is said. */
  exact: boolean;
}

const word = (lx: readonly Lex[], i: number): string => {
  const t = lx[i];
  return t?.kind === 'word' ? t.text.toLowerCase() : t?.kind === 'punct' ? t.text : '';
};

/** A whole number in figures or words, else NaN. */
const number = (lx: readonly Lex[], i: number): number => {
  const t = lx[i];
  if (t?.kind === 'num') return t.to - t.from <= 2 ? t.value : Number.NaN;
  const w = word(lx, i);
  return w === 'ein' ? 1 : (NUMBERS.get(w) ?? Number.NaN);
};

const hourAt = (lx: readonly Lex[], i: number): number => {
  const n = number(lx, i);
  const glued = lx[i + 1]?.gap === false && /^[.,:]$/u.test(word(lx, i + 1)) && lx[i + 2]?.gap === false;
  return Number.isInteger(n) && n >= 1 && n <= 24 && !glued ? n : Number.NaN;
};

/** Times of day in German words, or null: `halb elf`, `viertel vor acht`, `15 Uhr 30`, `acht Uhr abends`, `8:30`. */
export function matchClockDe(lx: readonly Lex[], i: number): ClockPhrase | null {
  const found = spoken(lx, i) ?? withUhr(lx, i) ?? withColon(lx, i);
  return found === null ? null : withHalf(lx, found);
}

const before = (h: number, minutes: number): { h: number; m: number } => {
  const total = ((h % 24) * 60 - minutes + 1440) % 1440;
  const hour = Math.floor(total / 60);
  return { h: hour === 0 && h <= 12 ? 12 : hour, m: total % 60 };
};

/** `halb elf`, `viertel nach drei`, `dreiviertel acht`, `fünf vor halb drei`, `zehn nach 8`, `kurz vor acht`. */
function spoken(lx: readonly Lex[], i: number): ClockPhrase | null {
  const w = word(lx, i);
  const uhr = (to: number): number => (word(lx, to) === 'uhr' ? to + 1 : to);
  const half = (at: number): { to: number; h: number; m: number } | null => {
    const h = word(lx, at) === 'halb' ? hourAt(lx, at + 1) : Number.NaN;
    return Number.isNaN(h) ? null : { to: at + 2, ...before(h, 30) };
  };
  const plain = half(i);
  if (plain !== null) return { ...plain, to: uhr(plain.to), exact: plain.h > 12 };
  const apart = w === 'drei' && word(lx, i + 1) === 'viertel' ? 1 : 0;
  const quarters = w === 'dreiviertel' || apart > 0 ? 15 : w === 'viertel' ? 45 : 0;
  const regional = quarters > 0 ? hourAt(lx, i + 1 + apart) : Number.NaN;
  if (!Number.isNaN(regional))
    return { to: uhr(i + 2 + apart), ...before(regional, quarters), exact: regional > 13 };
  const minutes = w === 'viertel' ? 15 : w === 'kurz' ? 0 : number(lx, i);
  if (!Number.isInteger(minutes) || minutes > 29 || (minutes % 5 !== 0 && w !== 'kurz')) return null;
  const at = /^min(?:uten)?$/u.test(word(lx, i + 1)) ? i + 2 : i + 1;
  const side = word(lx, at);
  if (side !== 'vor' && side !== 'nach') return null;
  const middle = half(at + 1);
  const h = middle?.h ?? hourAt(lx, at + 1);
  if (Number.isNaN(h) || isCounted(lx, middle?.to ?? at + 2)) return null;
  const total = h * 60 + (middle?.m ?? 0) + (side === 'nach' ? minutes : -minutes);
  const hour = Math.floor(total / 60);
  return { to: uhr(middle?.to ?? at + 2), h: hour === 0 ? 12 : hour, m: total % 60, exact: h > 12 };
}

/** A unit behind the figure makes it an amount: "10 vor 3 Tagen". */
const isCounted = (lx: readonly Lex[], i: number): boolean =>
  /^(?:tag|tage|tagen|wochen?|monaten?|jahren?|stunden?|minuten?|min|std|mal|x|%|€)$/u.test(word(lx, i));

/** `15 Uhr`, `acht Uhr`, `15 Uhr 30`, `15:30 Uhr`, `15.30 Uhr`. */
function withUhr(lx: readonly Lex[], i: number): ClockPhrase | null {
  const h = number(lx, i);
  if (!Number.isInteger(h) || h > 24) return null;
  const mark = lx[i + 1]?.gap === false && /^[.:]$/u.test(word(lx, i + 1));
  if (mark && word(lx, i + 3) === 'uhr' && lx[i + 2]?.kind === 'num') {
    const m = lx[i + 2]?.value ?? 60;
    return m < 60 && h < 24 ? { to: i + 4, h, m, exact: isExact(h, lx[i]) } : null;
  }
  if (word(lx, i + 1) !== 'uhr') return null;
  const m = number(lx, i + 2);
  const minutes =
    Number.isInteger(m) && m < 60 && h < 24 && !isCounted(lx, i + 3) && !/^[.:/-]$/u.test(word(lx, i + 3));
  const sure = minutes && (m >= 5 || lx[i + 2]?.kind === 'word');
  return { to: sure ? i + 3 : i + 2, h, m: sure ? m : 0, exact: isExact(h, lx[i]) };
}

/** `8:30`: the digital clock has 24 hours; only the small hours may be of the afternoon. */
function withColon(lx: readonly Lex[], i: number): ClockPhrase | null {
  const [t, mark, minutes] = [lx[i], lx[i + 1], lx[i + 2]];
  if (t?.kind !== 'num' || mark?.text !== ':' || mark.gap || minutes?.kind !== 'num' || minutes.gap)
    return null;
  if (minutes.to - minutes.from !== 2 || minutes.value > 59 || t.value > 23 || t.to - t.from > 2) return null;
  if (word(lx, i + 3) === ':' || /^(?:h|std|stunden|am|pm)$/u.test(word(lx, i + 3))) return null;
  return { to: i + 3, h: t.value, m: minutes.value, exact: isExact(t.value, t) };
}

const isExact = (h: number, t: Lex | undefined): boolean =>
  h > 5 || h === 0 || t?.text.startsWith('0') === true;

const AM = /^(?:morgens|früh|frueh|vormittags|frühmorgens)$/u;
const PM = /^(?:nachmittags|abends|mittags)$/u;

/** `8 Uhr abends`, `drei Uhr nachts`: the half of the day is said behind the clock. */
function withHalf(lx: readonly Lex[], c: ClockPhrase): ClockPhrase {
  const at =
    word(lx, c.to) === 'am' || word(lx, c.to) === 'in' ? c.to + (word(lx, c.to + 1) === 'der' ? 2 : 1) : c.to;
  const raw = word(lx, at);
  const w = at > c.to ? `${raw.replace(/^morgen$/u, 'morgens')}` : raw;
  const spelled = at > c.to && /^(?:abend|nachmittag|vormittag|mittag)$/u.test(raw) ? `${raw}s` : w;
  const night = /^nachts?$/u.test(spelled);
  const pm = PM.test(spelled) || (night && c.h >= 6 && c.h < 12);
  if (!pm && !night && !AM.test(spelled)) return c;
  if (c.h > 12) return { ...c, to: at + 1, exact: true };
  const h = pm ? (c.h === 12 ? 12 : c.h + 12) : c.h === 12 && night ? 0 : c.h;
  return { to: at + 1, h, m: c.m, exact: true };
}
