import type { ParsedFields, Token } from '../../core/language.ts';
import type { Chosen } from './combine.ts';
import type { Item } from './items.ts';
import type { VocabularyHit } from './personal/apply.ts';

export interface Reading {
  text: string;
  fields: ParsedFields;
  tokens: readonly Token[];
  doubted: readonly Item[];
  dropped: readonly Item[];
  chosen: Chosen;
  vocabulary: readonly VocabularyHit[];
}

/** Probability that a reading is kept as it is. */
export function confidenceOf(r: Reading): number {
  return r.doubted.length + r.dropped.length > 0 ? 0.7 : 0.95;
}
