import type { LanguageTables } from './languages/language.ts';
import type { Lex } from './lexer.ts';

/** Shorter names have too many neighbours among other words. */
const SHORTEST = 6;
/** Concepts behind which a day or a month is to be expected. */
const LEADS: ReadonlySet<string> = new Set(
  'on next this coming every each other by until till before after from since last starting due and or th st nd rd of - –'.split(
    ' ',
  ),
);
/** Words that are one letter away from a name and something else. */
const OTHERS: ReadonlySet<string> = new Set([
  'sundae',
  'sundry',
  'montage',
  'sonntage',
  'augustus',
  'augusta',
]);

/** Words of their own that are one letter away from a word of time. */
const NO_SLIPS: ReadonlySet<string> = new Set(
  'very ever never quarters weekends mornings evenings nights through though thorough untie unit daisy quarterly hallo heuer heute jedem unters abends tagen woche wochen stunde minute minuten'.split(
    ' ',
  ),
);

/**
 * Names of days and months with one letter missing, wrong, doubled or swapped, where only such a name is to be expected:
 * "on wendesday", "am Donerstag", "3. Febuar". The words are the language's own; positions stay as typed.
 */
export function correctTypos(lx: readonly Lex[], { names }: LanguageTables): readonly Lex[] {
  let out: Lex[] | null = null;
  for (const [k, t] of lx.entries()) {
    const word = t.text.toLowerCase();
    if (t.kind !== 'word' || word.length < SHORTEST || names.has(word) || OTHERS.has(word)) continue;
    const before = lx[k - 1];
    const introduced = before !== undefined && (LEADS.has(before.lower) || before.kind === 'num');
    if (!introduced && lx[k + 1]?.kind !== 'num') continue;
    const concept = nearest(word, names);
    if (concept === null) continue;
    out ??= [...lx];
    out[k] = { ...t, lower: concept };
  }
  return out ?? lx;
}

/** Whether a word looks like one of the language of time with a slip in it: "untl", "throgh", "nächten". */
export function isSlip(word: string, { timeWords }: LanguageTables): boolean {
  const plain = word.replace('·', '').toLowerCase();
  if (plain.length < SHORTEST - 2 || timeWords.has(plain) || NO_SLIPS.has(plain)) return false;
  return [...timeWords].some(
    (one) =>
      one[0] === plain[0] &&
      one.length > 4 &&
      Math.abs(one.length - plain.length) < 2 &&
      isOneEdit(plain, one),
  );
}

function nearest(word: string, names: ReadonlyMap<string, string>): string | null {
  for (const [name, concept] of names) {
    if (name.length < SHORTEST || Math.abs(name.length - word.length) > 1 || word.startsWith(name)) continue;
    if (name[0] === word[0] && isOneEdit(word, name)) return concept;
  }
  return null;
}

/** Whether one letter inserted, left out, exchanged or swapped with its neighbour makes the one word the other. */
function isOneEdit(a: string, b: string): boolean {
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  let [i, j] = [a.length, b.length];
  while (i > from && j > from && a[i - 1] === b[j - 1]) [i, j] = [i - 1, j - 1];
  const [left, right] = [i - from, j - from];
  if (left <= 1 && right <= 1) return true;
  return left === 2 && right === 2 && a[from] === b[from + 1] && a[from + 1] === b[from];
}
