import { DaymarkError } from '../../core/errors.ts';
import { eventId, type EventId } from '../../core/ids.ts';
import type { CalendarEvent, CalendarEventInput, CalendarEventPatch } from '../../core/domain/calendar.ts';
import { isRealDate } from '../../core/time/zoned.ts';
import { vantageOf, type ServiceContext } from '../context.ts';
import { runIntent } from '../intent.ts';

/** Fixed appointments, typed in by hand. */
export class Events {
  readonly #ctx: ServiceContext;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  list(from: string, to: string): CalendarEvent[] {
    return this.#ctx.db.events.between(from, to);
  }

  create(input: CalendarEventInput): CalendarEvent {
    const ctx = this.#ctx;
    const vantage = vantageOf(ctx);
    checkSpan(input.start, input.end);
    return runIntent(ctx, { name: 'events.create', vantage }, (intent) => {
      const event = ctx.db.events.insert({
        ...input,
        id: eventId.parse(ctx.ids()),
        tz: input.tz ?? vantage.tz,
        createdAt: vantage.at,
        updatedAt: vantage.at,
      });
      intent.touchedEvent(event.id, null);
      intent.change('event', event.id, 'insert', { ...event });
      intent.replan();
      return event;
    });
  }

  update(id: EventId, patch: CalendarEventPatch): CalendarEvent {
    const ctx = this.#ctx;
    const before = this.#get(id);
    checkSpan(patch.start ?? before.start, patch.end ?? before.end);
    return runIntent(ctx, { name: 'events.update', vantage: vantageOf(ctx) }, (intent) => {
      const event = ctx.db.events.update(id, { ...patch, updatedAt: intent.vantage.at });
      intent.touchedEvent(id, before);
      intent.change('event', id, 'update', { ...patch });
      intent.replan();
      return event;
    });
  }

  remove(id: EventId): { id: EventId } {
    const ctx = this.#ctx;
    const before = this.#get(id);
    return runIntent(ctx, { name: 'events.remove', vantage: vantageOf(ctx) }, (intent) => {
      ctx.db.events.remove(id);
      intent.touchedEvent(id, before);
      intent.change('event', id, 'delete', {});
      intent.replan();
      return { id };
    });
  }

  #get(id: EventId): CalendarEvent {
    const event = this.#ctx.db.events.get(id);
    if (!event) throw new DaymarkError('notFound', { what: 'event', id });
    return event;
  }
}

function checkSpan(start: string, end: string): void {
  for (const value of [start, end]) {
    if (!isRealDate(value.slice(0, 10))) {
      throw new DaymarkError('invalidInput', { reason: `there is no ${value.slice(0, 10)}` });
    }
  }
  if (end <= start) throw new DaymarkError('invalidInput', { reason: 'end: it has to come after the start' });
}
