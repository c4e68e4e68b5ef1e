import { describe, expect, it } from 'vitest';
import { ordinal, recurrenceWords } from './recurrence.ts';

describe('recurrenceWords', () => {
  it.each([
    ['FREQ=DAILY', 'every day'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE', 'every 2 weeks on Mon, Wed'],
    ['FREQ=MONTHLY;BYDAY=3FR', 'every month on the 3rd Fri'],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'every month on the last workday'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every week on workdays'],
    ['FREQ=MONTHLY;BYMONTHDAY=15', 'every month on the 15th'],
    ['FREQ=HOURLY;INTERVAL=6', 'every 6 hours'],
    ['FREQ=DAILY;COUNT=5', 'every day 5 times'],
    ['FREQ=WEEKLY;BYDAY=MO;X-SKIP=HOLIDAYS', 'every week on Mon except holidays'],
    ['FREQ=DAILY;UNTIL=20270301', 'every day until 1 Mar 2027'],
    ['FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=5', 'every year on 5 May'],
  ])('says %s as "%s"', (rrule, words) => {
    expect(recurrenceWords(rrule, 'schedule')).toBe(words);
  });

  it('says when it counts from the finish', () => {
    expect(recurrenceWords('FREQ=DAILY;INTERVAL=10', 'completion')).toBe('every 10 days after finishing');
  });
});

describe('ordinal', () => {
  it('knows the exceptions', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 112, -1, -2].map(ordinal)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '22nd',
      '112th',
      'last',
      '2nd last',
    ]);
  });
});
