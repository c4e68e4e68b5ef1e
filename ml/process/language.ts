import type { SpokenIntent } from '../../core/intents.ts';
import type { Suggestion } from '../../core/domain/views.ts';
import type { ParseContext, ParseResult } from '../../core/language.ts';
import {
  createLanguage,
  learnVocabulary,
  readIntent,
  suggestFromNeighbours,
  type Learned,
  type LearnInput,
  type Neighbour,
} from '../language/index.ts';

/** What the ml process needs of `ml/language`. All of it is synchronous and quick enough for a keystroke. */
export interface LanguagePart {
  parse(text: string, context: ParseContext): ParseResult;
  readIntent(text: string, context: ParseContext): SpokenIntent | null;
  suggest(neighbours: readonly Neighbour[]): Suggestion[];
  learnVocabulary(input: LearnInput): Learned;
}

/** Loads the language models; about 0.1 s. */
export function createLanguagePart(): LanguagePart {
  const language = createLanguage();
  return {
    parse: (text, context) => language.parse(text, context),
    readIntent,
    suggest: suggestFromNeighbours,
    // A rule's id is made from its phrase, so that the same phrase keeps its rule on every device.
    learnVocabulary: (input) => learnVocabulary(input),
  };
}
