import type { ParseContext, ParseResult } from '../../core/language.ts';
import { parseLine, plainLine } from './parse.ts';

export { learnVocabulary, type Learned, type LearnInput } from './personal/learn.ts';
export { readIntent } from './intents/read-intent.ts';
export { suggestFromNeighbours, type Neighbour } from './personal/suggest.ts';

/** Reads what people type into a planner. */
export interface Language {
  /**
   * Fields, tokens and confidence of one line. A pure function of its arguments: now, zone, locale, literals,
   * vocabulary and known names all come in `ctx`. Never throws on any text; cost is linear in its length.
   */
  parse(text: string, ctx: ParseContext): ParseResult;
}

/** The parser; it loads no model and keeps no state. */
export function createLanguage(): Language {
  return {
    parse: (text, ctx) => {
      try {
        return parseLine(text, ctx);
      } catch {
        // One line that can't be read must not end the stream it stands in.
        return plainLine(text);
      }
    },
  };
}
