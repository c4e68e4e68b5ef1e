import { DaymarkError } from '../core/errors.ts';
import { calendarDay } from '../core/time/schemas.ts';
import { eventsOfFile } from '../services/calendars/file.ts';
import type { AppClient } from '../shell/rpc.ts';
import { instantOf, localOf } from '../core/time/zoned.ts';
import { check } from './check.ts';
import { systemZone } from './compose.ts';
import { writeJson, type Streams } from './io.ts';

/** What comes in from other programs, and goes out to them. */

export interface EventsOptions {
  from: string | undefined;
  to: string | undefined;
  tz: string | undefined;
  file: string | undefined;
}

/** Days of a span as they were typed; throws `invalidInput` for anything else. */
export function spanOf({ from, to }: Pick<EventsOptions, 'from' | 'to'>): { from: string; to: string } {
  const span = { from: check(calendarDay, from ?? '', '--from'), to: check(calendarDay, to ?? '', '--to') };
  if (span.to <= span.from)
    throw new DaymarkError('invalidInput', { reason: '--to: it has to come after --from' });
  return span;
}

/** Instances of a calendar file; needs no profile. */
export async function fileEventsCommand(
  file: string,
  options: EventsOptions,
  streams: Streams,
): Promise<void> {
  const { events, skipped } = await eventsOfFile(file, spanOf(options), options.tz ?? systemZone());
  await writeJson(streams.stdout, {
    events: events.map(({ title, start, end, allDay, busy, calendar }) => ({
      title,
      start,
      end,
      allDay,
      busy,
      calendar,
    })),
    skipped,
  });
}

/** The person's own appointments, on the clock of a zone when one is given. */
export async function eventsCommand(
  client: AppClient,
  span: { from: string; to: string },
  tz: string | undefined,
  streams: Streams,
): Promise<void> {
  const { events } = await client.events.list(span);
  const moved = (local: string, own: string): string =>
    tz === undefined || tz === own ? local : localOf(instantOf(local, own), tz);
  const listed = events.map(({ title, start, end, allDay, blocks, tz: own }) => ({
    title,
    start: allDay ? start.slice(0, 10) : moved(start, own),
    end: allDay ? end.slice(0, 10) : moved(end, own),
    allDay,
    busy: blocks,
    calendar: 'Daymark',
  }));
  await writeJson(streams.stdout, {
    events: listed.filter(({ start }) => start.slice(0, 10) >= span.from && start.slice(0, 10) < span.to),
    skipped: [],
  });
}
