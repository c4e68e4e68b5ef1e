import { expandCalendar, readCalendar } from '../services/calendars/ics/calendar.ts';
import type { Bench, BenchRow } from './types.ts';

/** A year of twenty calendars, as a busy person has them: read from their files, and expanded into occurrences. */

const CALENDARS = 20;
const BUDGET_MS = 200;
const ROUNDS = 7;
const SPAN = { from: '2027-01-01', to: '2028-01-01' };
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'W. Europe Standard Time'];

/** Series of every kind, each with exceptions and changed occurrences, and single events through the year. */
function calendarText(nth: number): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', `X-WR-CALNAME:Calendar ${nth}`];
  const zone = ZONES[nth % ZONES.length]!;
  const event = (uid: string, title: string, start: string, more: string[]): void =>
    void lines.push(
      'BEGIN:VEVENT',
      `UID:${uid}@${nth}`,
      `SUMMARY:${title}`,
      `DTSTART;TZID=${zone}:${start}`,
      'DURATION:PT45M',
      ...more,
      'END:VEVENT',
    );
  const two = (value: number): string => String(value).padStart(2, '0');
  const rules = [
    'FREQ=DAILY;INTERVAL=2',
    'FREQ=WEEKLY;BYDAY=MO,WE,FR',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
    'FREQ=MONTHLY;BYDAY=-1FR',
    'FREQ=MONTHLY;BYMONTHDAY=15',
    'FREQ=YEARLY',
  ];
  for (const [at, rule] of rules.entries()) {
    const uid = `series-${at}`;
    event(uid, `Series ${at}`, `20240102T${two(8 + at)}0000`, [
      `RRULE:${rule}`,
      `EXDATE;TZID=${zone}:20270104T${two(8 + at)}0000`,
    ]);
    event(uid, `Series ${at}, moved`, `20270609T${two(9 + at)}3000`, [
      `RECURRENCE-ID;TZID=${zone}:20270608T${two(8 + at)}0000`,
    ]);
  }
  for (let day = 0; day < 365; day += 4)
    event(`single-${day}`, `Event ${day}`, `2027${two((day % 12) + 1)}${two((day % 28) + 1)}T130000`, []);
  return [...lines, 'END:VCALENDAR', ''].join('\r\n');
}

/** The median of some rounds after one that warms up, ms. */
function medianOf(work: () => void): number {
  work();
  const times = Array.from({ length: ROUNDS }, () => {
    const at = performance.now();
    work();
    return performance.now() - at;
  });
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
}

async function run(): Promise<BenchRow[]> {
  const texts = Array.from({ length: CALENDARS }, (_, nth) => calendarText(nth));
  const readAll = () => texts.map((text) => readCalendar(text, 'x', 'Europe/Berlin')!);
  const calendars = readAll();
  let instances = 0;
  const expanding = medianOf(() => {
    instances = calendars.reduce(
      (sum, calendar) => sum + expandCalendar(calendar, SPAN, 'Europe/Berlin').events.length,
      0,
    );
  });
  return [
    { name: 'a year of 20 calendars, expanded', value: expanding, unit: 'ms', budget: BUDGET_MS },
    { name: 'a year of 20 calendars, read from their files', value: medianOf(readAll), unit: 'ms' },
    { name: 'occurrences in a year of 20 calendars', value: instances, unit: 'occurrences' },
  ];
}

export default [{ name: 'calendars', run }] satisfies Bench[];
