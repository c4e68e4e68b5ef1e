import { foldText } from '../search-text.ts';
import type { FilterNames } from './read.ts';
import { OFFERED } from './terms.ts';

/** One way to go on with a filter. */
export interface Completion {
  /** What is offered, such as `due this week` or `& @phone`. */
  label: string;
  /** The whole text once it is taken. */
  text: string;
}

const LAST_OPERATOR = /[&|!()]\s*[^&|!()]*$/u;
/** Refinements of a filter that stands, the most useful first; tags of the person come between. */
const REFINEMENTS = ['overdue', 'due this week', 'p1', 'no day', 'under 15 min', 'waiting'];

/**
 * Ways to go on with a filter that is being typed: terms and names that begin like its last part, and for a text whose last
 * part stands by itself, more conditions. The best come first.
 *
 * @param isWhole whether the text can be read as it stands
 */
export function completionsOf(text: string, isWhole: boolean, names: FilterNames): Completion[] {
  const partial = partialOf(text);
  const before = text.slice(0, text.length - partial.length);
  const key = foldText(partial.replaceAll('"', ''));
  const offered = termsOf(names);
  const begun =
    key === ''
      ? isWhole
        ? []
        : offered
      : offered.filter(({ typed }) => foldText(typed).startsWith(key) && foldText(typed) !== key);
  const completions = begun.map(({ typed, written }) => ({ label: typed, text: `${before}${written}` }));
  if (!isWhole || text.trim() === '') return completions;
  // "And" binds closer than "or", and what is added is meant for all of it.
  const whole = text.includes('|') ? `(${text.trim()})` : text.trimEnd();
  const used = foldText(text);
  const more = [...REFINEMENTS, ...names.tags.slice(0, 3).map((name) => signed('@', name))].filter(
    (term) => !used.includes(foldText(term)),
  );
  return [...completions, ...more.map((term) => ({ label: `& ${term}`, text: `${whole} & ${term}` }))];
}

/** The part behind the last operator. */
function partialOf(text: string): string {
  const found = LAST_OPERATOR.exec(text)?.[0];
  const part = found === undefined ? text : found.slice(1);
  return part.trimStart();
}

/** What may be completed, as it is typed, and as it is written. */
function termsOf({ projects, tags, people }: FilterNames): { typed: string; written: string }[] {
  const named = (sign: '#' | '@' | '+', all: readonly string[]) =>
    all.map((name) => ({ typed: `${sign}${name}`, written: signed(sign, name) }));
  return [
    ...OFFERED.map((term) => ({ typed: term, written: term })),
    ...named(
      '#',
      projects.map(({ name }) => name),
    ),
    ...named('@', tags),
    ...named('+', people),
  ];
}

/** A name with its sign; in quotes where something in it would end it. */
function signed(sign: '#' | '@' | '+', name: string): string {
  return /[\s"&|!()]/u.test(name) ? `${sign}"${name.replaceAll('"', '')}"` : `${sign}${name}`;
}

/** The text with the brackets closed that are still open, so that what is being typed in them can be read. */
export function withClosedBrackets(text: string): string {
  const open = text.replaceAll(/"[^"]*"?/gu, '').match(/[()]/gu) ?? [];
  const depth = open.reduce((sum, bracket) => Math.max(0, sum + (bracket === '(' ? 1 : -1)), 0);
  return text + ')'.repeat(depth);
}
