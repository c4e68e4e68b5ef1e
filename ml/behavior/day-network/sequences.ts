import { weekdayOfCount } from '../local.ts';
import { DAY_COLUMNS, PLANNED, TEXT } from './day-log.ts';

/** Days that a forecast looks back on. */
export const SEQUENCE_DAYS = 14;
const TIME_WIDTH = 8;
/** A day as the network sees it: what happened, its text, and which day it was. */
export const INPUT_WIDTH = DAY_COLUMNS + TIME_WIDTH;
/** What is known of the day to be forecast: which day it is, and how many tasks are planned for it. */
export const CONTEXT_WIDTH = TIME_WIDTH + 1;

/** Kinds of input; each can be left out to see what it is worth. */
export type Modality = 'text' | 'time' | 'behavior';

/** Days before one, and what is known of it; row-major. */
export interface Sequence {
  readonly days: Float32Array;
  readonly context: Float32Array;
}

/**
 * What the network sees before day `at`.
 *
 * @param rows of `DayLog`, the first of them day `first`, days since 1970
 * @param at index of the day to be forecast, at least `SEQUENCE_DAYS`
 * @param planned tasks that are planned for that day
 * @param without kinds of input that are left out
 */
export function sequenceBefore(
  { rows, first }: { rows: Float32Array; first: number },
  at: number,
  planned: number,
  without: readonly Modality[] = [],
): Sequence {
  const days = new Float32Array(SEQUENCE_DAYS * INPUT_WIDTH);
  for (let i = 0; i < SEQUENCE_DAYS; i++) {
    const day = at - SEQUENCE_DAYS + i;
    const row = rows.subarray(day * DAY_COLUMNS, (day + 1) * DAY_COLUMNS);
    const into = days.subarray(i * INPUT_WIDTH, (i + 1) * INPUT_WIDTH);
    if (!without.includes('behavior'))
      for (let k = 0; k < TEXT; k++)
        into[k] = k < PLANNED ? row[k]! / 60 : Math.log1p(Math.max(0, row[k]!)) / 2;
    if (!without.includes('text')) for (let k = TEXT; k < DAY_COLUMNS; k++) into[k] = row[k]!;
    if (!without.includes('time')) into.set(timeOf(first + day), DAY_COLUMNS);
  }
  const context = new Float32Array(CONTEXT_WIDTH);
  if (!without.includes('time')) context.set(timeOf(first + at));
  if (!without.includes('behavior')) context[TIME_WIDTH] = Math.log1p(Math.max(0, planned)) / 2;
  return { days, context };
}

/** Which weekday, and whether it is at the weekend. */
function timeOf(day: number): number[] {
  const weekday = weekdayOfCount(day);
  return [...Array.from({ length: 7 }, (_, i) => Number(i === weekday)), Number(weekday > 4)];
}
