import type { Suggestion } from '../../core/domain/views.ts';
import type { IdSource } from '../../core/ids.ts';
import type { ParseContext, ParseResult } from '../../core/language.ts';
import {
  createLanguage,
  learnVocabulary,
  splitLines,
  suggestFromNeighbours,
  type Learned,
  type LearnInput,
  type Neighbour,
} from '../language/index.ts';

/** What the ml process needs of `ml/language`. All of it is synchronous and quick enough for a keystroke. */
export interface LanguagePart {
  parse(text: string, context: ParseContext): ParseResult;
  splitLines(text: string): string[];
  suggest(neighbours: readonly Neighbour[]): Suggestion[];
  learnVocabulary(input: LearnInput): Learned;
}

/** Loads the language models; about 0.1 s. `newId` names rules that were learned just now. */
export function createLanguagePart(newId: IdSource): LanguagePart {
  const language = createLanguage();
  return {
    parse: (text, context) => language.parse(text, context),
    splitLines,
    suggest: suggestFromNeighbours,
    learnVocabulary: (input) => learnVocabulary(input, newId),
  };
}
