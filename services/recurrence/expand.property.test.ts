import * as fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { recurrenceId } from '../../core/ids.ts';
import { instantOf, localOf } from '../../core/time/zoned.ts';
import { aTask } from '../testing.ts';
import { nextSlot } from '../tasks/recurring.ts';
import { nextOccurrences } from './expand.ts';
import { readRule } from './rule.ts';

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const interval = fc.integer({ min: 1, max: 12 });
const weekdays = fc.uniqueArray(fc.constantFrom(...DAYS), { minLength: 1, maxLength: 5 });
const month = fc.integer({ min: 1, max: 12 });

/** Rules as the words of a person make them: with the days that one interval takes at most. */
const rules = fc.oneof(
  interval.map((n) => ({ rrule: `FREQ=HOURLY;INTERVAL=${n}`, most: { hours: n } })),
  interval.map((n) => ({ rrule: `FREQ=MINUTELY;INTERVAL=${n * 30}`, most: { minutes: n * 30 } })),
  interval.map((n) => ({ rrule: `FREQ=DAILY;INTERVAL=${n}`, most: { days: n } })),
  interval.map((n) => ({
    rrule: `FREQ=DAILY;INTERVAL=${n};BYDAY=MO,TU,WE,TH,FR`,
    most: { days: n + 2 * Math.ceil(n / 5) },
  })),
  fc
    .tuple(interval, weekdays)
    .map(([n, days]) => ({ rrule: `FREQ=WEEKLY;INTERVAL=${n};BYDAY=${days.join(',')}`, most: { weeks: n } })),
  interval.map((n) => ({ rrule: `FREQ=WEEKLY;INTERVAL=${n}`, most: { weeks: n } })),
  interval.map((n) => ({ rrule: `FREQ=MONTHLY;INTERVAL=${n}`, most: { months: n, days: 3 } })),
  fc.tuple(interval, fc.integer({ min: 1, max: 31 })).map(([n, day]) => ({
    rrule: `FREQ=MONTHLY;INTERVAL=${n};BYMONTHDAY=${day}`,
    most: { months: n, days: 3 },
  })),
  fc.tuple(interval, fc.constantFrom(1, 2, 3, 4, -1), fc.constantFrom(...DAYS)).map(([n, nth, day]) => ({
    rrule: `FREQ=MONTHLY;INTERVAL=${n};BYDAY=${nth}${day}`,
    most: { months: n, days: 7 },
  })),
  fc.tuple(interval, fc.constantFrom(1, 15, -1)).map(([n, pos]) => ({
    rrule: `FREQ=MONTHLY;INTERVAL=${n};BYDAY=MO,TU,WE,TH,FR;BYSETPOS=${pos}`,
    most: { months: n, days: 7 },
  })),
  interval.map((n) => ({ rrule: `FREQ=YEARLY;INTERVAL=${n}`, most: { years: n, days: 1 } })),
  fc.tuple(interval, month, fc.integer({ min: 1, max: 31 })).map(([n, m, day]) => ({
    rrule: `FREQ=YEARLY;INTERVAL=${n};BYMONTH=${m};BYMONTHDAY=${day}`,
    most: { years: n, days: 1 },
  })),
  fc
    .uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 4 })
    .map((hours) => ({ rrule: `FREQ=DAILY;BYHOUR=${hours.join(',')};BYMINUTE=30`, most: { days: 1 } })),
);

const zones = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
  'UTC',
);
const START = Date.UTC(2026, 0, 1);
const minuteOf = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((minute) => minute * 60_000);

describe('any rule', () => {
  it('has a next occurrence after the completion, at most one interval away, the same on every device', () => {
    const cases = fc.record({
      rule: rules,
      tz: zones,
      begun: minuteOf(0, 4 * 366 * 1440),
      // From a month early to more than a year late.
      late: minuteOf(-30 * 1440, 400 * 1440),
      recurFrom: fc.constantFrom('schedule' as const, 'completion' as const),
      clock: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ rule, tz, begun, late, recurFrom, clock }) => {
        const moment = localOf(START + begun, tz);
        const timed = clock || /BYHOUR/.test(rule.rrule);
        const from = timed ? moment : moment.slice(0, 10);
        const parsed = readRule(rule.rrule);
        const anchor = nextOccurrences({ ...parsed, interval: 1 }, { start: from, tz }, from, 1, true)[0]!;
        const series = {
          id: recurrenceId.parse('0190a0a0-0000-7000-8000-000000000001'),
          rrule: rule.rrule,
          recurFrom,
          anchor,
          tz,
          made: 1,
          createdAt: 0,
          updatedAt: 0,
        };
        const at = instantOf(anchor.length > 10 ? anchor : `${anchor}T12:00`, tz) + late;
        const requestTime = { at, tz, local: localOf(at, tz) };
        const task = aTask({ date: anchor.slice(0, 10), start: anchor.length > 10 ? anchor : null });
        const found = nextSlot(series, task, requestTime);
        const context = JSON.stringify({
          rrule: rule.rrule,
          recurFrom,
          anchor,
          tz,
          now: requestTime.local,
          found,
        });
        if (found === null) throw new Error(`no next one: ${context}`);
        const { slot } = found;
        const cut = slot.length > 10 ? 16 : 10;
        const now = requestTime.local.slice(0, cut);
        const base = anchor.slice(0, cut) > now ? anchor.slice(0, cut) : now;
        // An hour that clocks repeat has one occurrence, and the wall clock may stand still for as long.
        if (!(slot > base)) throw new Error(`not after: ${context}`);
        const exact = Temporal.PlainDateTime.from(base).add(rule.most).add({ hours: 2 });
        // Days are counted as days: the time of day is the rule's own.
        const limit = /HOURLY|MINUTELY/.test(rule.rrule) ? exact : exact.with({ hour: 23, minute: 59 });
        if (Temporal.PlainDateTime.compare(slot, limit) > 0) throw new Error(`too far: ${context}`);
        expect(nextSlot({ ...series }, { ...task }, { ...requestTime })).toEqual(found);
      }),
      { numRuns: 1_500 },
    );
  });

  it('has the occurrences that another program finds, where both mean the same', () => {
    const shared = fc.oneof(
      fc.tuple(fc.constantFrom('DAILY', 'WEEKLY'), interval).map(([f, n]) => `FREQ=${f};INTERVAL=${n}`),
      fc
        .tuple(interval, weekdays, fc.constantFrom('MO', 'SU'))
        .map(([n, days, wkst]) => `FREQ=WEEKLY;INTERVAL=${n};BYDAY=${days.join(',')};WKST=${wkst}`),
      fc
        .tuple(
          interval,
          fc.integer({ min: -28, max: 28 }).filter((d) => d !== 0),
        )
        .map(([n, d]) => `FREQ=MONTHLY;INTERVAL=${n};BYMONTHDAY=${d}`),
      fc
        .tuple(
          interval,
          fc.integer({ min: -5, max: 5 }).filter((d) => d !== 0),
          weekdays,
        )
        .map(
          ([n, nth, days]) => `FREQ=MONTHLY;INTERVAL=${n};BYDAY=${days.map((day) => nth + day).join(',')}`,
        ),
      fc
        .tuple(interval, weekdays, fc.constantFrom(1, 2, -1))
        .map(([n, days, pos]) => `FREQ=MONTHLY;INTERVAL=${n};BYDAY=${days.join(',')};BYSETPOS=${pos}`),
      fc
        .tuple(month, weekdays)
        .map(([m, days]) => `FREQ=YEARLY;BYMONTH=${m};BYDAY=${days.map((day) => `-1${day}`).join(',')}`),
      fc
        .tuple(interval, fc.integer({ min: 1, max: 365 }))
        .map(([n, d]) => `FREQ=YEARLY;INTERVAL=${n};BYYEARDAY=${d}`),
      fc
        .uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 4 })
        .map((hours) => `FREQ=DAILY;INTERVAL=2;BYHOUR=${hours.join(',')};BYMINUTE=0,30`),
    );
    fc.assert(
      fc.property(shared, minuteOf(0, 1_000_000), minuteOf(0, 1_000_000), (rrule, begun, later) => {
        const start = localOf(START + begun, 'UTC');
        const after = localOf(START + begun + later, 'UTC');
        const peer = new RRuleTemporal({
          rruleString: `RRULE:${rrule}`,
          dtstart: Temporal.PlainDateTime.from(start).toZonedDateTime('UTC'),
          tzid: 'UTC',
        });
        const wanted: string[] = [];
        for (let at = instantOf(after, 'UTC'); wanted.length < 3;) {
          const found = peer.next(new Date(at), false);
          if (found === null) break;
          at = Temporal.ZonedDateTime.from(found.toString()).epochMilliseconds;
          wanted.push(localOf(at, 'UTC'));
        }
        expect({
          rrule,
          start,
          got: nextOccurrences(readRule(rrule), { start, tz: 'UTC' }, after, 3),
        }).toEqual({ rrule, start, got: wanted });
      }),
      { numRuns: 300 },
    );
  });
});
