import { DaymarkError } from '../../core/errors.ts';
import type { Suggestion } from '../../core/domain/views.ts';
import type { CaptureObservation, ParseContext, ParseResult, VocabularyRule } from '../../core/language.ts';
import type { neighbour } from '../../core/ml-contract/index.ts';
import type { z } from 'zod';
import { createLanguage, splitLines } from '../language/index.ts';

/** A finished or open task like the one being typed, with what its owner chose for it. */
type Neighbour = z.output<typeof neighbour>;

/** What the ml process needs of `ml/language`. All of it is synchronous and quick enough for a keystroke. */
export interface LanguagePart {
  parse(text: string, context: ParseContext): ParseResult;
  splitLines(text: string): string[];
  suggest(neighbours: readonly Neighbour[]): Suggestion[];
  learnVocabulary(input: {
    state: string | null;
    rules: VocabularyRule[];
    observations: CaptureObservation[];
  }): {
    state: string;
    rules: VocabularyRule[];
  };
}

/** Loads the language models; about 0.1 s. */
export function createLanguagePart(): LanguagePart {
  const language = createLanguage();
  const absent = (): never => {
    throw new DaymarkError('unsupported', { reason: 'the personal language is not in this build' });
  };
  return {
    parse: (text, context) => language.parse(text, context),
    splitLines,
    suggest: absent,
    learnVocabulary: absent,
  };
}
