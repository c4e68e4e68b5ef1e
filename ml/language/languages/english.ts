import type { Lex } from '../lexer.ts';
import {
  CLOSERS,
  DETERMINERS,
  MONTHS,
  UNITS,
  WEEKDAYS,
  WEEKDAY_PLURALS,
  CARDINALS,
  ORDINALS,
} from '../lexicon.ts';
import { HOLIDAY_NAMES_EN } from './holiday-names-en.ts';
import { nameHolidays } from './holiday-names.ts';
import type { LanguageTables } from './language.ts';

const OWN: ReadonlySet<string> = new Set([
  ...CLOSERS,
  ...DETERMINERS,
  ...MONTHS.keys(),
  ...UNITS.keys(),
  ...WEEKDAYS.keys(),
  ...WEEKDAY_PLURALS.keys(),
  ...CARDINALS.keys(),
  ...ORDINALS.keys(),
  ...(
    'every each next last tomorrow today tonight morning evening afternoon night noon midnight weekend weekends weekdays past ' +
    'quarter half daily weekly monthly yearly later ago call buy write read send pay meet book plan is are it i you we not of off up out'
  ).split(' '),
]);

/** Words that German lines have as well, so that they say nothing. */
const SHARED: ReadonlySet<string> = new Set(
  'in so am an was man die den on of w mi fr sa so do mo di mon min sun september august april november may jan feb apr aug sep nov plan'.split(
    ' ',
  ),
);

/** English: its words are the concepts themselves. */
export const english: LanguageTables = {
  id: 'en',
  translate: (lx) => nameHolidays(lx, HOLIDAY_NAMES_EN),
  evidence: (lx: readonly Lex[]) =>
    lx.reduce((sum, t) => sum + (t.kind === 'word' && OWN.has(t.lower) && !SHARED.has(t.lower) ? 1 : 0), 0),
  dayFirst: false,
  capitalNouns: false,
  bareOrdinals: false,
  connecting: ['at', 'for', 'from', 'to', 'and', 'due', 'until', 'every', 'of', 'the', 'on*', 'by*', 'in*'],
  morningWords: /(?<![\p{L}])(?:breakfast|wake up|wake|sunrise|school run|morning run|jog)(?![\p{L}])/iu,
  eveningWords:
    /(?<![\p{L}])(?:dinner|supper|drinks|movie|cinema|theatre|theater|concert|party|date night|gig|opera|pub|cocktails|bedtime|sunset)(?![\p{L}])/iu,
  names: new Map([...WEEKDAYS.keys(), ...MONTHS.keys()].map((name): [string, string] => [name, name])),
  timeWords: new Set(
    'until through every quarter tomorrow today tonight weekend weekdays weekly daily monthly yearly morning evening afternoon midnight alternate minutes hours weeks months between starting except'.split(
      ' ',
    ),
  ),
  firstNames: null,
};
