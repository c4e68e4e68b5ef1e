import { z } from 'zod';
import { calendarEvent, calendarEventInput, calendarEventPatch, eventScope } from '../domain/calendar.ts';
import { eventId } from '../ids.ts';
import { calendarDay } from '../time/schemas.ts';
import { procedure } from './base.ts';

/** Appointments: what was entered here, and what subscribed calendars have. */
export const events = {
  /** Events that touch the half-open span of local days. */
  list: procedure
    .input(z.object({ from: calendarDay, to: calendarDay }))
    .output(z.object({ events: z.array(calendarEvent) })),
  /** Throws `invalidInput` when it does not end after it begins. */
  create: procedure.input(calendarEventInput).output(calendarEvent),
  /**
   * Of an occurrence, `scope` says whether it alone is meant (unless said otherwise), it and those after it, or all. Throws
   * `invalidInput` for an event of a calendar that can only be read, as does `remove`.
   */
  update: procedure
    .input(z.object({ id: eventId, patch: calendarEventPatch, scope: eventScope.default('this') }))
    .output(calendarEvent),
  /** Takes an event, or occurrences of it, off the calendar. */
  remove: procedure
    .input(z.object({ id: eventId, scope: eventScope.default('this') }))
    .output(z.object({ id: eventId })),
};
