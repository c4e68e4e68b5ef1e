import type { LocalDate, LocalDateTime } from '../../core/time/schemas.ts';

/** What the person decided about time kept for focus: a stretch put there by hand, or a day without one. */
export interface FocusMark {
  id: string;
  kind: 'kept' | 'givenUp';
  /** The stretch on the wall clock; the day, twice, of one that was given up. */
  start: LocalDate | LocalDateTime;
  end: LocalDate | LocalDateTime;
}

/** What the person decided about focus time. */
export interface FocusMarkReader {
  /** In order of time. */
  list(): FocusMark[];
}

/** Keeps and forgets decisions about focus time; each write is logged. */
export interface FocusMarkWriter {
  /** Inserts or replaces. */
  put(mark: FocusMark): void;
  remove(id: string): boolean;
}
