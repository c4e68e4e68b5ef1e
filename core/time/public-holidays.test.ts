import { describe, expect, it } from 'vitest';
import { dayOf, formatDay } from './civil.ts';
import { countryOfLocale, isPublicHoliday, type HolidayCountry } from './public-holidays.ts';

const inYear = (y: number, country: HolidayCountry): string[] =>
  Array.from({ length: 366 }, (_, i) => dayOf(y, 1, 1) + i)
    .filter((day) => day < dayOf(y + 1, 1, 1) && isPublicHoliday(day, country))
    .map((day) => formatDay(day).slice(5));

describe('public holidays', () => {
  // As the countries published them for these years.
  it.each<[HolidayCountry, number, string]>([
    ['US', 2026, '01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25'],
    ['US', 2021, '01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31'],
    ['GB', 2026, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28'],
    ['GB', 2022, '01-01 01-03 04-15 04-18 05-02 05-30 08-29 12-25 12-26 12-27'],
    ['IE', 2026, '01-01 02-02 03-17 04-06 05-04 06-01 08-03 10-26 12-25 12-26'],
    ['DE', 2026, '01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26'],
    ['AT', 2026, '01-01 01-06 04-06 05-01 05-14 05-25 06-04 08-15 10-26 11-01 12-08 12-25 12-26'],
    ['CH', 2026, '01-01 05-14 08-01 12-25'],
  ])('%s %i', (country, y, days) => {
    expect(inYear(y, country)).toEqual(days.split(' '));
  });

  it.each([
    ['en-US', 'US'],
    ['en-GB', 'GB'],
    ['de', 'DE'],
    ['de-AT', 'AT'],
    ['de_CH', 'CH'],
    ['fr-FR', 'US'],
  ])('%s means %s', (locale, country) => {
    expect(countryOfLocale(locale)).toBe(country);
  });
});
