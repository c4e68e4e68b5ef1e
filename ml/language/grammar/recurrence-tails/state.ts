import type { DayPart } from '../../lexicon.ts';
import type { Scan } from '../../scan.ts';
import type { Rule } from '../rrule.ts';

/** What stands behind the head of a recurrence, besides changes to the rule itself. */
export interface Tails {
  start: number | null;
  end: number | null;
  zone: string | number | null;
  part: DayPart | null;
  /** Earliest day of the first occurrence. */
  from: number | null;
  /** `for 6 weeks`: how long it goes on. */
  span: { n: number; unit: 'day' | 'week' | 'month' | 'year' } | null;
  durationMin: number | null;
  fromCompletion: boolean;
  /** Public holidays are left out. */
  skipHolidays: boolean;
}

/** How far the reading has come, and what was found. */
export interface State {
  to: number;
  rule: Rule;
  tails: Tails;
}

/** Reads one tail at a token; false, and nothing changed, when something else stands there. */
export type Reader = (s: Scan, state: State, i: number) => boolean;
