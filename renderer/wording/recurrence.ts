import { skipsHolidays } from '../../core/time/skip-holidays.ts';

/** What a stored recurrence rule says, in few words: "every 2 weeks on Mon, Wed", "yearly". */
export function recurrenceWords(rrule: string, from: 'schedule' | 'completion' | null): string {
  const parts = new Map(
    rrule.split(';').map((part) => {
      const [name = '', value = ''] = part.split('=');
      return [name.toUpperCase(), value];
    }),
  );
  const onDays = yearDayWords(parts) || monthDayWords(parts);
  const words = [everyWords(parts), daysWords(parts), onDays, boundWords(parts)];
  if (skipsHolidays(rrule)) words.push('except holidays');
  const phrase = words.filter((word) => word !== '').join(' ');
  return from === 'completion' ? `${phrase} after finishing` : phrase;
}

const UNITS: Record<string, string> = {
  YEARLY: 'year',
  MONTHLY: 'month',
  WEEKLY: 'week',
  DAILY: 'day',
  HOURLY: 'hour',
  MINUTELY: 'minute',
};

function everyWords(parts: Map<string, string>): string {
  const unit = UNITS[parts.get('FREQ') ?? ''] ?? 'time';
  const interval = Number(parts.get('INTERVAL') ?? '1');
  return interval > 1 ? `every ${interval} ${unit}s` : `every ${unit}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const DAY_NAMES: Record<string, string> = {
  MO: 'Mon',
  TU: 'Tue',
  WE: 'Wed',
  TH: 'Thu',
  FR: 'Fri',
  SA: 'Sat',
  SU: 'Sun',
};

function daysWords(parts: Map<string, string>): string {
  const days = parts.get('BYDAY');
  if (!days) return '';
  const position = parts.get('BYSETPOS');
  if (days === 'MO,TU,WE,TH,FR')
    return position ? `on the ${ordinal(Number(position))} workday` : 'on workdays';
  if (days === 'SA,SU' && !position) return 'on weekends';
  const named = days.split(',').map((day) => {
    const name = DAY_NAMES[day.slice(-2)] ?? day;
    const nth = Number(position ?? day.slice(0, -2));
    return nth ? `the ${ordinal(nth)} ${name}` : name;
  });
  return `on ${named.join(', ')}`;
}

/** "on 5 May", for a day of a year. */
function yearDayWords(parts: Map<string, string>): string {
  const [month = '', ...others] = parts.get('BYMONTH')?.split(',') ?? [];
  const day = parts.get('BYMONTHDAY') ?? '';
  if (parts.get('FREQ') !== 'YEARLY' || others.length > 0 || !/^\d+$/.test(day)) return '';
  const named = MONTHS[Number(month) - 1];
  return named === undefined ? '' : `on ${day} ${named}`;
}

function monthDayWords(parts: Map<string, string>): string {
  const days = parts.get('BYMONTHDAY');
  if (!days) return '';
  return `on the ${days
    .split(',')
    .map((day) => ordinal(Number(day)))
    .join(', ')}`;
}

function boundWords(parts: Map<string, string>): string {
  const until = parts.get('UNTIL');
  const count = parts.get('COUNT');
  if (until) {
    return `until ${Number(until.slice(6, 8))} ${MONTHS[Number(until.slice(4, 6)) - 1]} ${until.slice(0, 4)}`;
  }
  return count ? `${count} times` : '';
}

/** 1 → "1st", 22 → "22nd", −1 → "last". */
export function ordinal(nth: number): string {
  if (nth === -1) return 'last';
  if (nth < 0) return `${ordinal(-nth)} last`;
  const tens = nth % 100;
  if (tens >= 11 && tens <= 13) return `${nth}th`;
  return `${nth}${{ 1: 'st', 2: 'nd', 3: 'rd' }[nth % 10] ?? 'th'}`;
}
