import type { LocalDate, LocalDateTime } from '../../core/time/schemas.ts';

/** What the person decided about time kept for focus: a stretch put there by hand, or a day without one. */
export interface FocusMark {
  id: string;
  kind: 'kept' | 'givenUp';
  /** The stretch on the wall clock; the day, twice, of one that was given up. */
  start: LocalDate | LocalDateTime;
  end: LocalDate | LocalDateTime;
}

export interface FocusMarkReader {
  /** In order of time. */
  list(): FocusMark[];
}

export interface FocusMarkWriter {
  /** Inserts or replaces. */
  put(mark: FocusMark): void;
  remove(id: string): boolean;
}
