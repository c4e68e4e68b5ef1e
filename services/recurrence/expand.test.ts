import { describe, expect, it } from 'vitest';
import { nextOccurrences } from './expand.ts';
import { readRule } from './rule.ts';

const next = (rrule: string, start: string, tz: string, count: number, after = start): string[] =>
  nextOccurrences(readRule(rrule), { start, tz }, after, count, true);

describe('nextOccurrences', () => {
  it('leaves out the public holidays of the country that is meant', () => {
    // Ascension Day, 6 May 2027, is a holiday in Germany and none in the United States.
    const of = (country: 'DE' | 'US', rule: string) =>
      nextOccurrences(readRule(rule, country), { start: '2027-05-05', tz: 'UTC' }, '2027-05-05', 3, true);
    expect(of('DE', 'FREQ=DAILY;X-SKIP=HOLIDAYS')).toEqual(['2027-05-05', '2027-05-07', '2027-05-08']);
    expect(of('US', 'FREQ=DAILY;X-SKIP=HOLIDAYS')).toEqual(['2027-05-05', '2027-05-06', '2027-05-07']);
    expect(of('DE', 'FREQ=DAILY;COUNT=2;X-SKIP=HOLIDAYS')).toEqual(['2027-05-05', '2027-05-07']);
  });

  it('keeps the wall clock across both changes in Berlin, New York and Lord Howe', () => {
    expect(next('FREQ=DAILY', '2027-03-27T09:00', 'Europe/Berlin', 3)).toEqual([
      '2027-03-27T09:00',
      '2027-03-28T09:00',
      '2027-03-29T09:00',
    ]);
    expect(next('FREQ=WEEKLY;BYDAY=SU', '2027-10-24T09:00', 'Europe/Berlin', 3)).toEqual([
      '2027-10-24T09:00',
      '2027-10-31T09:00',
      '2027-11-07T09:00',
    ]);
    expect(next('FREQ=DAILY', '2027-03-13T08:30', 'America/New_York', 3)).toEqual([
      '2027-03-13T08:30',
      '2027-03-14T08:30',
      '2027-03-15T08:30',
    ]);
    expect(next('FREQ=DAILY', '2027-11-06T01:30', 'America/New_York', 3)).toEqual([
      '2027-11-06T01:30',
      '2027-11-07T01:30',
      '2027-11-08T01:30',
    ]);
    expect(next('FREQ=DAILY', '2027-04-03T01:45', 'Australia/Lord_Howe', 3)).toEqual([
      '2027-04-03T01:45',
      '2027-04-04T01:45',
      '2027-04-05T01:45',
    ]);
  });

  it('moves a time that the change leaves out forward by the length of the gap, for that day only', () => {
    expect(next('FREQ=DAILY', '2027-03-27T02:30', 'Europe/Berlin', 3)).toEqual([
      '2027-03-27T02:30',
      '2027-03-28T03:30',
      '2027-03-29T02:30',
    ]);
    expect(next('FREQ=DAILY', '2027-03-13T02:15', 'America/New_York', 3)[1]).toBe('2027-03-14T03:15');
    expect(next('FREQ=DAILY', '2027-10-02T02:15', 'Australia/Lord_Howe', 3)).toEqual([
      '2027-10-02T02:15',
      '2027-10-03T02:45',
      '2027-10-04T02:15',
    ]);
  });

  it('counts real hours in hourly rules', () => {
    expect(next('FREQ=HOURLY;INTERVAL=6', '2027-03-27T18:00', 'Europe/Berlin', 3)).toEqual([
      '2027-03-27T18:00',
      '2027-03-28T00:00',
      '2027-03-28T07:00',
    ]);
    expect(next('FREQ=HOURLY', '2027-10-31T01:00', 'Europe/Berlin', 4)).toEqual([
      '2027-10-31T01:00',
      '2027-10-31T02:00',
      '2027-10-31T02:00',
      '2027-10-31T03:00',
    ]);
  });

  it('answers days for a day, and honours COUNT, UNTIL and BYSETPOS', () => {
    expect(next('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', '2027-03-03', 'Europe/Berlin', 3)).toEqual([
      '2027-03-31',
      '2027-04-30',
      '2027-05-31',
    ]);
    expect(next('FREQ=DAILY;COUNT=2', '2027-03-03', 'UTC', 5)).toEqual(['2027-03-03', '2027-03-04']);
    expect(next('FREQ=WEEKLY;BYDAY=MO;UNTIL=20270315', '2027-03-01T09:00', 'America/New_York', 9)).toEqual([
      '2027-03-01T09:00',
      '2027-03-08T09:00',
      '2027-03-15T09:00',
    ]);
    expect(next('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2027-03-01', 'UTC', 2)).toEqual([
      '2028-02-29',
      '2029-02-28',
    ]);
  });

  it('leaves out what is not after the given moment', () => {
    const anchor = { start: '2027-03-01T09:00', tz: 'Asia/Kolkata' };
    expect(nextOccurrences(readRule('FREQ=DAILY'), anchor, '2027-03-05T09:00', 1)).toEqual([
      '2027-03-06T09:00',
    ]);
    expect(nextOccurrences(readRule('FREQ=DAILY'), anchor, '2027-03-05T08:59', 1)).toEqual([
      '2027-03-05T09:00',
    ]);
  });
});
