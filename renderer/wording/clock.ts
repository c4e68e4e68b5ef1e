import { timeOfDay } from '../../core/time/week.ts';

/** A time of day as people type it (`9`, `930`, `9:30`, `17.30`, `5pm`) as `HH:mm`; null when it is none. */
export function readClock(text: string): string | null {
  const match = /^\s*(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm)?\s*$/i.exec(text);
  if (!match) return null;
  const [, hourText = '', minuteText = '00', half] = match;
  let hour = Number(hourText);
  if (half) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  }
  const minute = Number(minuteText);
  const endOfDay = hour === 24 && minute === 0;
  if ((hour > 23 && !endOfDay) || minute > 59) return null;
  return timeOfDay(hour * 60 + minute);
}

/** A time of day so many minutes later (or earlier), within the day; the end of the day is 24:00. */
export function addMinutes(time: string, minutes: number): string {
  const sum = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) + minutes;
  return timeOfDay(Math.min(1_440, Math.max(0, Math.round(sum))));
}
