import { describe, expect, it } from 'vitest';
import { recurrenceId } from '../../core/ids.ts';
import { instantOf } from '../../core/time/zoned.ts';
import type { RecurrenceRecord } from '../../db/index.ts';
import type { Vantage } from '../context.ts';
import { aTask } from '../testing.ts';
import { checkRule, firstOccurrence, nextSlot } from './recurring.ts';

const tz = 'Europe/Berlin';
const at = (local: string): Vantage => ({ at: instantOf(local, tz), tz, local });
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
    ['at the end of a month', 'FREQ=MONTHLY;BYMONTHDAY=31', '2027-05-31', '2027-05-31T09:00', '2027-07-31'],
    ['on the third Friday', 'FREQ=MONTHLY;BYDAY=3FR', '2027-05-21', '2027-05-21T09:00', '2027-06-18'],
    ['past its last day', 'FREQ=DAILY;UNTIL=20270505', '2027-05-05', '2027-05-05T09:00', null],
  ])('%s', (_name, rrule, date, now, next) => {
    expect(nextSlot(rule(rrule), aTask({ date }), at(now))).toBe(next);
  });

  it('keeps the wall clock over a change of the clocks', () => {
    const task = aTask({ date: '2027-10-30', start: '2027-10-30T09:00' });
    expect(nextSlot(rule('FREQ=DAILY', { anchor: '2027-10-30T09:00' }), task, at('2027-10-30T09:10'))).toBe(
      '2027-10-31T09:00',
    );
  });

  it('gives a timed rule its next moment on the same day', () => {
    const task = aTask({ date: '2027-05-03', start: '2027-05-03T09:00' });
    const twice = rule('FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0', { anchor: '2027-05-03T09:00' });
    expect(nextSlot(twice, task, at('2027-05-03T09:30'))).toBe('2027-05-03T17:00');
  });

  it('counts from the day it was done when it recurs from completion', () => {
    const every = rule('FREQ=DAILY;INTERVAL=10', { recurFrom: 'completion' });
    expect(nextSlot(every, aTask({ date: '2027-05-03' }), at('2027-05-20T09:00'))).toBe('2027-05-30');
  });

  it('ends after as many as were asked for', () => {
    const three = 'FREQ=DAILY;COUNT=3';
    expect(nextSlot(rule(three, { made: 2 }), aTask({ date: '2027-05-04' }), at('2027-05-04T09:00'))).toBe(
      '2027-05-05',
    );
    expect(
      nextSlot(rule(three, { made: 3 }), aTask({ date: '2027-05-05' }), at('2027-05-05T09:00')),
    ).toBeNull();
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

describe('checkRule', () => {
  it.each(['', 'nonsense', 'FREQ=SOMETIMES', 'INTERVAL=2'])('refuses "%s"', (text) => {
    expect(() => checkRule(text)).toThrow('rrule');
  });
});
