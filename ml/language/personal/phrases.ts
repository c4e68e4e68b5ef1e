import { isFunctionWord, oddness } from './common-words.ts';

/** Longest phrase, in words, that a rule may hang on. */
const MAX_WORDS = 3;

/** A line longer than this teaches nothing; shortcuts are typed in short lines. */
const MAX_PIECES = 30;

/** Words of a line as a person sees them: split at spaces, punctuation at the edges dropped, lower case. */
export function pieces(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/u)
    .map((p) => p.replace(/^["'“‘([{]+/u, '').replace(/["'”’)\]},;:.!?]+$/u, ''))
    .filter((p) => p !== '')
    .slice(0, MAX_PIECES);
}

const isFigure = (p: string): boolean =>
  /^[\d.,:/%€$£~+-]+(?:am|pm|h|m|min|d|w|st|nd|rd|th)?$/u.test(p) && /\d/u.test(p);

/**
 * Phrases of a line that a rule could hang on: one to three words that begin and end with a word that carries
 * meaning. Words the parser has already understood (dates, times, amounts) are no candidates.
 */
export function candidates(text: string, title: string): Map<string, number> {
  const words = pieces(text);
  const inTitle = new Set(pieces(title));
  const usable = words.map(
    (w) => !isFigure(w) && (inTitle.has(w) || /^[#@+!*~^=%&/\\]/u.test(w)) && w.length <= 40,
  );
  const out = new Map<string, number>();
  for (let i = 0; i < words.length; i++) {
    for (let n = 1; n <= MAX_WORDS && i + n <= words.length; n++) {
      const part = words.slice(i, i + n);
      if (!part.every((_, k) => usable[i + k] === true)) break;
      const first = part[0] ?? '';
      const last = part.at(-1) ?? '';
      if (isFunctionWord(first) || isFunctionWord(last)) continue;
      out.set(part.join(' '), phraseOddness(part));
    }
  }
  return out;
}

/**
 * How odd a phrase is. Ends of everyday words make a longer phrase worse than its odd core ("stdup notes" loses
 * to "stdup"); two odd words that always come together stay together ("w/ j").
 */
function phraseOddness(words: readonly string[]): number {
  const odd = words.map(oddness);
  const ends = Math.min(odd[0] ?? 0, odd.at(-1) ?? 0);
  if (words.length === 1) return ends;
  return ends === 0 ? -0.1 * words.length : ends + 0.01 * words.length;
}
