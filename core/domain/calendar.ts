import { z } from 'zod';
import { calendarId, eventId } from '../ids.ts';
import { localDateTime, zoneId } from '../time/schemas.ts';
import { skippedItem } from './exchange.ts';

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
  /** Of a subscribed calendar, which alone can change it; absent for what was entered here. */
  calendarId: calendarId.optional(),
  location: z.string().optional(),
  /** Where to join it. */
  link: z.string().optional(),
  attendees: z.int().optional(),
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

/** A calendar of someone else's, kept as a copy. */
export const subscribedCalendar = z.object({
  id: calendarId,
  name: z.string().min(1),
  kind: z.enum(['url', 'file']),
  /** Address or path. An address may hold a secret. */
  location: z.string(),
  /** Index into the palette of project colours. */
  colour: z.int().nonnegative(),
  /** Whether work is planned around its events; else they are only shown. */
  busy: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** When its copy was last found to be up to date, epoch ms; null before the first time. */
  checkedAt: z.number().nullable(),
  /** What went wrong last time; the copy of before is still there. */
  error: z.string().nullable(),
  events: z.int(),
  skipped: z.array(skippedItem),
});
export type SubscribedCalendar = z.infer<typeof subscribedCalendar>;
