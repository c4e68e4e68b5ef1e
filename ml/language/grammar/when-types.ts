import type { DayPart } from '../lexicon.ts';
import type { DateForm } from './date-types.ts';

export interface WhenBit {
  kind: 'date' | 'time' | 'interval';
  from: number;
  to: number;
}

/** A day, a time of day, or both, in any order, with the small words between them. */
export interface When {
  from: number;
  to: number;
  day: number | null;
  last: number | null;
  /** Minutes since midnight of `day`. */
  start: number | null;
  end: number | null;
  zone: string | number | null;
  part: DayPart | null;
  /** The hour could also be twelve hours later. */
  open: boolean;
  named: 'noon' | 'midnight' | null;
  form: DateForm | null;
  /** A preposition stands before the day ("on Friday"). */
  introduced: boolean;
  within: boolean;
  /** Interval of two plain numbers. */
  bareRange: boolean;
  /** Time of day written as a plain number behind "at" or the like. */
  bareTime: boolean;
  bits: WhenBit[];
  /** Month and day without a year. */
  yearless: boolean;
  /** Several times of one day, in minutes; `start` is the first. */
  times: number[];
  /** More days of a list. */
  rest: number[];
}

/** A reading that holds nothing yet. */
export const blank = (i: number): When => ({
  from: i,
  to: i,
  day: null,
  last: null,
  start: null,
  end: null,
  zone: null,
  part: null,
  open: false,
  named: null,
  form: null,
  introduced: false,
  within: false,
  bareRange: false,
  bareTime: false,
  bits: [],
  yearless: false,
  times: [],
  rest: [],
});
