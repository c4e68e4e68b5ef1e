import { assert, date, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDay, calendarMoment } from './schemas.ts';

describe('calendarDay and calendarMoment', () => {
  it('take every day of their years', () => {
    const years = date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
    assert(
      property(years, (instant) => {
        const local = instant.toISOString();
        expect(calendarDay.parse(local.slice(0, 10))).toBe(local.slice(0, 10));
        expect(calendarMoment.parse(local.slice(0, 16))).toBe(local.slice(0, 16));
      }),
    );
  });

  it.each(['2027-02-29', '2027-02-31', '2100-02-29', '2027-04-31', '9999-12-31', '3000-01-01', '0001-01-01'])(
    'refuse %s',
    (day) => {
      expect(calendarDay.safeParse(day).success).toBe(false);
      expect(calendarMoment.safeParse(`${day}T09:00`).success).toBe(false);
    },
  );
});
