/** What a person typed into the search field, taken apart. */
export interface SearchQuery {
  /** The words and phrases, as typed. */
  words: string;
  /** `p1` … `p4`: any of them. */
  priorities: number[];
  /** `#Work` and `@tag`, as typed (`part`); whether there is such a project or tag, the caller knows. */
  names: SearchName[];
}

export interface SearchName {
  kind: 'project' | 'tag';
  name: string;
  part: string;
}

/** One word or phrase that must occur. */
export interface SearchTerm {
  text: string;
  /** The last word, still being typed: it may be a beginning. */
  isBeginning: boolean;
}

const PART = /(?<sign>[#@]?)"(?<phrase>[^"]*)"|(?<word>[^\s"]+)|(?<blank>\s+)/gu;

/** Takes a query apart; takes any text. A name with blanks stands in `#"…"` or `@"…"`. */
export function parseSearchQuery(query: string): SearchQuery {
  const parsed: SearchQuery = { words: '', priorities: [], names: [] };
  for (const { 0: part, groups } of query.matchAll(PART)) {
    const priority = /^p(?<level>[1-4])$/iu.exec(part)?.groups?.['level'];
    const sign = groups?.['sign'] ?? part[0];
    const name = groups?.['phrase'] ?? part.slice(1);
    if (priority !== undefined) parsed.priorities.push(Number(priority));
    else if ((sign === '#' || sign === '@') && name !== '')
      parsed.names.push({ kind: sign === '#' ? 'project' : 'tag', name, part });
    else parsed.words += part;
  }
  return parsed;
}

/** The words and phrases (`"…"`) of a text. The last word, with nothing behind it, may be a beginning. */
export function searchTerms(words: string): SearchTerm[] {
  const text = words.replaceAll('\0', ' ');
  return [...text.matchAll(/"([^"]*)"|([^\s"]+)/gu)].map((found) => ({
    text: found[1] ?? found[2] ?? '',
    isBeginning: found[1] === undefined && found.index + found[0].length === text.length,
  }));
}
