import { civilOf, readMoment, weekdayOf } from '../time/civil.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A local day as people say it: "Fri 7 May". */
export function dayWords(day: string): string {
  const at = readMoment(day).day;
  const { m, d } = civilOf(at);
  return `${WEEKDAYS[weekdayOf(at)]} ${d} ${MONTHS[m - 1]}`;
}

/** A local day or moment: "Fri 7 May, 15:00". */
export function momentWords(moment: string): string {
  const day = dayWords(moment.slice(0, 10));
  return moment.length > 10 ? `${day}, ${moment.slice(11, 16)}` : day;
}
