import type { VocabularyRule } from '../../../core/language.ts';
import type { Span } from '../lexer.ts';

export interface VocabularyHit {
  rule: VocabularyRule;
  span: Span;
}

/** Consistent corrections before a rule acts. */
export const MIN_SUPPORT = 2;

/** Confidence below which a contradicted rule rests. */
export const MIN_CONFIDENCE = 0.5;

/** Whether a rule acts on new lines. */
export const isActive = (rule: VocabularyRule): boolean =>
  !rule.paused && rule.support >= MIN_SUPPORT && rule.confidence >= MIN_CONFIDENCE;

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}_]/u;

/** Where active rules apply, longest phrase first, whole words only, never inside `closed` spans. */
export function applyVocabulary(
  text: string,
  rules: readonly VocabularyRule[],
  closed: readonly Span[],
): VocabularyHit[] {
  const hits: VocabularyHit[] = [];
  if (rules.length === 0) return hits;
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return hits;
  for (const rule of [...rules].filter(isActive).sort((a, b) => b.phrase.length - a.phrase.length)) {
    const from = findPhrase(lower, rule.phrase, 0);
    if (from === null) continue;
    const free = (x: Span): boolean => x.to <= from.from || x.from >= from.to;
    if (closed.every(free) && hits.every((h) => free(h.span))) hits.push({ rule, span: from });
  }
  return hits.sort((a, b) => a.span.from - b.span.from);
}

/** First place where a phrase stands as whole words, at or after `start`. Phrase and text are lower case. */
export function findPhrase(lower: string, phrase: string, start: number): Span | null {
  let at = lower.indexOf(phrase, start);
  while (at >= 0) {
    const to = at + phrase.length;
    const before = lower[at - 1] ?? ' ';
    const after = lower[to] ?? ' ';
    const cleanStart =
      !(WORD_CHARACTER.test(before) && WORD_CHARACTER.test(phrase[0] ?? '')) &&
      (before === ' ' || !/[^\s([{"'“‘,;:—–]/u.test(before));
    const cleanEnd =
      !(WORD_CHARACTER.test(after) && WORD_CHARACTER.test(phrase.at(-1) ?? '')) &&
      (/\s/u.test(after) || /[)\]}"'”’,;:.!?—–]/u.test(after));
    if (cleanStart && cleanEnd) return { from: at, to };
    at = lower.indexOf(phrase, at + 1);
  }
  return null;
}
