import { addMonths, civilOf, dayOf, monthDaysOn } from './civil.ts';

/** A holiday's day in a year, as a day number. */
export type InYear = (y: number, country: string) => number;

/** Easter Sunday by the Gregorian computus (Meeus, Jones, Butcher). */
export function easter(y: number): number {
  const a = y % 19;
  const b = Math.floor(y / 100);
  const c = y % 100;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  return dayOf(y, month, (h + l - 7 * m + 33 * month + 19) % 32);
}

export const fixed =
  (m: number, d: number): InYear =>
  (y) =>
    dayOf(y, m, d);
const fromEaster =
  (days: number): InYear =>
  (y) =>
    easter(y) + days;
/** The nth such weekday of a month (0 = Monday); −1 is the last. */
export const nth =
  (m: number, weekday: number, n: number): InYear =>
  (y) =>
    monthDaysOn(y, m, [weekday]).at(n > 0 ? n - 1 : n) ?? dayOf(y, m, 1);

const isBritish = (country: string): boolean => country === 'GB' || country === 'IE';
const isAntipodean = (country: string): boolean => country === 'AU' || country === 'NZ';
const thanksgiving: InYear = (y, country) => (country === 'CA' ? nth(10, 0, 2) : nth(11, 3, 4))(y, country);
/** The fourth Sunday before Christmas. */
const advent = (y: number): number => {
  const christmas = dayOf(y, 12, 25);
  return christmas - ((christmas + 3) % 7) - 1 - 21;
};

/** Holidays by a neutral id. Where a name means another day in another country, the country given decides. */
export const HOLIDAYS: Readonly<Record<string, InYear>> = {
  newYear: fixed(1, 1),
  epiphany: fixed(1, 6),
  burnsNight: fixed(1, 25),
  australiaDay: fixed(1, 26),
  mlkDay: nth(1, 0, 3),
  groundhogDay: fixed(2, 2),
  valentines: fixed(2, 14),
  presidentsDay: nth(2, 0, 3),
  stPatricks: fixed(3, 17),
  womensDay: fixed(3, 8),
  aprilFools: fixed(4, 1),
  earthDay: fixed(4, 22),
  anzacDay: fixed(4, 25),
  mayDay: fixed(5, 1),
  memorialDay: nth(5, 0, -1),
  juneteenth: fixed(6, 19),
  canadaDay: fixed(7, 1),
  independenceDay: fixed(7, 4),
  swissDay: fixed(8, 1),
  assumption: fixed(8, 15),
  labourDay: (y, country) =>
    (isBritish(country) || isAntipodean(country) ? fixed(5, 1) : nth(9, 0, 1))(y, country),
  columbusDay: nth(10, 0, 2),
  germanUnity: fixed(10, 3),
  austrianDay: fixed(10, 26),
  reformation: fixed(10, 31),
  halloween: fixed(10, 31),
  allSaints: fixed(11, 1),
  bonfireNight: fixed(11, 5),
  veteransDay: fixed(11, 11),
  thanksgiving,
  blackFriday: (y) => nth(11, 3, 4)(y, 'US') + 1,
  cyberMonday: (y) => nth(11, 3, 4)(y, 'US') + 4,
  stNicholas: fixed(12, 6),
  firstAdvent: advent,
  christmasEve: fixed(12, 24),
  christmas: fixed(12, 25),
  boxingDay: fixed(12, 26),
  newYearsEve: fixed(12, 31),
  shroveMonday: fromEaster(-48),
  shroveTuesday: fromEaster(-47),
  ashWednesday: fromEaster(-46),
  palmSunday: fromEaster(-7),
  maundyThursday: fromEaster(-3),
  goodFriday: fromEaster(-2),
  easterSaturday: fromEaster(-1),
  easter: fromEaster(0),
  easterMonday: fromEaster(1),
  ascension: fromEaster(39),
  pentecost: fromEaster(49),
  whitMonday: fromEaster(50),
  corpusChristi: fromEaster(60),
  mothersDay: (y, country) => (isBritish(country) ? easter(y) - 21 : nth(5, 6, 2)(y, country)),
  fathersDay: (y, country) => (isAntipodean(country) ? nth(9, 6, 1) : nth(6, 6, 3))(y, country),
};

/**
 * The next day of a holiday from `today` on, or its day in `year`; null for an id that is not known.
 * Days are numbers counted from 1970-01-01.
 */
export function holidayDay(id: string, today: number, year: number | null, country: string): number | null {
  const find = HOLIDAYS[id];
  if (find === undefined) return null;
  if (year !== null) return find(year, country);
  const { y } = civilOf(today);
  const day = find(y, country);
  return day >= today ? day : find(civilOf(addMonths(today, 12)).y, country);
}
