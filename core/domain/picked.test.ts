import { describe, expect, it } from 'vitest';
import { keepTimes } from './picked.ts';

describe('what is picked beside a line', () => {
  const words = { date: '2027-05-03', start: '2027-05-03T19:00', end: '2027-05-04T00:30' };

  it('keeps the typed hour on another day, over midnight too', () => {
    expect(keepTimes({ date: '2027-05-06' }, words)).toEqual({
      date: '2027-05-06',
      start: '2027-05-06T19:00',
      end: '2027-05-07T00:30',
    });
    expect(keepTimes({ deadline: '2027-05-06' }, { deadline: '2027-05-04T17:00' })).toEqual({
      deadline: '2027-05-06T17:00',
    });
  });

  it('leaves alone what was picked itself, and takes the hour with the day', () => {
    const own = { date: '2027-05-06', start: '2027-05-06T08:00' };
    expect(keepTimes(own, words)).toEqual(own);
    expect(keepTimes({ date: null }, words)).toEqual({ date: null, start: null, end: null });
    expect(keepTimes({ deadline: null }, { deadline: '2027-05-04T17:00' })).toEqual({ deadline: null });
    expect(keepTimes({ durationMin: 30 }, words)).toEqual({ durationMin: 30 });
  });
});
