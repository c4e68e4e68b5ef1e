import type { Condition, Test } from './condition.ts';
import { alike, readFilter, type FilterNames } from './read.ts';
import { readTerm } from './terms.ts';

/** What a person typed into the search field: words to look for, and what the tasks found have to be. */
export interface SearchReading {
  /** The words and phrases, as typed. */
  words: string;
  condition: Condition | null;
}

/**
 * Takes a query apart; takes any text. With operators its parts are read as those of a filter, and what is none is words.
 * Without, only what is unmistakable is a condition: `p1`, known `#project`, `@tag` and `+person`, "due this week", "under 15 min".
 *
 * @param today `YYYY-MM-DD`
 */
export function readSearch(query: string, names: FilterNames, today: string): SearchReading {
  const whole = /[&|]|(^|\s)!/.test(query) ? readFilter(query, names, today) : null;
  if (whole?.condition) return { words: '', condition: whole.condition };
  const conditions: Condition[] = [];
  const words: string[] = [];
  for (const part of query.split('&')) {
    const asFilter = query.includes('&') ? readFilter(part, names, today) : null;
    const read = asFilter?.condition
      ? { words: '', condition: asFilter.condition }
      : withoutOperators(part, names, today);
    if (read.condition) conditions.push(read.condition);
    words.push(read.words);
  }
  return { words: words.join(' '), condition: all(conditions) };
}

function all(conditions: Condition[]): Condition | null {
  if (conditions.length === 0) return null;
  return conditions.length === 1 ? conditions[0]! : { kind: 'all', of: conditions };
}

const PART = /(?<sign>[#@+]?)"(?<phrase>[^"]*)"|(?<word>[^\s"]+)|(?<blank>\s+)/gu;
/** Terms of several words that no one looks for as words. */
const BEGINS_TERM = new Set(['due', 'under', 'over', 'created', 'done']);

function withoutOperators(query: string, names: FilterNames, today: string): SearchReading {
  const levels: Condition[] = [];
  const conditions: Condition[] = [];
  let words = '';
  let skipTo = 0;
  for (const { 0: part, groups, index } of query.matchAll(PART)) {
    if (index < skipTo) continue;
    const level = /^p(?<level>[1-4])$/iu.exec(part)?.groups?.['level'];
    const named = level === undefined ? nameOf(part, groups?.['sign'], groups?.['phrase'], names) : null;
    if (level !== undefined) levels.push({ kind: 'priority', level: Number(level) as 1 | 2 | 3 | 4 });
    else if (named) conditions.push(named);
    else if (BEGINS_TERM.has(part.toLowerCase())) {
      const rest = [...query.slice(index).matchAll(/\S+/gu)];
      const term = readTerm(
        rest.map(([word]) => word.toLowerCase()),
        today,
      );
      const last = term && term.words > 1 ? rest[term.words - 1] : undefined;
      if (term && last) {
        conditions.push(term.condition);
        skipTo = index + last.index + last[0].length;
      } else words += part;
    } else words += part;
  }
  if (levels.length > 0) conditions.unshift(levels.length === 1 ? levels[0]! : { kind: 'any', of: levels });
  return { words, condition: all(conditions) };
}

/** The condition of a name with its sign; null for one that nothing has, which is a word like others. */
function nameOf(
  part: string,
  quotedSign: string | undefined,
  phrase: string | undefined,
  { projects, tags, people }: FilterNames,
): Test | null {
  const sign = quotedSign || part[0];
  const name = phrase ?? part.slice(1);
  if (sign === '#') {
    const found = alike(projects, name, (project) => project.name);
    return found.length === 0
      ? null
      : { kind: 'project', ids: found.map(({ id }) => id), name: found[0]!.name };
  }
  if (sign !== '@' && sign !== '+') return null;
  const found = alike(sign === '@' ? tags : people, name, (known) => known);
  return found.length === 0 ? null : { kind: sign === '@' ? 'tag' : 'person', names: found, name: found[0]! };
}
