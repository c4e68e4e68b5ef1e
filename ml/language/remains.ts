import { matchItem, type Item } from './items.ts';
import { CARDINALS, MONTHS, ORDINALS, UNITS, WEEKDAY_PLURALS, WEEKDAYS } from './lexicon.ts';
import type { Scan } from './scan.ts';
import { isSlip } from './typos.ts';

/** Words that lead from one moment to the next; what stands behind them is looked at, too. */
const JOINING: ReadonlySet<string> = new Set(
  'and or to until till til through thru - – — , / ( at on in the of'.split(' '),
);
/** Words of the language of time that mean little alone, but much beside a reading. */
const RELATIVE: ReadonlySet<string> = new Set(
  "am pm o'clock later ago past next last until till through thru alternate noon midnight midday tomorrow today tonight yesterday every each weekend except oh".split(
    ' ',
  ),
);

/** Words that begin an exception from a rule. */
function startsException(s: Scan, i: number): boolean {
  if (s.is(i, 'except', 'excluding', 'excl')) return true;
  if (s.is(i, 'but', '·aber') && s.is(i + 1, 'not', '·nicht')) return true;
  return (
    s.is(i, 'skip', 'skipping') && s.is(i + 1, 'holidays', 'public', 'bank', 'school', 'in', 'on', 'the')
  );
}

/**
 * End of an exception behind a rule that cannot be stored ("except in August"): it stays whole, up to a comma or the
 * time or length of the rule. `i` itself where there is none.
 */
export function exceptionEnd(s: Scan, i: number): number {
  if (!startsException(s, i)) return i;
  let to = i + 1;
  while (to < s.lx.length && !s.is(to, ',', ';', '(') && s.at(to)?.kind !== 'opaque') {
    const item = matchItem(s, to);
    if (item?.kind === 'duration' || (item?.kind === 'when' && item.when.day === null)) break;
    to += 1;
  }
  return to;
}

/** How many tokens on each side may join a remain to a reading. */
const REACH = 3;

/**
 * Whether a reading may be only half of what was said: words that belong to the language of time stand right beside it
 * and no reading has them. `covers` says which tokens are part of one.
 */
export function hasRemains(s: Scan, item: Item, covers: (from: number, to: number) => boolean): boolean {
  if (item.kind === 'recurrence' && startsException(s, item.to)) return true;
  let j = item.to;
  let joined = false;
  while (j - item.to < REACH && JOINING.has(s.word(j)) && !covers(j, j + 1)) {
    joined = true;
    j += 1;
  }
  if (s.at(j) !== undefined && !covers(j, j + 1) && isTimeWord(s, j, joined || isWhen(item))) return true;
  let i = item.from - 1;
  while (item.from - 1 - i < REACH && JOINING.has(s.word(i)) && !covers(i, i + 1)) i -= 1;
  return i >= 0 && !covers(i, i + 1) && isTimeWord(s, i, false) && !UNITS.has(s.word(i));
}

const isWhen = (item: Item): boolean => item.kind === 'when' || item.kind === 'recurrence';

function isTimeWord(s: Scan, i: number, figures: boolean): boolean {
  const word = s.word(i);
  if (RELATIVE.has(word) || WEEKDAYS.has(word) || WEEKDAY_PLURALS.has(word) || isSlip(word, s.lang))
    return true;
  const t = s.at(i);
  if (MONTHS.has(word)) return word !== 'may' && word !== 'march' && word !== 'mar';
  if (!figures) return false;
  const counted = s.at(i + 1)?.kind === 'word' && !UNITS.has(s.word(i + 1));
  const number = t?.kind === 'num' || t?.number !== undefined || CARDINALS.has(word) || ORDINALS.has(word);
  return (number && !counted) || UNITS.has(word);
}
