import type { Lex } from '../lexer.ts';
import { MONTH, Translator, WEEKDAY } from './german-translator.ts';
import {
  ALSO_ENGLISH,
  DAY_ENDS,
  FIRST_NAMES,
  NUMBERS,
  ORDINALS_DE,
  SHORT_DAYS,
  TELLING,
  WORDS,
} from './german-words.ts';
import { HOLIDAY_NAMES_DE } from './holiday-names-de.ts';
import type { LanguageTables } from './language.ts';

/** German over the grammar's concepts. */
export const german: LanguageTables = {
  id: 'de',
  translate: (lx) => new Translator(lx).run(),
  evidence,
  dayFirst: true,
  capitalNouns: true,
  bareOrdinals: true,
  connecting: [
    'um',
    'bis',
    'für',
    'von',
    'vom',
    'ab',
    'und',
    'oder',
    'den',
    'der',
    'jeden',
    'fällig',
    'gegen',
    'am',
    'im*',
    'in*',
    'an*',
    'zum*',
  ],
  morningWords: /(?<![\p{L}])(?:frühstück(?:en)?|aufstehen|sonnenaufgang|joggen)(?![\p{L}])/iu,
  eveningWords:
    /(?<![\p{L}])(?:abendessen|kino|konzert|party|theater|oper|feierabend|sonnenuntergang|disco|kneipe|essen gehen|tatort)(?![\p{L}])/iu,
  names: new Map([...WORDS].filter(([, concept]) => WEEKDAY.has(concept) || MONTH.has(concept))),
  timeWords: new Set(
    'jeden jede jedes viertel dreiviertel nächsten nächste letzten morgen übermorgen heute abend mittag vormittag nachmittag wochenende täglich wöchentlich monatlich jährlich minuten stunden wochen monate zwischen werktags außer spätestens'.split(
      ' ',
    ),
  ),
  firstNames: FIRST_NAMES,
};

/** Verbs as tasks end with them: "aufstehen", "sortieren". */
const INFINITIVE =
  /^(?:auf|aus|ein|vor|zurück|weg|hin|her|um|nach|zusammen|ver|be|er|ent|ab|an|mit|durch)\p{L}{2,}(?:en|ern|eln)$|\p{L}{3,}ieren$/u;

function evidence(lx: readonly Lex[]): number {
  let sum = 0;
  for (const t of lx) {
    if (t.kind !== 'word') continue;
    const w = t.text.toLowerCase();
    if (ALSO_ENGLISH.has(w)) continue;
    const known =
      WORDS.has(w) || TELLING.has(w) || ORDINALS_DE.has(w) || NUMBERS.has(w) || HOLIDAY_NAMES_DE.has(w);
    if (known || isDayCompound(w)) sum += 1;
    else if (/[äöüß]/u.test(w) || (!t.capital && INFINITIVE.test(w))) sum += 0.5;
  }
  return sum + shortDays(lx) + (dottedDays(lx) ? 0.6 : 0);
}

/** `5. August`, `5.-7. August`, `5.-7.8.`: a day of the month with a point behind. */
const dottedDays = (lx: readonly Lex[]): boolean =>
  lx.some((t, k) => {
    if (t.kind !== 'num' || t.value > 31 || lx[k + 1]?.text !== '.' || lx[k + 1]?.gap !== false) return false;
    const next = lx[k + 2];
    const month = next?.kind === 'word' && next.gap && MONTH.has(WORDS.get(next.lower) ?? '');
    return (
      month || (/^[-–]$/u.test(next?.text ?? '') && lx[k + 3]?.kind === 'num' && lx[k + 4]?.text === '.')
    );
  });

const isDayCompound = (w: string): boolean =>
  w.length > 8 &&
  DAY_ENDS.some(([end]) => w.endsWith(end) && WEEKDAY.has(WORDS.get(w.slice(0, -end.length)) ?? ''));

/** `mo/mi/fr`: two weekdays in two letters, joined by a stroke. */
const shortDayList = (lx: readonly Lex[]): boolean =>
  lx.some(
    (t, k) =>
      /^(?:mo|di|mi|fr|sa)$/u.test(t.lower) &&
      /^[/+]$/u.test(lx[k + 1]?.text ?? '') &&
      SHORT_DAYS.has(lx[k + 2]?.lower ?? ''),
  );

/** `Yoga Mo 18:00`: a weekday in two letters in front of a figure. */
const shortDays = (lx: readonly Lex[]): number =>
  lx.some(
    (t, k) =>
      t.capital &&
      t.text.length === 2 &&
      SHORT_DAYS.has(t.lower) &&
      /^\d|^[+/,]$/u.test(lx[k + 1]?.text ?? ''),
  ) || shortDayList(lx)
    ? 0.6
    : 0;
