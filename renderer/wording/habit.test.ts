import { describe, expect, it } from 'vitest';
import { habitWhenWords, habitWords, progressWords, streakWords } from './habit.ts';

describe('a habit in words', () => {
  it('says how often, when and on which days', () => {
    const habit = { timesPerWeek: 3, window: null, idealTime: null, weekdays: [] };
    expect(habitWords(habit)).toBe('3× a week');
    expect(habitWords({ ...habit, window: ['19:00', '22:00'], weekdays: ['mon', 'thu'] })).toBe(
      '3× a week, 19:00 – 22:00, Mon, Thu',
    );
    expect(habitWhenWords(['07:00', '09:00'], '07:30')).toBe('around 7:30');
    expect(habitWhenWords(['07:00', '09:00'], '07:00')).toBe('7:00 – 9:00');
  });

  it('counts what is done, and nothing that is not', () => {
    const week = { week: '2027-05-03', aim: 3, done: 1 };
    expect(progressWords(week, 3)).toBe('1 of 3 this week');
    expect(progressWords({ ...week, aim: 2, done: 0 }, 3)).toBe('0 of 2 in the rest of this week');
    expect(progressWords({ ...week, done: 4 }, 3)).toBe('4 this week');
    expect(progressWords({ ...week, aim: 0, done: 0 }, 3)).toBe('0 this week');
  });

  it('names a row of weeks from two on', () => {
    expect([0, 1, 2].map((streakWeeks) => streakWords({ streakWeeks }))).toEqual([
      null,
      null,
      '2 weeks in a row',
    ]);
  });
});
