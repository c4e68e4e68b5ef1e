import { describe, expect, it } from 'vitest';
import { addMinutes, readClock } from './clock.ts';

describe('readClock', () => {
  it('reads times as people type them', () => {
    const typed = ['9', '9:30', '930', '17.30', '5pm', '12 am', '12pm', '0', '24:00'];
    const read = ['09:00', '09:30', '09:30', '17:30', '17:00', '00:00', '12:00', '00:00', '24:00'];
    expect(typed.map(readClock)).toEqual(read);
  });

  it('refuses what is no time of day', () => {
    expect(['', '25', '9:60', '24:30', '13pm', '0am', 'noonish', '9:3'].map(readClock)).toEqual(
      Array(8).fill(null),
    );
  });
});

describe('addMinutes', () => {
  it('stays within the day', () => {
    expect([addMinutes('19:00', 120), addMinutes('23:00', 120), addMinutes('01:00', -120)]).toEqual([
      '21:00',
      '24:00',
      '00:00',
    ]);
  });
});
