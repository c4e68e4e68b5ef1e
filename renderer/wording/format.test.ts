import { describe, expect, it } from 'vitest';
import {
  addMinutes,
  clockTime,
  fileSize,
  fullMoment,
  minutes,
  minutesBetween,
  percent,
  relativeDay,
  relativeMoment,
  stopwatch,
  timeRange,
} from './format.ts';

const TODAY = '2026-11-25';

describe('lengths', () => {
  it('stay minutes while that is how one says them, and become hours beyond', () => {
    expect([0.4, 8, 45, 70, 100, 120, 310].map(minutes)).toEqual([
      '1 min',
      '8 min',
      '45 min',
      '1h 10m',
      '1h 40m',
      '2h',
      '5h 10m',
    ]);
  });
});

describe('times', () => {
  it('drop the leading zero of the hour only', () => {
    expect([clockTime('09:05'), clockTime('2026-11-25T17:20')]).toEqual(['9:05', '17:20']);
    expect(timeRange('2026-11-25T10:10', '2026-11-25T10:55')).toBe('10:10 – 10:55');
  });

  it('run as a stopwatch', () => {
    expect([-5, 65_000, 1_450_000, 3_725_000].map(stopwatch)).toEqual(['0:00', '1:05', '24:10', '1:02:05']);
  });
});

describe('days', () => {
  it('are said from today', () => {
    const days = ['2026-11-24', TODAY, '2026-11-26', '2026-11-27', '2026-12-02', '2027-01-04'];
    expect(days.map((day) => relativeDay(day, TODAY))).toEqual([
      'yesterday',
      'today',
      'tomorrow',
      'Friday',
      'Wed 2 Dec',
      'Mon 4 Jan 2027',
    ]);
  });

  it('carry the time when there is one', () => {
    expect(relativeMoment('2026-11-26T09:30', TODAY)).toBe('tomorrow 9:30');
    expect(fullMoment('2026-11-30', TODAY)).toBe('Mon 30 Nov');
  });
});

describe('chances', () => {
  it('never round to certainty', () => {
    expect([0, 0.001, 0.784, 0.999, 1].map(percent)).toEqual(['0%', '1%', '78%', '99%', '100%']);
  });
});

describe('wall-clock arithmetic', () => {
  it('crosses midnight both ways', () => {
    expect(addMinutes('2026-11-25T23:50', 20)).toBe('2026-11-26T00:10');
    expect(addMinutes('2026-03-01T00:05', -10)).toBe('2026-02-28T23:55');
    expect(minutesBetween('2026-11-25T23:30', '2026-11-26T01:00')).toBe(90);
  });
});

describe('sizes', () => {
  it('are short', () => {
    expect([900, 4_096, 3_500_000].map(fileSize)).toEqual(['900 B', '4 kB', '3.3 MB']);
  });
});
