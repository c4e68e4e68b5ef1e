import { assert, integer, property } from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addMonths,
  addWorkdays,
  civilOf,
  dayOf,
  formatDay,
  formatMoment,
  isoWeekStart,
  weekdayOf,
} from './calendar.ts';
import { toEpoch, toWall } from './grammar/zones.ts';

const EPOCH = Temporal.PlainDate.from('1970-01-01');
const day = integer({ min: -20_000, max: 60_000 });

describe('calendar', () => {
  it('agrees with Temporal on dates, weekdays, weeks and months', () => {
    assert(
      property(day, integer({ min: -50, max: 50 }), (n, months) => {
        const date = EPOCH.add({ days: n });
        expect(formatDay(n)).toBe(date.toString());
        expect(weekdayOf(n)).toBe(date.dayOfWeek - 1);
        const { y, m, d } = civilOf(n);
        expect(dayOf(y, m, d)).toBe(n);
        expect(formatDay(addMonths(n, months))).toBe(date.add({ months }).toString());
        const monday = date.subtract({ days: date.dayOfWeek - 1 });
        expect(formatDay(isoWeekStart(date.yearOfWeek ?? 0, date.weekOfYear ?? 0) ?? 0)).toBe(
          monday.toString(),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('moves over weekends', () => {
    const friday = dayOf(2027, 3, 5);
    expect(formatDay(addWorkdays(friday, 1))).toBe('2027-03-08');
    expect(formatDay(addWorkdays(friday, -5))).toBe('2027-02-26');
    expect(formatMoment(friday, 1500)).toBe('2027-03-06T01:00');
    expect(isoWeekStart(2027, 53)).toBeNull();
  });
});

describe('zones', () => {
  it.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata'])(
    'agree with Temporal on every half hour around the changes in %s',
    (tz) => {
      for (const start of [
        '2027-03-13',
        '2027-03-27',
        '2027-04-03',
        '2027-10-02',
        '2027-10-30',
        '2027-11-06',
      ]) {
        const first = EPOCH.until(Temporal.PlainDate.from(start)).days;
        for (let k = 0; k < 96; k++) {
          const min = (k % 48) * 30;
          const n = first + Math.floor(k / 48);
          const wanted = Temporal.PlainDateTime.from(formatMoment(n, min)).toZonedDateTime(tz);
          const epoch = toEpoch(tz, n, min);
          expect(epoch * 60_000).toBe(wanted.epochMilliseconds);
          const wall = toWall(tz, epoch);
          expect(formatMoment(wall.day, wall.min)).toBe(
            wanted.toPlainDateTime().toString({ smallestUnit: 'minute' }),
          );
        }
      }
    },
  );
});
