import { describe, expect, it } from 'vitest';
import { nextSpan, problemWith, withDay } from './hours.ts';

describe('withDay', () => {
  it('replaces one day and keeps the others', () => {
    expect(withDay({ mon: [['09:00', '17:00']] }, 'tue', [['10:00', '12:00']])).toEqual({
      mon: [['09:00', '17:00']],
      tue: [['10:00', '12:00']],
    });
  });

  it('leaves a day off out', () => {
    expect(withDay({ mon: [['09:00', '17:00']] }, 'mon', [])).toEqual({});
  });
});

describe('problemWith', () => {
  it('finds what can not be worked', () => {
    expect(problemWith([['17:00', '09:00']])).toBe('It ends before it begins.');
    expect(
      problemWith([
        ['09:00', '13:00'],
        ['12:00', '14:00'],
      ]),
    ).toBe('These hours overlap.');
    expect(
      problemWith([
        ['09:00', '12:00'],
        ['12:00', '14:00'],
      ]),
    ).toBeNull();
  });
});

describe('nextSpan', () => {
  it('offers a usual day, then something after the last span, then nothing', () => {
    expect(nextSpan([])).toEqual(['09:00', '17:30']);
    expect(problemWith([['09:00', '12:00'], nextSpan([['09:00', '12:00']]) ?? ['', '']])).toBeNull();
    expect(nextSpan([['09:00', '23:00']])).toBeNull();
  });
});
