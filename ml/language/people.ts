import type { KnownNames } from '../../core/language.ts';
import type { Lex } from './lexer.ts';
import type { Scan } from './scan.ts';
import { canonical } from './sigils.ts';
import { MONTHS, WEEKDAYS } from './lexicon.ts';

export interface PeopleMatch {
  /** Token positions of the words that name people. */
  from: number;
  to: number;
  names: string[];
}

const NOT_PEOPLE = new Set(
  (
    'python java excel word powerpoint photoshop figma slack zoom teams google microsoft apple amazon github gitlab jira notion ' +
    'sql react node typescript javascript docker kubernetes linux windows chatgpt claude spotify netflix excel english german french ' +
    'spanish italian the a an my our hr it qa pr ceo cto cfo marketing sales finance legal engineering design support'
  ).split(' '),
);

/** People named behind "with": known names in any case, otherwise capitalised words. The words stay in the title. */
export function matchPeople(s: Scan, i: number, known: KnownNames | undefined): PeopleMatch | null {
  const slash = s.is(i, 'w') && s.gluedMark(i + 1, '/');
  if (!s.is(i, 'with') && !slash) return null;
  let at = slash ? i + 2 : i + 1;
  const names: string[] = [];
  let to = at;
  for (let guard = 0; guard < 6; guard++) {
    const one = matchName(s, at, known);
    if (one === null) break;
    names.push(one.name);
    to = one.to;
    if (s.is(to, ',') && s.is(to + 1, 'and')) at = to + 2;
    else if (s.is(to, 'and', '&', ',', '+')) at = to + 1;
    else break;
  }
  return names.length === 0 ? null : { from: i, to, names };
}

function matchName(s: Scan, i: number, known: KnownNames | undefined): { to: number; name: string } | null {
  const first = s.at(i);
  if (first === undefined || first.kind !== 'word') return null;
  for (const length of [3, 2, 1]) {
    const words = s.lx.slice(i, i + length);
    if (words.length < length || words.some((w) => w.kind !== 'word')) continue;
    const phrase = words.map((w) => w.text).join(' ');
    const hit = known?.people.find((p) => p.toLowerCase() === phrase.toLowerCase());
    if (hit !== undefined) return { to: i + length, name: hit };
  }
  if (!isName(first, s)) return null;
  if (s.is(i + 1, 'team', 'department', 'group', 'guys', 'folks', 'class', 'club', 'project', 'account'))
    return null;
  const second = s.at(i + 1);
  const both = second !== undefined && second.gap && isName(second, s);
  const name = both ? `${first.text} ${second.text}` : first.text;
  return { to: both ? i + 2 : i + 1, name: canonical(name, known?.people) };
}

function isName(t: Lex, s: Scan): boolean {
  const { firstNames } = s.lang;
  if (firstNames !== null) return t.kind === 'word' && t.capital && firstNames.has(t.text.toLowerCase());
  if (t.kind !== 'word' || !t.capital || s.allCaps || NOT_PEOPLE.has(t.lower)) return false;
  if (
    WEEKDAYS.has(t.lower) ||
    (MONTHS.has(t.lower) && t.lower !== 'april' && t.lower !== 'june' && t.lower !== 'may')
  )
    return false;
  if (t.text.includes("'") && /['’]s$/u.test(t.text)) return false;
  return !(t.text.length > 1 && t.text === t.text.toUpperCase());
}
