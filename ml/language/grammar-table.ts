import type { ParsedFields } from '../../core/language.ts';

/** The moment the examples are read at: Wednesday 3 March 2027, 10:00 in Berlin, month first in `3/5`. */
export const GRAMMAR_NOW = { now: '2027-03-03T10:00', tz: 'Europe/Berlin', locale: 'en-US' } as const;

/** One form of the capture grammar. The example is a test; the page and the help sheet are made of these rows. */
export interface GrammarForm {
  group: 'days' | 'times' | 'intervals' | 'durations' | 'deadlines' | 'recurrence' | 'fields' | 'plain';
  /** The ways to write it, for people. */
  form: string;
  example: string;
  /** Exactly what the example yields, the title included; fields that are not named stay empty. */
  yields: Partial<ParsedFields>;
}

const day = (form: string, example: string, title: string, date: string): GrammarForm => ({
  group: 'days',
  form,
  example,
  yields: { title, date },
});

const at = (form: string, example: string, title: string, start: string): GrammarForm => ({
  group: 'times',
  form,
  example,
  yields: { title, date: start.slice(0, 10), start },
});

const lasts = (form: string, example: string, title: string, durationMin: number): GrammarForm => ({
  group: 'durations',
  form,
  example,
  yields: { title, durationMin },
});

const due = (form: string, example: string, title: string, deadline: string): GrammarForm => ({
  group: 'deadlines',
  form,
  example,
  yields: { title, deadline },
});

const repeats = (
  form: string,
  example: string,
  title: string,
  rrule: string,
  first: string,
  more: Partial<ParsedFields> = {},
): GrammarForm => ({
  group: 'recurrence',
  form,
  example,
  yields: {
    title,
    rrule,
    recurFrom: 'schedule',
    date: first.slice(0, 10),
    ...(first.length > 10 ? { start: first } : {}),
    ...more,
  },
});

const field = (form: string, example: string, yields: Partial<ParsedFields>): GrammarForm => ({
  group: 'fields',
  form,
  example,
  yields,
});

const plain = (form: string, example: string): GrammarForm => ({
  group: 'plain',
  form,
  example,
  yields: { title: example },
});

export const GRAMMAR: readonly GrammarForm[] = [
  day('a day said twice is one day when both agree', 'Dinner Saturday (13 March)', 'Dinner', '2027-03-13'),
  day(
    'a day inside a period: next month on the …, in June first …',
    'Pay rent in May on the 3rd',
    'Pay rent',
    '2027-05-03',
  ),
  day('two Fridays from now, in 3 Tuesdays', 'Haircut three Mondays from now', 'Haircut', '2027-03-22'),
  day('holidays by name, by the country of the locale', 'Dinner on Christmas Eve', 'Dinner', '2027-12-24'),
  day(
    'several days: the next counts, the others are offered',
    'Phone Ana Thursday or tomorrow',
    'Phone Ana',
    '2027-03-04',
  ),
  at('spoken: at three twenty, ten oh five', 'Call Anna at three twenty', 'Call Anna', '2027-03-03T15:20'),
  at(
    'zones by name and offset: Eastern, New York time, (EST), UTC-5',
    'Call 2pm Eastern tomorrow',
    'Call',
    '2027-03-04T20:00',
  ),
  {
    group: 'intervals',
    form: 'any two moments: days, times or both; a year or month said once holds for both',
    example: 'Camp June 3 at noon until June 7 at 5pm',
    yields: { title: 'Camp', date: '2027-06-03', start: '2027-06-03T12:00', end: '2027-06-07T17:00' },
  },
  lasts('1 hour forty, 2 hours and 25, 20ish minutes', 'Rehearse 2 hours twenty', 'Rehearse', 140),
  repeats(
    'weekdays side by side: Tue and Thu, mon/wed/fri',
    'Yoga Tuesday and Thursday at 6pm',
    'Yoga',
    'FREQ=WEEKLY;BYDAY=TU,TH',
    '2027-03-04T18:00',
  ),
  repeats(
    'alternate Wednesdays, 1st and 3rd Mondays',
    'Trash alternate Wednesdays',
    'Trash',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE',
    '2027-03-03',
  ),
  repeats(
    'several times a day',
    'Take pills every day at 8am, 2pm and 8pm',
    'Take pills',
    'FREQ=DAILY;BYHOUR=8,14,20;BYMINUTE=0',
    '2027-03-03T14:00',
  ),
  day('today, tod, tomorrow, tmr, tom, yesterday', 'Buy milk tomorrow', 'Buy milk', '2027-03-04'),
  day('the day after tomorrow', 'Call Ana the day after tomorrow', 'Call Ana', '2027-03-05'),
  day('a weekday: the next one, never today', 'Dentist wed', 'Dentist', '2027-03-10'),
  day('this, coming: the next such day from today on', 'Dentist this Friday', 'Dentist', '2027-03-05'),
  day(
    'next + weekday, weekday next week: in next week, Monday first',
    'Dentist next fri',
    'Dentist',
    '2027-03-12',
  ),
  day('weekday + week, a week from …: a week later', 'Dentist Tuesday week', 'Dentist', '2027-03-16'),
  day(
    'in / within / from now: days, weeks, months, working days',
    'Pay rent in 3 days',
    'Pay rent',
    '2027-03-06',
  ),
  day('+5 days, +2w', 'Renew pass +5 days', 'Renew pass', '2027-03-08'),
  day('… before / after / from a date', 'Book venue 6 weeks before 21 Jul', 'Book venue', '2027-06-09'),
  day('end, beginning, middle of a period; eom', 'File receipts end of month', 'File receipts', '2027-03-31'),
  day('mid, early, late + month', 'Plan trip mid January', 'Plan trip', '2028-01-15'),
  day('nth or last weekday of a month', 'Team dinner last Friday of the month', 'Team dinner', '2027-03-26'),
  day('the 3rd, on the 15th: the next such day', 'Pay rent on the 15th', 'Pay rent', '2027-03-15'),
  day('3 May, 3rd of May, May 3rd 2027', 'Pick up suit 3rd of May', 'Pick up suit', '2027-05-03'),
  day('3/5 by the locale, impossible order swapped', 'Submit form 27/1', 'Submit form', '2028-01-27'),
  day('2027-05-03, 3.5., 3.5.2027', 'Submit form 3.5.', 'Submit form', '2027-05-03'),
  day('week 32: its Monday', 'Order cake week 32', 'Order cake', '2027-08-09'),
  day(
    'this / next week, month, quarter, year: its first day, or today',
    'Draft plan next month',
    'Draft plan',
    '2027-04-01',
  ),
  day('this / next weekend: Saturday', 'Mow the lawn this weekend', 'Mow the lawn', '2027-03-06'),

  day('a slip of one letter: on wendesday, 3 Febuary', 'Call Bob on wendesday', 'Call Bob', '2027-03-10'),
  at('5pm, 5 p.m., 17:00, 1700h', 'Call Bob 5 p.m.', 'Call Bob', '2027-03-03T17:00'),
  at(
    'at 5: an hour when people are awake (1–6 are afternoon)',
    'Call Bob at 5',
    'Call Bob',
    '2027-03-03T17:00',
  ),
  at('a time that is past means tomorrow', 'Call Bob at 9am', 'Call Bob', '2027-03-04T09:00'),
  at('half past 4, quarter to six', 'Call Bob quarter to six', 'Call Bob', '2027-03-03T17:45'),
  at(
    'at ten past, at quarter to: the next such minute',
    'Call Bob at ten past',
    'Call Bob',
    '2027-03-03T10:10',
  ),
  at('noon, midnight', 'Call Bob tomorrow at noon', 'Call Bob', '2027-03-04T12:00'),
  at(
    'morning 9, afternoon 12, evening 19, night 22',
    'Call Bob tomorrow evening',
    'Call Bob',
    '2027-03-04T19:00',
  ),
  at('part of the day with an hour', 'Call Bob tomorrow morning at 8', 'Call Bob', '2027-03-04T08:00'),
  at('tonight', 'Call Bob tonight at 8', 'Call Bob', '2027-03-03T20:00'),
  at('5ish, around 3pm', 'Call Bob 5ish', 'Call Bob', '2027-03-03T17:00'),
  at('in 2 hours, in half an hour', 'Call Bob in two and a half hours', 'Call Bob', '2027-03-03T12:30'),
  at('another zone: PST, UTC, UTC+2, ET', 'Call Bob 14:00 UTC', 'Call Bob', '2027-03-03T15:00'),

  {
    group: 'intervals',
    form: '9-11am, from 2 to 3:30pm, between 3 and 5pm',
    example: 'Workshop tomorrow 9-11am',
    yields: { title: 'Workshop', date: '2027-03-04', start: '2027-03-04T09:00', end: '2027-03-04T11:00' },
  },
  {
    group: 'intervals',
    form: 'Mon-Wed, 3–5 May, from 3 May to 5 June: the last day is part of it',
    example: 'Conference 3–5 May',
    yields: { title: 'Conference', date: '2027-05-03', end: '2027-05-05' },
  },

  lasts('for 45 min, 45m, 90 minutes', 'Read paper for 45 min', 'Read paper', 45),
  lasts('1h30, 2h30m, 1.5h', 'Read paper 1h30', 'Read paper', 90),
  lasts('half an hour, an hour and a half', 'Read paper half an hour', 'Read paper', 30),
  lasts('an hour and a quarter, 1 3/4 hours', 'Read paper for an hour and a quarter', 'Read paper', 75),
  lasts('pomodoros of 25 minutes', 'Read paper 2 pomodoros', 'Read paper', 50),
  lasts('[30m], ~2h', 'Read paper ~2h', 'Read paper', 120),

  due('by, due, before, until, no later than', 'Send report by Friday', 'Send report', '2027-03-05'),
  due('with a time of day', 'Send report due 3pm', 'Send report', '2027-03-03T15:00'),
  due('{…}', 'Send report {3 May}', 'Send report', '2027-05-03'),
  due('within: the end of the span', 'Send report within 2 weeks', 'Send report', '2027-03-17'),
  {
    group: 'deadlines',
    form: 'not before, starting, from, after: the earliest day',
    example: 'Book hotel not before Monday',
    yields: { title: 'Book hotel', date: '2027-03-08', earliest: '2027-03-08' },
  },

  repeats(
    'daily, every day, every weekday',
    'Stretch every weekday',
    'Stretch',
    'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    '2027-03-03',
  ),
  repeats(
    'every 2 weeks, every other Tuesday',
    'Bins every other Tuesday',
    'Bins',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
    '2027-03-09',
  ),
  repeats(
    'every Mon, Wed and Fri; Mondays',
    'Gym every Mon, Wed and Fri at 7am',
    'Gym',
    'FREQ=WEEKLY;BYDAY=MO,WE,FR',
    '2027-03-05T07:00',
  ),
  repeats(
    'every 3rd Friday: of the month',
    'Payroll every 3rd Friday',
    'Payroll',
    'FREQ=MONTHLY;BYDAY=3FR',
    '2027-03-19',
  ),
  repeats(
    'every last workday of the month, every 15th workday',
    'Invoices every last workday of the month',
    'Invoices',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    '2027-03-31',
  ),
  repeats(
    'every 15th, monthly on the 1st',
    'Pay rent monthly on the 1st',
    'Pay rent',
    'FREQ=MONTHLY;BYMONTHDAY=1',
    '2027-04-01',
  ),
  repeats(
    'every quarter',
    'Review goals every quarter',
    'Review goals',
    'FREQ=MONTHLY;INTERVAL=3',
    '2027-03-03',
  ),
  repeats(
    'yearly on 5 May, every jan 1',
    'Renew insurance yearly on 5 May',
    'Renew insurance',
    'FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=5',
    '2027-05-05',
  ),
  repeats(
    'twice a week: a habit, on days that suit',
    'Swim twice a week',
    'Swim',
    'FREQ=WEEKLY;BYDAY=MO,TH',
    '2027-03-04',
    { timesPerWeek: 2 },
  ),
  repeats(
    '3x a week mornings: a habit in a part of the day',
    'Gym 3x a week mornings 45m',
    'Gym',
    'FREQ=WEEKLY;BYDAY=MO,WE,FR',
    '2027-03-05T09:00',
    { timesPerWeek: 3, dayPart: 'morning', durationMin: 45 },
  ),
  repeats('every 6 hours', 'Take drops every 6 hours', 'Take drops', 'FREQ=HOURLY;INTERVAL=6', '2027-03-03'),
  repeats(
    'every!: counted from completion',
    'Water plants every! 10 days',
    'Water plants',
    'FREQ=DAILY;INTERVAL=10',
    '2027-03-03',
    { recurFrom: 'completion' },
  ),
  repeats(
    'starting, from, until, ending',
    'Class every Monday from 1 June until 1 July',
    'Class',
    'FREQ=WEEKLY;BYDAY=MO;UNTIL=20270701',
    '2027-06-07',
  ),
  repeats(
    'for 6 weeks, 10 times',
    'Class every Friday for 6 weeks',
    'Class',
    'FREQ=WEEKLY;BYDAY=FR;COUNT=6',
    '2027-03-05',
  ),
  repeats(
    'except days',
    'Walk every day at 6pm except weekends',
    'Walk',
    'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    '2027-03-03T18:00',
  ),
  {
    group: 'recurrence',
    form: 'except holidays, skipping public holidays, unless it’s a holiday: those of the country in Settings',
    example: 'Standup every weekday at 9 except public holidays',
    yields: {
      title: 'Standup',
      date: '2027-03-04',
      start: '2027-03-04T09:00',
      rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
      recurFrom: 'schedule',
      skipHolidays: true,
    },
  },
  repeats(
    'Mon-Fri, Monday to Friday beside a time of day',
    'Gym Mon-Fri at 8',
    'Gym',
    'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    '2027-03-04T08:00',
  ),
  repeats(
    'every morning and evening, mornings and nights',
    'Take pill every morning and evening',
    'Take pill',
    'FREQ=DAILY;BYHOUR=9,19;BYMINUTE=0',
    '2027-03-03',
  ),

  field('p1–p4; !!! is p1, !! p2, ! p3; !high; urgent, asap', 'Fix login p1', {
    title: 'Fix login',
    priority: 1,
  }),
  field('#project, #"two words"', 'Prepare slides #"Board meeting"', {
    title: 'Prepare slides',
    project: 'Board meeting',
  }),
  field('@tag', 'Buy milk @errand', { title: 'Buy milk', tags: ['errand'] }),
  field('+person; with Julia stays in the title', 'Lunch with Julia +tom', {
    title: 'Lunch with Julia',
    people: ['tom', 'Julia'],
  }),
  field('low / high energy; deep or quick at the end', 'Sort photos low energy', {
    title: 'Sort photos',
    energy: 'low',
  }),
  field(
    'remind me … before, also “alert” and several: 1 day and 10 min before',
    'Dentist tomorrow 3pm remind me 1 day and 10 min before',
    { title: 'Dentist', date: '2027-03-04', start: '2027-03-04T15:00', reminders: [1440, 10] },
  ),
  field('after "…": waits for that task', 'Final version after "Draft report"', {
    title: 'Final version',
    dependsOn: ['Draft report'],
  }),

  plain('"quotes" protect', 'Read "The 5th of May"'),
  plain('a reminder of something else', 'Remind Tom 10 min before the meeting'),
  plain('names stay names', 'Friday by Rebecca'),
  plain('numbers of things, versions, prices', 'Python 3.12 upgrade for $20'),
  plain('impossible dates, ranges of years', 'Party on 31 June 2018–2020'),
  plain('links, mail addresses, file paths', 'Open https://example.com/2027-05-03'),
];
