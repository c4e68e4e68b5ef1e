import type { CalendarEvent } from '../../core/domain/calendar.ts';
import type { EventId } from '../../core/ids.ts';
import type { LocalDate, LocalDateTime } from '../../core/time/schemas.ts';

/** One occurrence of an appointment that repeats, on the wall clock of its series. */
export interface OccurrenceRecord {
  id: string;
  start: LocalDateTime;
  end: LocalDateTime;
}

/** Appointments. */
export interface EventReader {
  /** An appointment, an occurrence of one, or an event of a subscribed calendar. */
  get(id: EventId): CalendarEvent | undefined;
  /** Events that touch the half-open span of wall-clock moments or days, in time order. */
  between(from: LocalDate | LocalDateTime, to: LocalDate | LocalDateTime): CalendarEvent[];
  /** What was entered here, a series as itself. */
  own(): CalendarEvent[];
  /** Those that repeat. */
  series(): CalendarEvent[];
  /** What the occurrences of each series were worked out from last. */
  expansions(): Map<EventId, string>;
}

/** Fields to change; null ends a repetition. */
export type EventChange = Partial<Omit<CalendarEvent, 'id' | 'createdAt' | 'rrule'>> & {
  rrule?: string | null | undefined;
};

/** Adds, changes and removes appointments; each write is logged. */
export interface EventWriter {
  insert(event: CalendarEvent): CalendarEvent;
  /** Throws `notFound`. */
  update(id: EventId, change: EventChange): CalendarEvent;
  remove(id: EventId): boolean;
  /** Derived: not logged. Null takes the occurrences away. */
  setOccurrences(
    id: EventId,
    worked: { source: string; occurrences: readonly OccurrenceRecord[] } | null,
  ): void;
}
