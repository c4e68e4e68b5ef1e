import { DaymarkError } from '../../core/errors.ts';
import { eventId, type EventId } from '../../core/ids.ts';
import type { CalendarEvent, CalendarEventInput, CalendarEventPatch } from '../../core/domain/calendar.ts';
import { addDays, instantOf, isRealDate, localOf } from '../../core/time/zoned.ts';
import { requestTimeOf, zoneOf, type ServiceContext } from '../context.ts';
import { runIntent } from '../intent.ts';

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
    return runIntent(ctx, { name: 'events.create', requestTime, about: input.title }, () => {
      const event = ctx.db.events.insert({
        ...input,
        id: eventId.parse(ctx.ids()),
        tz: input.tz ?? requestTime.tz,
        createdAt: requestTime.at,
        updatedAt: requestTime.at,
      });
      return event;
    });
  }

  update(id: EventId, patch: CalendarEventPatch): CalendarEvent {
    const ctx = this.#ctx;
    const before = this.#own(id);
    const change = this.#onOneClock(before, patch);
    checkSpan(change.start ?? before.start, change.end ?? before.end);
    return runIntent(
      ctx,
      { name: 'events.update', requestTime: requestTimeOf(ctx), about: before.title },
      (intent) => {
        const event = ctx.db.events.update(id, { ...change, updatedAt: intent.requestTime.at });
        return onClockOf(event, intent.requestTime.tz);
      },
    );
  }

  remove(id: EventId): { id: EventId } {
    const ctx = this.#ctx;
    const before = this.#own(id);
    return runIntent(
      ctx,
      { name: 'events.remove', requestTime: requestTimeOf(ctx), about: before.title },
      () => {
        ctx.db.events.remove(id);
        return { id };
      },
    );
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

function checkSpan(start: string, end: string): void {
  for (const value of [start, end]) {
    if (!isRealDate(value.slice(0, 10))) {
      throw new DaymarkError('invalidInput', { reason: `there is no ${value.slice(0, 10)}` });
    }
  }
  if (end <= start) throw new DaymarkError('invalidInput', { reason: 'end: it has to come after the start' });
}
