/** One word or phrase that must occur. */
export interface SearchTerm {
  text: string;
  /** The last word, still being typed: it may be a beginning. */
  isBeginning: boolean;
}

/** The words and phrases (`"…"`) of a text. The last word, with nothing behind it, may be a beginning. */
export function searchTerms(words: string): SearchTerm[] {
  const text = words.replaceAll('\0', ' ');
  return [...text.matchAll(/"([^"]*)"|([^\s"]+)/gu)].map((found) => ({
    text: found[1] ?? found[2] ?? '',
    isBeginning: found[1] === undefined && found.index + found[0].length === text.length,
  }));
}
