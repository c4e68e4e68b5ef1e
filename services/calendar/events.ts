import { DaymarkError } from '../../core/errors.ts';
import { eventId, type EventId } from '../../core/ids.ts';
import type {
  CalendarEvent,
  CalendarEventInput,
  CalendarEventPatch,
  EventScope,
} from '../../core/domain/calendar.ts';
import { addDays, instantOf, isRealDate, localOf } from '../../core/time/zoned.ts';
import { requestTimeOf, zoneOf, type ServiceContext } from '../context.ts';
import { runIntent } from '../intent.ts';
import { checkEventRule, occurrenceId } from './occurrences.ts';
import { movedSeries, splitSeries } from './series-edit.ts';

/** Fixed appointments, typed in by hand. */
export class Events {
  readonly #ctx: ServiceContext;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  /** Events that touch `[from, to)`, on the person's wall clock wherever they were entered. */
  list(from: string, to: string): CalendarEvent[] {
    const tz = zoneOf(this.#ctx);
    // Elsewhere it may be another day already.
    return this.#ctx.db.events
      .between(addDays(from, -1), addDays(to, 1))
      .map((event) => onClockOf(event, tz))
      .filter(
        ({ start, end }) => start < `${to}T00:00` && (end > `${from}T00:00` || start >= `${from}T00:00`),
      );
  }

  create(input: CalendarEventInput): CalendarEvent {
    const ctx = this.#ctx;
    const requestTime = requestTimeOf(ctx);
    checkSpan(input.start, input.end);
    if (input.rrule !== undefined) checkEventRule(input.rrule);
    return runIntent(ctx, { name: 'events.create', requestTime, about: input.title }, () =>
      ctx.db.events.insert({
        ...input,
        id: eventId.parse(ctx.ids()),
        tz: input.tz ?? requestTime.tz,
        createdAt: requestTime.at,
        updatedAt: requestTime.at,
      }),
    );
  }

  /**
   * Changes an appointment; of a series the occurrence `id` alone, it and those after it, or all.
   *
   * @throws DaymarkError `notFound`, and `invalidInput` for times and rules that make no sense
   */
  update(id: EventId, patch: CalendarEventPatch, scope: EventScope = 'this'): CalendarEvent {
    const ctx = this.#ctx;
    const before = this.#own(id);
    const change = this.#onOneClock(before, patch);
    checkSpan(change.start ?? before.start, change.end ?? before.end);
    if (change.rrule) checkEventRule(change.rrule);
    const requestTime = requestTimeOf(ctx);
    return runIntent(ctx, { name: 'events.update', requestTime, about: before.title }, () => {
      const series = this.#seriesOf(before);
      const event = !series
        ? ctx.db.events.update(id, { ...change, updatedAt: requestTime.at })
        : this.#updateSeries(series, before, change, scope);
      return onClockOf(event, requestTime.tz);
    });
  }

  remove(id: EventId, scope: EventScope = 'this'): { id: EventId } {
    const ctx = this.#ctx;
    const before = this.#own(id);
    const requestTime = requestTimeOf(ctx);
    return runIntent(ctx, { name: 'events.remove', requestTime, about: before.title }, () => {
      const series = this.#seriesOf(before);
      if (!series || scope === 'all' || (scope === 'following' && before.start <= series.start))
        ctx.db.events.remove(series?.id ?? id);
      else {
        const kept =
          scope === 'this'
            ? { except: [...(series.except ?? []), before.start] }
            : splitSeries(series, before.start).before;
        ctx.db.events.update(series.id, { ...kept, updatedAt: requestTime.at });
      }
      return { id };
    });
  }

  /** Inside a write: what is changed of a series, and what becomes an appointment of its own. */
  #updateSeries(
    series: CalendarEvent,
    before: CalendarEvent,
    change: CalendarEventPatch,
    scope: EventScope,
  ): CalendarEvent {
    const { events } = this.#ctx.db;
    const { at } = requestTimeOf(this.#ctx);
    const single = before.id === series.id;
    if (scope === 'all' || single || (scope === 'following' && before.start <= series.start)) {
      const all = movedSeries(series, before, this.#whole(series, before, change));
      const stored = events.update(series.id, { ...all, updatedAt: at });
      return { ...stored, id: stored.rrule ? occurrenceId(stored.id, stored.start) : stored.id };
    }
    const { rrule, ...fields } = change;
    const { except: _except, rrule: _rrule, seriesId: _series, ...plain } = before;
    const made = { ...plain, ...fields, id: eventId.parse(this.#ctx.ids()), createdAt: at, updatedAt: at };
    if (scope === 'this') {
      if (rrule) throw new DaymarkError('invalidInput', { reason: 'one occurrence can’t repeat by itself' });
      events.update(series.id, { except: [...(series.except ?? []), before.start], updatedAt: at });
      return events.insert({ ...made, seriesId: series.id });
    }
    const { before: kept, after } = splitSeries(series, before.start);
    events.update(series.id, { ...kept, updatedAt: at });
    const cut: CalendarEvent = { ...before, ...after, id: made.id };
    const { rrule: moved = after.rrule, except } = movedSeries(
      cut,
      before,
      this.#whole(series, before, change),
    );
    const next = rrule === undefined ? moved : (rrule ?? undefined);
    return events.insert({
      ...made,
      ...(next ? { rrule: next, except: except ?? after.except ?? [] } : {}),
    });
  }

  /** A change with both of its times, on the clock of the series. */
  #whole(
    { tz }: CalendarEvent,
    { start, end, allDay }: CalendarEvent,
    change: CalendarEventPatch,
  ): CalendarEventPatch {
    const times = { start, end, ...change };
    if (change.start === undefined && change.end === undefined) return change;
    if (allDay || (change.tz ?? tz) === tz) return { ...change, start: times.start, end: times.end };
    const moved = (local: string): string => localOf(instantOf(local, change.tz ?? tz), tz);
    return { ...change, tz, start: moved(times.start), end: moved(times.end) };
  }

  /** The series of an occurrence, or the appointment itself where it repeats; none of what happens once. */
  #seriesOf(event: CalendarEvent): CalendarEvent | undefined {
    if (event.rrule === undefined) return undefined;
    return event.seriesId ? this.#get(event.seriesId) : event;
  }

  /**
   * New times are meant on the zone that comes with them, else on the person's clock, as `list` shows them; an event
   * entered elsewhere then keeps its other end in that zone too.
   */
  #onOneClock(before: CalendarEvent, patch: CalendarEventPatch): CalendarEventPatch {
    const tz = patch.tz ?? zoneOf(this.#ctx);
    if ((patch.start === undefined && patch.end === undefined) || tz === before.tz) return patch;
    const { start, end } = onClockOf(before, tz);
    return { start, end, ...patch, tz };
  }

  /** What came with a calendar is changed where that calendar is kept. */
  #own(id: EventId): CalendarEvent {
    const event = this.#get(id);
    if (event.calendarId === undefined) return event;
    throw new DaymarkError('invalidInput', { reason: 'this event belongs to a subscribed calendar' });
  }

  #get(id: EventId): CalendarEvent {
    const event = this.#ctx.db.events.get(id);
    if (!event) throw new DaymarkError('notFound', { what: 'event', id });
    return event;
  }
}

/** An event on the wall clock of a zone. All-day events are days, the same everywhere. */
function onClockOf(event: CalendarEvent, tz: string): CalendarEvent {
  if (event.tz === tz || event.allDay) return { ...event, tz };
  return {
    ...event,
    tz,
    start: localOf(instantOf(event.start, event.tz), tz),
    end: localOf(instantOf(event.end, event.tz), tz),
  };
}

/** @throws DaymarkError `invalidInput` for days that don’t exist, and an end that isn’t after the start */
export function checkSpan(start: string, end: string): void {
  for (const value of [start, end]) {
    if (!isRealDate(value.slice(0, 10))) {
      throw new DaymarkError('invalidInput', { reason: `there is no ${value.slice(0, 10)}` });
    }
  }
  if (end <= start) throw new DaymarkError('invalidInput', { reason: 'end: it has to come after the start' });
}
