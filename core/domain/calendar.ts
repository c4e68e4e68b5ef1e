import { z } from 'zod';
import { eventId } from '../ids.ts';
import { localDateTime, zoneId } from '../time/schemas.ts';

/** A fixed appointment. All-day events carry midnight to midnight and `allDay`. */
export const calendarEvent = z.object({
  id: eventId,
  title: z.string().min(1),
  start: localDateTime,
  end: localDateTime,
  tz: z.string(),
  allDay: z.boolean(),
  /** Whether work can't be planned over it; all-day events usually don't block. */
  blocks: z.boolean(),
  travelBeforeMin: z.number().nonnegative(),
  travelAfterMin: z.number().nonnegative(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type CalendarEvent = z.infer<typeof calendarEvent>;

export const calendarEventInput = z.object({
  title: z.string().min(1).max(1_000),
  start: localDateTime,
  end: localDateTime,
  tz: zoneId.optional(),
  allDay: z.boolean().default(false),
  blocks: z.boolean().default(true),
  travelBeforeMin: z.number().nonnegative().max(1440).default(0),
  travelAfterMin: z.number().nonnegative().max(1440).default(0),
});
export type CalendarEventInput = z.infer<typeof calendarEventInput>;

/** Fields to change; unlike `calendarEventInput.partial()` it fills no defaults in, so an absent field stays as it is. */
export const calendarEventPatch = z
  .object({
    title: z.string().min(1).max(1_000),
    start: localDateTime,
    end: localDateTime,
    tz: zoneId,
    allDay: z.boolean(),
    blocks: z.boolean(),
    travelBeforeMin: z.number().nonnegative().max(1440),
    travelAfterMin: z.number().nonnegative().max(1440),
  })
  .partial();
export type CalendarEventPatch = z.infer<typeof calendarEventPatch>;
