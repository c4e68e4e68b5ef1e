/** What full-text search sees of a text: one list of tokens, the same for what is indexed and for what is asked. */

/** A token, and whether it is the last sign of a run without spaces, which may stand inside a longer word. */
export interface SearchToken {
  text: string;
  isRunEnd: boolean;
}

const ASCII = /^[\0-\x7f]*$/;

/** Letters that are written in several ways, and don't fall apart by decomposing. */
const SPELLINGS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ς: 'σ',
};
const SPELLED = new RegExp(`[${Object.keys(SPELLINGS).join('')}]`, 'gu');

/**
 * Accents, Hebrew points, Arabic vowel signs, and what only varies the look of a sign (variation, skin tone, keycap).
 * Not the vowel signs of Indian and South-East Asian scripts: they make another word.
 */
const DECORATION =
  /[\u0300-\u036f]|[\u0591-\u05bd]|\u05bf|\u05c1|\u05c2|\u05c4|\u05c5|\u05c7|[\u064b-\u065f]|\u0670|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|\p{Variation_Selector}|\p{Emoji_Modifier}/gu;

/** A run of a script that is written without spaces, or that glues its endings to the word; a word; a symbol. */
const TOKEN =
  /(?<run>[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]&&[\p{L}\p{M}\p{Nl}]]+)|(?<word>(?:(?![[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]&&[\p{L}\p{Nl}]])[\p{L}\p{N}\p{M}\p{Co}])+)|(?<symbol>[\p{S}--[\0-\x7f]])/gv;

/** Lower case without accents, compatibility forms and spellings made one: `STRASSE` and `Straße` are the same. */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(DECORATION, '')
    .replace(SPELLED, (letter) => SPELLINGS[letter] ?? letter)
    .normalize('NFC');
}

/** The tokens of a text in order. A run of n signs is n overlapping pairs, the last sign alone closing it. */
export function searchTokens(text: string): SearchToken[] {
  const tokens: SearchToken[] = [];
  for (const { groups } of foldText(text).matchAll(TOKEN)) {
    const run = groups?.['run'];
    if (run === undefined) {
      tokens.push({ text: groups?.['word'] ?? groups?.['symbol'] ?? '', isRunEnd: false });
      continue;
    }
    const signs = [...run];
    signs.forEach((sign, at) => {
      const next = signs[at + 1];
      tokens.push({ text: sign + (next ?? ''), isRunEnd: next === undefined });
    });
  }
  return tokens;
}

/** What is indexed of a text: its tokens between blanks. */
export function searchText(text: string): string {
  // Of plain text the tokenizer makes the same words itself.
  if (ASCII.test(text)) return text.toLowerCase().replaceAll('\0', ' ');
  return searchTokens(text)
    .map((token) => token.text)
    .join(' ');
}

/**
 * Whether the embedding model can read a text: it knows English words, and takes other scripts, symbols and signs
 * for one and the same unknown, so that all such texts would be alike.
 */
export function isReadableByModel(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const words = text.match(/\p{Script=Latin}[\p{Script=Latin}\p{M}]*/gu) ?? [];
  const latin = words
    .filter((word) => word.length <= LONGEST_WORD)
    .reduce((sum, word) => sum + word.length, 0);
  return latin >= 2 && latin * 2 > letters;
}
/** A longer one is unknown to the model's vocabulary as a whole. */
const LONGEST_WORD = 100;
