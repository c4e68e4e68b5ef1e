import type { Lex } from '../lexer.ts';
import { english } from './english.ts';
import { german } from './german.ts';
import type { LanguageId } from '../../../core/language.ts';
import type { LanguageTables } from './language.ts';

const LANGUAGES: readonly LanguageTables[] = [english, german];

/** The language a line is in, of those that are switched on; on a draw the one that stands first. */
export function languageOf(lx: readonly Lex[], on: readonly LanguageId[] | undefined): LanguageTables {
  const open = on === undefined || on.length === 0 ? LANGUAGES : LANGUAGES.filter((l) => on.includes(l.id));
  const [first = english, ...others] = open;
  return others.reduce((best, l) => (l.evidence(lx) > best.evidence(lx) ? l : best), first);
}
