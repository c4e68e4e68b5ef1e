import { describe, expect, it } from 'vitest';
import type { CalendarEvent } from '../../../core/domain/calendar.ts';
import { energyEntries, focusEntries, hoursShown, travelEntries, wallClock } from './entries.ts';

const DAY = '2026-11-25';
const at = (start: string, end: string) => ({ start: `2026-11-25T${start}`, end: `2026-11-25T${end}` });

describe('hoursShown', () => {
  it('shows the working day with an hour around it', () => {
    expect(hoursShown([['09:00', '17:30']], [], DAY, 1)).toEqual({ from: 8, to: 19 });
  });

  it('widens for what lies outside', () => {
    expect(hoursShown([['09:00', '17:00']], [at('06:30', '07:00'), at('20:00', '21:15')], DAY, 1)).toEqual({
      from: 6,
      to: 22,
    });
  });

  it('reaches midnight for what runs over it, and never beyond', () => {
    const late = { start: '2026-11-25T23:00', end: '2026-11-26T01:00' };
    expect(hoursShown([['00:00', '24:00']], [late], DAY, 1)).toEqual({ from: 0, to: 24 });
  });

  it('shows the evening of a night on its first day, the morning on its second, both in a week', () => {
    const night = { start: '2026-11-25T22:00', end: '2026-11-26T01:30' };
    const office = [['09:00', '17:00']] as const;
    expect(hoursShown(office, [night], DAY, 1)).toEqual({ from: 8, to: 24 });
    expect(hoursShown(office, [night], '2026-11-26', 1)).toEqual({ from: 0, to: 18 });
    expect(hoursShown(office, [night], DAY, 7)).toEqual({ from: 0, to: 24 });
    expect(hoursShown(office, [night], '2026-11-27', 1)).toEqual({ from: 8, to: 18 });
    const till = { start: '2026-11-25T22:00', end: '2026-11-26T00:00' };
    expect(hoursShown(office, [till], DAY, 7)).toEqual({ from: 8, to: 24 });
    expect(hoursShown(office, [till], '2026-11-26', 1)).toEqual({ from: 8, to: 18 });
  });

  it('falls back to office hours on a day off', () => {
    expect(hoursShown([], [], DAY, 1)).toEqual({ from: 8, to: 18 });
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

describe('focusEntries', () => {
  it('name a band where nothing lies on its name, and say why it is there', () => {
    const why = { key: 'plan.focus.byHand', params: {} };
    const kept = [{ ...at('10:00', '11:30'), byHand: true, why }];
    const titles = (taken: { start: string; end: string }[]): string[] =>
      focusEntries(kept, taken, DAY, 1).map(({ title }) => title);
    expect(titles([])).toEqual(['Focus']);
    expect(titles([at('10:30', '11:00')])).toEqual(['Focus']);
    expect(titles([at('09:45', '10:10')])).toEqual(['']);
    expect(focusEntries(kept, [], '2026-11-26', 1)).toEqual([]);
    expect(focusEntries(kept, [], DAY, 1)[0]?.extendedProps.of).toBe(
      'Reserved for focus: you placed it here.',
    );
  });
});

describe('travelEntries', () => {
  const event = (fields: Partial<CalendarEvent>): CalendarEvent => ({
    id: '01930000-0000-7000-8000-000000000002' as CalendarEvent['id'],
    title: 'Dentist',
    ...at('10:00', '11:00'),
    tz: 'Europe/Berlin',
    allDay: false,
    blocks: true,
    travelBeforeMin: 20,
    travelAfterMin: 0,
    createdAt: 0,
    updatedAt: 0,
    ...fields,
  });

  it('lie before and after what they lead to and from, and nowhere without a way', () => {
    expect(travelEntries([event({})]).map(({ start, end }) => [start, end])).toEqual([
      ['2026-11-25T09:40', '2026-11-25T10:00'],
    ]);
    const late = event({ ...at('23:00', '23:50'), travelBeforeMin: 0, travelAfterMin: 30 });
    expect(travelEntries([late])[0]).toMatchObject({ start: '2026-11-25T23:50', end: '2026-11-26T00:20' });
    expect(travelEntries([event({ allDay: true }), event({ blocks: false })])).toEqual([]);
  });
});
