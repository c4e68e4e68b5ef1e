import { TELLING, WORDS as GERMAN } from '../languages/german-words.ts';
import {
  ACTIONS,
  CLOSERS,
  DAY_PARTS,
  DETERMINERS,
  MONTHS,
  UNITS,
  WEEKDAY_PLURALS,
  WEEKDAYS,
} from '../lexicon.ts';

const GERMAN_FUNCTION: ReadonlySet<string> = new Set(
  'der die das den dem des ein eine einen einem einer und oder mit für von vom zum zur im am an auf aus bei beim bis ab um nach vor in über unter wegen ohne zu nicht'.split(
    ' ',
  ),
);

/**
 * Everyday words of task lists. A private shortcut is rarely one of them, so a rule is blamed on such a word
 * only when nothing odder in the line explains the correction.
 */
const NOUNS = new Set(
  (
    'account accounts agenda annual app apples appointment area article baby back bag bank bath bathroom bed bike bill bills birthday ' +
    'block board boiler book books boss bread brief budget bug bus cake calendar car card cards case cash cat chapter chart child ' +
    'chores class client clients code coffee colleague company contract contracts copy cost course customer customers data database ' +
    'day deck demo dentist department desk details device diet dinner doc docs doctor document documents dog door draft dress ' +
    'electricity email emails energy engine essay estimate event exam expense expenses family feedback figures file files film finance ' +
    'flat flight flights floor flowers food form forms friend fridge furniture game garage garden gas gift gifts girl groceries group guests ' +
    'gym hair hall health heating holiday home homework hotel house idea ideas insurance interview invitation invoice invoices issue ' +
    'issues items job kids kitchen lamp landlord laptop laundry lawn lawyer lease leftovers lesson letter letters library light ' +
    'lights list lunch machine mail manager manual map market material meal medicine meeting memo menu milk minutes money music ' +
    'neighbour neighbor news notes number numbers office oil online order oven package page pages paper papers parcel parents park party ' +
    'passport password people pharmacy phone photo photos picture pictures plan plans plants plumber policy post prescription present ' +
    'presentation price prices problem product project projects proposal questions quote radio receipt receipts recipe refund rent ' +
    'report reports reservation results review room rubbish sales sample schedule school script server service shelf shirt shoes shop ' +
    'shopping shower sink site slide slides spreadsheet statement status stock store story street student suit summary supplier supplies ' +
    'support survey table talk task tasks tax taxes tea team template ticket tickets tools tour toys training trash trip tyres update ' +
    'vet video visa visit wall washing water website wedding weekly window windows wine work workshop yoga report new old big small ' +
    'next last first second quick short long good great best final full early late whole extra free open little urgent important ' +
    'is are was be been am do does did has have had will would can could should must may might not no yes please also too again ' +
    'i me you he she it we they him them us my mine your yours who what which where why how than as up down out off ' +
    'tomorrow today tonight yesterday noon midnight tmr tom now soon later weekly daily monthly yearly every other starting until'
  ).split(' '),
);

/** Everyday words of German lines, whose tables the grammar reads. */
const isEverydayGerman = (lower: string): boolean => TELLING.has(lower) || GERMAN.has(lower);

/** 0 for everyday words, up to 1 for strings that no dictionary holds. */
export function oddness(word: string): number {
  const lower = word.toLowerCase();
  if (isEveryday(lower)) return 0;
  if (/^\d+$/u.test(lower)) return 0;
  if (/[^\p{L}'’-]/u.test(lower)) return 1;
  if (!/[aeiouyäöüéèàáóíú]/u.test(lower)) return 1;
  if (lower.length <= 3) return 0.8;
  return 0.5;
}

function isEveryday(lower: string): boolean {
  return (
    NOUNS.has(lower) ||
    isEverydayGerman(lower) ||
    ACTIONS.has(lower) ||
    CLOSERS.has(lower) ||
    DETERMINERS.has(lower) ||
    MONTHS.has(lower) ||
    WEEKDAYS.has(lower) ||
    WEEKDAY_PLURALS.has(lower) ||
    UNITS.has(lower) ||
    DAY_PARTS.has(lower)
  );
}

/** Words that never carry a rule on their own, however often they were there. */
export const isFunctionWord = (word: string): boolean =>
  CLOSERS.has(word) || DETERMINERS.has(word) || GERMAN_FUNCTION.has(word);
