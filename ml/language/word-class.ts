import { ACTIONS, DETERMINERS } from './lexicon.ts';

/** What a word does in a sentence, as far as closed lists can tell; any other word is taken for a noun. */
export type WordClass = 'verb' | 'aux' | 'det' | 'pron' | 'adp' | 'conj' | 'adv' | 'noun';

const LISTS: Record<Exclude<WordClass, 'noun' | 'verb' | 'det'>, string> = {
  aux: 'is are was were be been being am do does did have has had can could will would shall should must may might',
  pron: 'i you he she it we they me him us them who what which that this these those everyone someone everything something nothing',
  adp: 'about with for in to on at by from of off into onto over under near without within through across between beside behind via per around along against during',
  conj: 'and or but if because so while when before after until till since unless though although whether where how why',
  adv: 'not never always also only just even still again then there here maybe perhaps really too very finally quickly together home away back soon once',
};

const CLASSES: ReadonlyMap<string, WordClass> = new Map([
  ...Object.entries(LISTS).flatMap(([kind, words]) =>
    words.split(' ').map((word): [string, WordClass] => [word, kind as WordClass]),
  ),
  ...[...DETERMINERS].map((word): [string, WordClass] => [word, 'det']),
  ...[...ACTIONS].map((word): [string, WordClass] => [word, 'verb']),
]);

/** The class of a lower-case word; empty text has none. */
export function wordClass(lower: string): WordClass | null {
  return lower === '' ? null : (CLASSES.get(lower) ?? 'noun');
}
