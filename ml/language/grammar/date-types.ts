/** How a day was written; the context rules weigh forms differently. */
export type DateForm =
  | 'relative'
  | 'shortRelative'
  | 'weekday'
  | 'weekdayShort'
  | 'namedWeekday'
  | 'offset'
  | 'plus'
  | 'period'
  | 'partOfPeriod'
  | 'dayMonth'
  | 'slash'
  | 'dotted'
  | 'iso'
  | 'ordinal'
  | 'theOrdinal'
  | 'week'
  | 'month'
  | 'nth'
  | 'holiday';

export interface DateMatch {
  to: number;
  day: number;
  /** Last day, inclusive, when the words name a range of days. */
  last?: number;
  /** Minutes since midnight, for offsets in hours and for `tonight`. */
  min?: number;
  form: DateForm;
  /** `within …`: the far end of a span, so a deadline. */
  within?: boolean;
  /** Month and day without a year: the year of a later part of a range may settle it. */
  yearless?: boolean;
  /** The week, month or year that was named, which a day said behind it narrows. */
  period?: { unit: string; first: number; last: number };
  /** More days of a list, of which `day` is the next. */
  rest?: number[];
}

/** Forms that name a day of the calendar, whatever day it is today. */
export const ABSOLUTE: ReadonlySet<string> = new Set([
  'dayMonth',
  'slash',
  'dotted',
  'iso',
  'nth',
  'holiday',
]);
