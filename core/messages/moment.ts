import { civilOf, readMoment, weekdayOf } from '../time/civil.ts';
import { SHORT_MONTH_NAMES, SHORT_WEEKDAY_NAMES } from './en/calendar-names.ts';

/** A local day as people say it: "Fri 7 May". */
export function dayWords(day: string): string {
  const at = readMoment(day).day;
  const { m, d } = civilOf(at);
  return `${SHORT_WEEKDAY_NAMES[weekdayOf(at)]} ${d} ${SHORT_MONTH_NAMES[m - 1]}`;
}

/** A local day or moment: "Fri 7 May, 15:00". */
export function momentWords(moment: string): string {
  const day = dayWords(moment.slice(0, 10));
  return moment.length > 10 ? `${day}, ${moment.slice(11, 16)}` : day;
}
