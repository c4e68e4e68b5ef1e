import type { SearchTerm } from '../../core/search-query.ts';
import { searchTokens } from '../../core/search-text.ts';

/** Of a pasted text so many words, and so many pieces of one word, are looked for: more would narrow nothing. */
const MAX_TERMS = 40;
const MAX_PIECES = 60;

/**
 * FTS5's expression for what a person typed. Every token is quoted, so that none of it is read as FTS5 syntax; terms
 * without a letter, digit or symbol find nothing in the index and are left out. Null when nothing is left.
 */
export function matchExpression(terms: readonly SearchTerm[], includeDone: boolean): string | null {
  const phrases = new Set<string>();
  for (const { text, isBeginning } of terms) {
    if (phrases.size >= MAX_TERMS) break;
    const phrase = phraseOf(text, isBeginning);
    if (phrase !== null) phrases.add(phrase);
  }
  if (phrases.size === 0) return null;
  const words = `{title notes} : (${[...phrases].join(' AND ')})`;
  return includeDone ? words : `${words} AND status : "open"`;
}

/** The expression for words that follow each other, the last of which may be a beginning; null without any. */
export function phraseExpression(text: string): string | null {
  return phraseOf(text, true);
}

function phraseOf(text: string, isBeginning: boolean): string | null {
  const tokens = searchTokens(text).slice(0, MAX_PIECES);
  const last = tokens.at(-1);
  if (!last) return null;
  // The last sign of a run stands first in a pair wherever the run goes on.
  const isPrefix = isBeginning || last.isRunEnd;
  return `"${tokens.map((token) => token.text).join(' ')}"${isPrefix ? '*' : ''}`;
}
