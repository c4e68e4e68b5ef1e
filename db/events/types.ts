import type { CalendarEvent } from '../../core/domain/calendar.ts';
import type { EventId } from '../../core/ids.ts';
import type { LocalDate, LocalDateTime } from '../../core/time/schemas.ts';

/** Appointments. */
export interface EventReader {
  get(id: EventId): CalendarEvent | undefined;
  /** Events that touch the half-open span of wall-clock moments or days, in time order. */
  between(from: LocalDate | LocalDateTime, to: LocalDate | LocalDateTime): CalendarEvent[];
}

/** Adds, changes and removes appointments; each write is logged. */
export interface EventWriter {
  insert(event: CalendarEvent): CalendarEvent;
  /** Throws `notFound`. */
  update(id: EventId, change: Partial<Omit<CalendarEvent, 'id' | 'createdAt'>>): CalendarEvent;
  remove(id: EventId): boolean;
}
