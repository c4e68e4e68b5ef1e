import type { ParseContext, ParseResult } from '../../core/language.ts';
import { parseLine, plainLine } from './parse.ts';
import { createTagger } from './pos.ts';

export { splitLines } from './lines.ts';
export { learnVocabulary, type Learned, type LearnInput } from './personal/learn.ts';
export { suggestFromNeighbours, type Neighbour } from './personal/suggest.ts';

/** Reads what people type into a planner. Make one per process: it holds wink's model (about 0.1 s to load). */
export interface Language {
  /**
   * Fields, tokens and confidence of one line. A pure function of its arguments: now, zone, locale, literals,
   * vocabulary and known names all come in `ctx`. Never throws on any text; cost is linear in its length.
   */
  parse(text: string, ctx: ParseContext): ParseResult;
}

/** Loads the language models and returns the parser. */
export function createLanguage(): Language {
  const tag = createTagger();
  return {
    parse: (text, ctx) => {
      try {
        return parseLine(text, ctx, tag);
      } catch {
        // One line that can't be read must not end the stream it stands in.
        return plainLine(text);
      }
    },
  };
}
