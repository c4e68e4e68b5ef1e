import { describe, expect, it } from 'vitest';
import { instantOf } from '../../core/time/zoned.ts';
import { Timeline } from './timeline.ts';

describe('Timeline', () => {
  it('agrees with the time-zone data on every minute of days with and without clock changes', () => {
    for (const [now, tz] of [
      ['2027-03-27T13:07', 'Europe/Berlin'],
      ['2027-10-30T13:07', 'Europe/Berlin'],
      ['2027-04-03T13:07', 'Australia/Lord_Howe'],
      ['2027-04-29T13:07', 'Africa/Cairo'],
    ] as const) {
      const timeline = new Timeline(now, tz, 3);
      const origin = instantOf(now, tz);
      for (let minute = 0; minute < timeline.end; minute += 7) {
        const local = timeline.localOf(minute);
        const named = (instantOf(local, tz) - origin) / 60_000;
        expect(timeline.minuteOf(local)).toBe(named);
        const twice = timeline.unnameable().some(([from, to]) => from < minute && minute < to);
        expect(named === minute || twice).toBe(true);
      }
    }
  });

  it('puts a skipped time on the change for hours, and forward for everything else', () => {
    const timeline = new Timeline('2027-03-28T00:00', 'Europe/Berlin', 1);
    expect(timeline.spanOfDay(0, '02:30', '24:00')).toEqual([120, 1380]);
    expect(timeline.localOf(timeline.minuteOf('2027-03-28T02:30'))).toBe('2027-03-28T03:30');
  });

  it('knows days outside its horizon', () => {
    const timeline = new Timeline('2027-05-03T12:00', 'UTC', 1);
    expect(timeline.dayBegin('2027-05-10')).toBe(6.5 * 1440);
    expect(timeline.dayAfter('2027-05-01')).toBe(-1.5 * 1440);
    expect(timeline.localOf(3 * 1440)).toBe('2027-05-06T12:00');
    expect(timeline.dayIndexOf(3 * 1440)).toBe(-1);
  });
});
