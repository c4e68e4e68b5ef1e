import type { Span } from './lexer.ts';

/** A phrase, with the minutes that it names. */
export interface ReminderPhrase extends Span {
  minutes: number[];
}

/**
 * "remind me 10 min before", "reminder 1 day and 2 hours before", "erinnere mich 10 Minuten vorher". Nothing but such a phrase is
 * read: "remind me to …" and "remind Tom before lunch" are titles.
 */

const AMOUNT = String.raw`(?:\d{1,4}(?:[.,]5)?|(?:an?|half\s+an|one|eine?r?|einen|eine\s+halbe)\s)\s*-?\s*(?:minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|minuten?|stunden?|std|tage?n?|wochen?)`;
const LIST = String.raw`${AMOUNT}(?:\s*(?:,|and|&|und)\s*${AMOUNT}){0,4}`;
/** What makes the amount a distance to the task itself, not to something that is named behind it. */
const BEFORE = String.raw`(?:before(?:hand)?|earlier|prior|in\s+advance|ahead|vorher|zuvor|davor)(?:\s+it)?`;
const EDGE = String.raw`(?=$|[\s)\]},;.!?:])(?!\s+(?:the|my|our|your|his|her|their|its|a|an|this|that|each|every|we|i|you|they|he|she|to|of|der|die|das|dem|den|ich|wir)(?=\s|$))`;
const PHRASE = new RegExp(
  String.raw`(?<=^|[\s([{,;])(?:` +
    String.raw`(?:(?:and\s+|with\s+(?:an?\s+)?|und\s+)?(?:remind(?:\s+me)?|reminders?|alert(?:\s+me)?|notify\s+me|erinnere?\s+mich|erinnerung)(?:\s+(?:at|um))?[:\s]\s*(${LIST})\s+${BEFORE})` +
    String.raw`|(?:(${LIST})\s+(?:vorher|zuvor|davor)\s+erinnern))${EDGE}`,
  'giu',
);
const EACH = new RegExp(
  String.raw`(?<![\p{L}\d])(\d{1,4}(?:[.,]5)?|(?:half\s+an|eine\s+halbe|an?|one|eine?r?|einen)\s)\s*-?\s*(minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|minuten?|stunden?|std|tage?n?|wochen?)(?![\p{L}])`,
  'giu',
);
const MAX_MIN = 40_320;

/** The reminders that a line asks for. */
export function findReminders(text: string): ReminderPhrase[] {
  const found: ReminderPhrase[] = [];
  for (const match of text.matchAll(PHRASE)) {
    const minutes = minutesOf(match[1] ?? match[2] ?? '');
    if (minutes.some((one) => one > MAX_MIN)) continue;
    found.push({ from: match.index, to: match.index + match[0].length, minutes });
  }
  return found;
}

function minutesOf(list: string): number[] {
  const all = [...list.matchAll(EACH)].map(([, amount = '', unit = '']) =>
    Math.round(countOf(amount) * unitMinutes(unit.toLowerCase())),
  );
  return [...new Set(all)];
}

function countOf(amount: string): number {
  if (/half|halbe/iu.test(amount)) return 0.5;
  const value = Number(amount.replace(',', '.').trim() || Number.NaN);
  return Number.isNaN(value) ? 1 : value;
}

function unitMinutes(unit: string): number {
  if (unit.startsWith('m')) return 1;
  if (unit.startsWith('h') || unit.startsWith('s')) return 60;
  return unit.startsWith('d') || unit.startsWith('t') ? 1_440 : 10_080;
}
