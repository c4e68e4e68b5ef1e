import { z } from 'zod';
import { calendarId, eventId } from '../ids.ts';
import { localDateTime, timeOfDay, zoneId } from '../time/schemas.ts';
import { skippedItem } from './exchange.ts';

const MAX_RULE = 500;

/** Which occurrences of a series a change is meant for. */
export const eventScope = z.enum(['this', 'following', 'all']);
export type EventScope = z.infer<typeof eventScope>;

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
  /** Whether an event of a calendar of others can be changed from here. */
  writable: z.boolean().optional(),
  location: z.string().optional(),
  /** RFC 5545, of an appointment that repeats and of each of its occurrences; absent for one that happens once. */
  rrule: z.string().optional(),
  /** The series that this is an occurrence of, or was before it was changed by itself. */
  seriesId: eventId.optional(),
  /** Starts of the series that are left out, on the wall clock of `tz`; only of the series itself. */
  except: z.array(localDateTime).optional(),
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
  location: z.string().max(1_000).optional(),
  /** A rule of days, weeks, months or years (RFC 5545) by which it repeats from its start on. */
  rrule: z.string().min(1).max(MAX_RULE).optional(),
  /** The calendar on a server that it goes to; Daymark's own without. */
  calendarId: calendarId.optional(),
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
    location: z.string().max(1_000),
    /** Null ends the repetition. */
    rrule: z.string().min(1).max(MAX_RULE).nullable(),
  })
  .partial();
export type CalendarEventPatch = z.infer<typeof calendarEventPatch>;

/** A calendar of someone else's, kept as a copy. */
export const subscribedCalendar = z.object({
  id: calendarId,
  name: z.string().min(1),
  /** `caldav`: on a server, where it can be changed from here. */
  kind: z.enum(['url', 'file', 'caldav']),
  /** Address or path. An address may hold a secret. */
  location: z.string(),
  /** Index into the palette of project colours. */
  colour: z.int().nonnegative(),
  /** Whether work is planned around its events; else they are only shown. */
  busy: z.boolean(),
  /** Its events within these hours of a day are only shown; over midnight when `to` comes before `from`. */
  ignored: z.object({ from: timeOfDay, to: timeOfDay }).nullable(),
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
