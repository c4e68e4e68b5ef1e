import type { RecurrenceId } from '../../core/ids.ts';
import type { LocalDate, LocalDateTime } from '../../core/time/schemas.ts';

/** A series: its rule and how far it has come. */
export interface RecurrenceRecord {
  id: RecurrenceId;
  rrule: string;
  recurFrom: 'schedule' | 'completion';
  /** First day or moment of the series, local to `tz`. */
  anchor: LocalDate | LocalDateTime | null;
  tz: string;
  /** How many occurrences have been made so far. */
  made: number;
  createdAt: number;
  updatedAt: number;
}

/** Series by id. */
export interface RecurrenceReader {
  get(id: RecurrenceId): RecurrenceRecord | undefined;
  list(): RecurrenceRecord[];
}

/** Keeps and removes series; each write is logged. */
export interface RecurrenceWriter {
  /** Inserts or replaces. */
  put(record: RecurrenceRecord): void;
  remove(id: RecurrenceId): boolean;
}
