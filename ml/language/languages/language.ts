import type { LanguageId } from '../../../core/language.ts';
import type { Lex } from '../lexer.ts';

/**
 * One language as tables over the neutral grammar. The grammar's terminals are concepts, named by their English word
 * ("every", "until", "weekend"); `translate` says which concept each word of a line stands for.
 */
export interface LanguageTables {
  id: LanguageId;
  /** Gives the lexed words of a line their concepts, numbers and clock times. Positions stay those of the typed text. */
  translate(lx: readonly Lex[]): readonly Lex[];
  /** Points for a line being in this language: words that are its own, by lower-case word. */
  evidence(lx: readonly Lex[]): number;
  /** `3/5` is the 3rd of May whatever the locale says. */
  dayFirst: boolean;
  /** Nouns are written with capitals, so that a capital says nothing about names. */
  capitalNouns: boolean;
  /** A spelled ordinal needs no article to be a day of the month. */
  bareOrdinals: boolean;
  /** Words left over beside cut stretches that go with them; those marked `*` only alone between two of them. */
  connecting: readonly string[];
  /** Words that make an open hour one of the morning or the evening. */
  morningWords: RegExp;
  eveningWords: RegExp;
  /** Names of days and months to their concepts, whose typing mistakes are put right. */
  names: ReadonlyMap<string, string>;
  /** Words that say when, how often or how long, to tell a slip in one of them from a word of the title. */
  timeWords: ReadonlySet<string>;
  /** First names that "with" may go before where capitals don't tell; null when capitals do. */
  firstNames: ReadonlySet<string> | null;
}
