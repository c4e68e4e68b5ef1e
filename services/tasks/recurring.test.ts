import { describe, expect, it } from 'vitest';
import { recurrenceId } from '../../core/ids.ts';
import { instantOf } from '../../core/time/zoned.ts';
import type { RecurrenceRecord } from '../../db/index.ts';
import type { RequestTime } from '../context.ts';
import { aTask } from '../testing.ts';
import type { Task } from '../../core/domain/task.ts';
import { checkRule, firstOccurrence, nextSlot, type Closing } from './recurring.ts';

const tz = 'Europe/Berlin';
const at = (local: string): RequestTime => ({ at: instantOf(local, tz), tz, local });
const rule = (rrule: string, change: Partial<RecurrenceRecord> = {}): RecurrenceRecord => ({
  id: recurrenceId.parse('0190a0a0-0000-7000-8000-000000000001'),
  rrule,
  recurFrom: 'schedule',
  anchor: '2027-05-03',
  tz,
  made: 1,
  createdAt: 0,
  updatedAt: 0,
  ...change,
});

const slotOf = (
  series: RecurrenceRecord,
  fields: Partial<Task>,
  now: string,
  closing: Closing = 'done',
): string | null =>
  nextSlot(series, aTask({ recurSlot: fields.start ?? fields.date ?? null, ...fields }), at(now), closing)
    ?.slot ?? null;

describe('nextSlot', () => {
  it.each([
    ['finished on its day', 'FREQ=WEEKLY;BYDAY=MO', '2027-05-03', '2027-05-03T18:00', '2027-05-10'],
    ['finished early', 'FREQ=WEEKLY;BYDAY=MO', '2027-05-10', '2027-05-07T18:00', '2027-05-17'],
    ['three weeks late', 'FREQ=WEEKLY;BYDAY=MO', '2027-05-03', '2027-05-26T09:00', '2027-05-31'],
    ['late, on a day of the rule', 'FREQ=WEEKLY;BYDAY=MO', '2027-05-03', '2027-05-24T09:00', '2027-05-31'],
    ['of a rule without weekdays', 'FREQ=WEEKLY', '2027-05-03', '2027-05-03T18:00', '2027-05-10'],
    [
      'every other day, counted from the first',
      'FREQ=DAILY;INTERVAL=2',
      '2027-05-03',
      '2027-05-06T09:00',
      '2027-05-07',
    ],
    ['at the end of a month', 'FREQ=MONTHLY;BYMONTHDAY=31', '2027-05-31', '2027-05-31T09:00', '2027-06-30'],
    [
      'every three working days',
      'FREQ=DAILY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR',
      '2027-05-03',
      '2027-05-03T10:00',
      '2027-05-06',
    ],
    [
      'every three working days over a weekend',
      'FREQ=DAILY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR',
      '2027-05-06',
      '2027-05-06T10:00',
      '2027-05-11',
    ],
    ['on the third Friday', 'FREQ=MONTHLY;BYDAY=3FR', '2027-05-21', '2027-05-21T09:00', '2027-06-18'],
    ['past its last day', 'FREQ=DAILY;UNTIL=20270505', '2027-05-05', '2027-05-05T09:00', null],
  ])('%s', (_name, rrule, date, now, next) => {
    expect(slotOf(rule(rrule), { date, recurSlot: date }, now)).toBe(next);
  });

  it('keeps the wall clock over a change of the clocks', () => {
    const daily = rule('FREQ=DAILY', { anchor: '2027-10-30T09:00' });
    expect(slotOf(daily, { start: '2027-10-30T09:00' }, '2027-10-30T09:10')).toBe('2027-10-31T09:00');
  });

  it('gives a timed rule its next moment on the same day', () => {
    const twice = rule('FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0', { anchor: '2027-05-03T09:00' });
    expect(slotOf(twice, { start: '2027-05-03T09:00' }, '2027-05-03T09:30')).toBe('2027-05-03T17:00');
  });

  it('uses the last day of a month that lacks the day, and comes back to it', () => {
    const rent = rule('FREQ=MONTHLY', { anchor: '2027-01-31' });
    expect(slotOf(rent, { date: '2027-01-31' }, '2027-01-31T09:00')).toBe('2027-02-28');
    expect(slotOf(rent, { date: '2027-02-28' }, '2027-02-28T09:00')).toBe('2027-03-31');
    const leap = rule('FREQ=YEARLY', { anchor: '2028-02-29' });
    expect(slotOf(leap, { date: '2028-02-29' }, '2028-02-29T09:00')).toBe('2029-02-28');
    expect(slotOf(leap, { date: '2031-02-28' }, '2031-02-28T09:00')).toBe('2032-02-29');
  });

  it('counts hours without a time of day from when it is first done, and never runs out', () => {
    const drops = rule('FREQ=HOURLY;INTERVAL=6', { anchor: '2027-05-03' });
    const first = nextSlot(drops, aTask({ date: '2027-05-03' }), at('2027-05-03T07:05'));
    expect(first).toEqual({ slot: '2027-05-03T13:05', anchor: '2027-05-03T07:05' });
    const later = { ...drops, anchor: first!.anchor };
    expect(slotOf(later, { start: '2027-05-03T13:05' }, '2027-05-03T13:10')).toBe('2027-05-03T19:05');
    expect(slotOf(later, { start: '2027-05-03T13:05' }, '2037-05-03T13:10')).toBe('2037-05-03T19:05');
  });

  it.each([
    ['days', 'FREQ=DAILY;INTERVAL=10', '2027-05-03', '2027-05-20T09:00', '2027-05-30'],
    ['months', 'FREQ=MONTHLY;INTERVAL=3', '2026-11-30', '2026-11-30T09:00', '2027-02-28'],
    ['weeks on a day', 'FREQ=WEEKLY;INTERVAL=4;BYDAY=SU', '2027-03-07', '2027-03-09T09:00', '2027-04-04'],
    [
      'months on a day',
      'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1',
      '2027-03-01',
      '2027-03-09T09:00',
      '2027-05-01',
    ],
    [
      'weeks on two days',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH',
      '2027-05-03',
      '2027-05-03T09:00',
      '2027-05-06',
    ],
    [
      'working days',
      'FREQ=DAILY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR',
      '2027-05-03',
      '2027-05-08T09:00',
      '2027-05-12',
    ],
    ['hours', 'FREQ=HOURLY;INTERVAL=8', '2027-05-03T07:05', '2027-05-03T15:30', '2027-05-03T23:30'],
    ['a day that it was done before', 'FREQ=WEEKLY;BYDAY=MO', '2027-05-10', '2027-05-08T09:00', '2027-05-17'],
  ])('counts %s from when it was done', (_name, rrule, own, now, next) => {
    const series = rule(rrule, { recurFrom: 'completion', anchor: own });
    expect(slotOf(series, { date: own.slice(0, 10), recurSlot: own }, now)).toBe(next);
  });

  it('skips from the one that is skipped, also before its day', () => {
    const series = rule('FREQ=DAILY;INTERVAL=10', { recurFrom: 'completion' });
    expect(slotOf(series, { date: '2027-05-20' }, '2027-05-12T09:00', 'skipped')).toBe('2027-05-30');
    expect(slotOf(rule('FREQ=WEEKLY'), { date: '2027-05-10' }, '2027-05-08T09:00', 'skipped')).toBe(
      '2027-05-17',
    );
  });

  it('stays with its slots when one is moved, and passes those that had their task', () => {
    const weekly = rule('FREQ=WEEKLY;BYDAY=MO');
    expect(slotOf(weekly, { date: '2027-05-08', recurSlot: '2027-05-10' }, '2027-05-08T09:00')).toBe(
      '2027-05-17',
    );
    const taken = (slot: string): boolean => slot < '2027-06-01';
    expect(
      nextSlot(weekly, aTask({ recurSlot: '2027-05-10' }), at('2027-05-10T09:00'), 'done', taken)?.slot,
    ).toBe('2027-06-07');
  });

  it('ends after as many as were asked for', () => {
    const three = 'FREQ=DAILY;COUNT=3';
    expect(slotOf(rule(three, { made: 2 }), { date: '2027-05-04' }, '2027-05-04T09:00')).toBe('2027-05-05');
    expect(slotOf(rule(three, { made: 3 }), { date: '2027-05-05' }, '2027-05-05T09:00')).toBeNull();
  });
});

describe('firstOccurrence', () => {
  it('starts today when the rule allows it', () => {
    expect(firstOccurrence('FREQ=WEEKLY;BYDAY=MO', at('2027-05-03T18:00'))).toBe('2027-05-03');
    expect(firstOccurrence('FREQ=WEEKLY;BYDAY=TU', at('2027-05-03T18:00'))).toBe('2027-05-04');
    expect(firstOccurrence('FREQ=DAILY;BYHOUR=8;BYMINUTE=0', at('2027-05-03T18:00'))).toBe(
      '2027-05-04T08:00',
    );
  });
});

const range = (count: number): string => Array.from({ length: count }, (_, i) => i).join(',');

describe('checkRule', () => {
  it.each([
    '',
    'nonsense',
    'FREQ=SOMETIMES',
    'INTERVAL=2',
    'FREQ=SECONDLY',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;BYSECOND=1,2',

    'FREQ=DAILY;INTERVAL=99999999',
    'FREQ=DAILY;BYDAY=2MO',
    'FREQ=YEARLY;BYMONTH=2;BYDAY=MO;BYSETPOS=366',
    `FREQ=YEARLY;BYHOUR=${range(24)};BYMINUTE=${range(60)};BYSECOND=${range(60)}`,
    `FREQ=YEARLY;BYHOUR=${range(24)};BYMINUTE=${range(60)}`,
  ])('refuses "%s"', (text) => {
    expect(() => checkRule(text)).toThrow('rrule');
  });
});
