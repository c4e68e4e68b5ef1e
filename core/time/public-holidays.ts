import { civilOf, dayOf, weekdayOf } from './civil.ts';
import { fixed, HOLIDAYS, nth, type InYear } from './holidays.ts';

/**
 * Days on which a whole country rests. Sources: the countries' own acts on public holidays, as of 2026. Only what holds
 * everywhere in the country: regional days (Bavaria's Corpus Christi, Scotland's St Andrew's Day) are none.
 */

/** ISO 3166-1 codes of the countries whose public holidays are known. */
export const HOLIDAY_COUNTRIES = ['US', 'GB', 'IE', 'CA', 'AU', 'NZ', 'DE', 'AT', 'CH'] as const;
export type HolidayCountry = (typeof HOLIDAY_COUNTRIES)[number];

/** How a holiday on a weekend is made up for: not at all, on the next working day, or on the nearest one. */
type MadeUp = 'never' | 'after' | 'nearest';

interface National {
  madeUp: MadeUp;
  /** Names in `holidays.ts`. */
  named: string;
  own?: readonly InYear[];
}

const KINGS_BIRTHDAY_NZ = nth(6, 0, 1);
/** The Monday before 25 May. */
const victoriaDay: InYear = (y) => {
  const day = dayOf(y, 5, 24);
  return day - weekdayOf(day);
};

const NATIONAL: Readonly<Record<HolidayCountry, National>> = {
  US: {
    madeUp: 'nearest',
    named:
      'newYear mlkDay presidentsDay memorialDay juneteenth independenceDay labourDay columbusDay veteransDay thanksgiving christmas',
  },
  GB: {
    madeUp: 'after',
    named: 'newYear goodFriday easterMonday christmas boxingDay',
    own: [nth(5, 0, 1), nth(5, 0, -1), nth(8, 0, -1)],
  },
  IE: {
    madeUp: 'never',
    named: 'newYear stPatricks easterMonday christmas boxingDay',
    own: [stBrigids, nth(5, 0, 1), nth(6, 0, 1), nth(8, 0, 1), nth(10, 0, -1)],
  },
  CA: {
    madeUp: 'after',
    named: 'newYear goodFriday canadaDay labourDay thanksgiving veteransDay christmas boxingDay',
    own: [victoriaDay, fixed(9, 30)],
  },
  AU: {
    madeUp: 'after',
    named: 'newYear australiaDay goodFriday easterMonday anzacDay christmas boxingDay',
  },
  NZ: {
    madeUp: 'after',
    named: 'newYear goodFriday easterMonday anzacDay christmas boxingDay',
    own: [fixed(1, 2), fixed(2, 6), KINGS_BIRTHDAY_NZ, nth(10, 0, 4)],
  },
  DE: {
    madeUp: 'never',
    named: 'newYear goodFriday easterMonday mayDay ascension whitMonday germanUnity christmas boxingDay',
  },
  AT: {
    madeUp: 'never',
    named:
      'newYear epiphany easterMonday mayDay ascension whitMonday corpusChristi assumption austrianDay allSaints christmas boxingDay',
    own: [fixed(12, 8)],
  },
  CH: { madeUp: 'never', named: 'newYear ascension swissDay christmas' },
};

/** The first Monday of February, or 1 February where that is a Friday. */
function stBrigids(y: number): number {
  const first = dayOf(y, 2, 1);
  return weekdayOf(first) === 4 ? first : nth(2, 0, 1)(y, 'IE');
}

/** The country whose holidays a locale means: its region, else the country that speaks the language most. */
export function countryOfLocale(locale: string): HolidayCountry {
  const region = /[-_]([A-Za-z]{2})\b/u.exec(locale)?.[1]?.toUpperCase();
  const known = HOLIDAY_COUNTRIES.find((country) => country === region);
  if (known !== undefined) return known;
  return locale.toLowerCase().startsWith('de') ? 'DE' : 'US';
}

const computed = new Map<string, ReadonlySet<number>>();

/** Whether a day, counted from 1970-01-01, is a public holiday of the whole country, or makes up for one. */
export function isPublicHoliday(day: number, country: HolidayCountry): boolean {
  const { y } = civilOf(day);
  // New Year's Day on a Saturday may be made up for in the year before.
  return holidaysOf(y, country).has(day) || holidaysOf(y + 1, country).has(day);
}

function holidaysOf(y: number, country: HolidayCountry): ReadonlySet<number> {
  const key = `${country}${y}`;
  const before = computed.get(key);
  if (before !== undefined) return before;
  const { named, own = [], madeUp } = NATIONAL[country];
  const rules = [...named.split(' ').map((id) => HOLIDAYS[id]), ...own];
  const days = new Set(rules.flatMap((find) => (find === undefined ? [] : [find(y, country)])));
  for (const day of [...days].sort((a, b) => a - b)) makeUp(days, day, madeUp);
  if (computed.size > 200) computed.clear();
  computed.set(key, days);
  return days;
}

function makeUp(days: Set<number>, day: number, how: MadeUp): void {
  const weekday = weekdayOf(day);
  if (how === 'never' || weekday < 5) return;
  if (how === 'nearest' && weekday === 5) {
    days.add(day - 1);
    return;
  }
  let next = day + 7 - weekday;
  while (days.has(next)) next += 1;
  days.add(next);
}
