import type { CalendarEvent } from '../../core/domain/calendar.ts';
import type { InstanceRecord } from '../calendars/types.ts';
import { ColumnTable, flagColumn as flag, jsonColumn as json, plainColumn as plain } from '../columns.ts';
import type { EventChange, OccurrenceRecord } from './types.ts';

/** What an event may lack; null in the table. */
type Optional = 'location' | 'rrule' | 'seriesId' | 'except';
type StoredEvent = Omit<CalendarEvent, Optional | 'calendarId' | 'link' | 'attendees' | 'writable'> & {
  [F in Optional]: Exclude<CalendarEvent[F], undefined> | null;
};

/** Columns that a calendar's occurrences have in common with what was entered here. */
const shared = {
  id: plain<CalendarEvent['id']>('id'),
  title: plain<string>('title'),
  start: plain<string>('start_local'),
  end: plain<string>('end_local'),
  tz: plain<string>('tz'),
  allDay: flag('all_day'),
  blocks: flag('blocks'),
};

export const eventColumns = new ColumnTable<StoredEvent>('calendar_events', {
  ...shared,
  travelBeforeMin: plain('travel_before_min'),
  travelAfterMin: plain('travel_after_min'),
  location: plain('location'),
  rrule: plain('rrule'),
  seriesId: plain('series_id'),
  except: json('except_json'),
  createdAt: plain('created_at'),
  updatedAt: plain('updated_at'),
});

export const occurrenceColumns = new ColumnTable<OccurrenceRecord>('event_occurrences', {
  id: plain('id'),
  start: plain('start_local'),
  end: plain('end_local'),
});

export const instanceColumns = new ColumnTable<InstanceRecord>('calendar_instances', {
  ...shared,
  calendarId: plain('calendar_id'),
  location: plain('location'),
  link: plain('link'),
  attendees: plain('attendees'),
  uid: plain('uid'),
  original: plain('original'),
});

/** As the columns have it. */
export function toStored(change: EventChange): Partial<StoredEvent> {
  return change.except?.length === 0 ? { ...change, except: null } : change;
}

/** As the rest of the program sees it: what an event lacks is absent. */
export function fromStored({ location, rrule, seriesId, except, ...event }: StoredEvent): CalendarEvent {
  return {
    ...event,
    ...(location === null ? {} : { location }),
    ...(rrule === null ? {} : { rrule }),
    ...(seriesId === null ? {} : { seriesId }),
    ...(except === null ? {} : { except }),
  };
}
