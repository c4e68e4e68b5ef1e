import { describe, expect, it } from 'vitest';
import { energyEntries, hoursShown, wallClock } from './entries.ts';

const at = (start: string, end: string) => ({ start: `2026-11-25T${start}`, end: `2026-11-25T${end}` });

describe('hoursShown', () => {
  it('shows the working day with an hour around it', () => {
    expect(hoursShown([['09:00', '17:30']], [])).toEqual({ from: 8, to: 19 });
  });

  it('widens for what lies outside', () => {
    expect(hoursShown([['09:00', '17:00']], [at('06:30', '07:00'), at('20:00', '21:15')])).toEqual({
      from: 6,
      to: 22,
    });
  });

  it('reaches midnight for what runs over it, and never beyond', () => {
    const late = { start: '2026-11-25T23:00', end: '2026-11-26T01:00' };
    expect(hoursShown([['00:00', '24:00']], [late])).toEqual({ from: 0, to: 24 });
  });

  it('falls back to office hours on a day off', () => {
    expect(hoursShown([], [])).toEqual({ from: 8, to: 18 });
  });
});

describe('energyEntries', () => {
  it('covers each day hour by hour', () => {
    const entries = energyEntries(
      Array.from({ length: 24 }, () => 0.44),
      '2026-11-25',
      2,
    );
    expect(entries).toHaveLength(48);
    expect(entries[23]).toMatchObject({
      start: '2026-11-25T23:00',
      end: '2026-11-26T00:00',
      extendedProps: { level: 4 },
    });
  });

  it('shows nothing while nothing is known', () => {
    expect(energyEntries(null, '2026-11-25', 1)).toEqual([]);
  });
});

describe('wallClock', () => {
  it('reads the grid as it was written', () => {
    expect(wallClock(new Date('2026-03-29T02:30:00Z'))).toBe('2026-03-29T02:30');
  });
});
