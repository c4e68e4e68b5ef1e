import { describe, expect, it } from 'vitest';
import type { WorkProfileView } from '../../../core/domain/work-profile.ts';
import { heatRows, workProfileSentences } from './heat.ts';

const perHour = (of: (hour: number) => number): number[] => Array.from({ length: 24 }, (_, hour) => of(hour));
const inOffice = (hour: number): boolean => hour >= 9 && hour < 17;

const nothing: WorkProfileView = {
  source: 'none',
  learnedAt: null,
  energyByHour: null,
  productivity: null,
  focus: null,
  switching: null,
  day: null,
  capacityMin: null,
  pace: null,
  calendarLoad: null,
};
const known: WorkProfileView = {
  ...nothing,
  source: 'learned',
  productivity: {
    value: {
      byHour: perHour(() => 1),
      byWeekdayHour: Array.from({ length: 7 }, (_, day) =>
        perHour((hour) => (day === 1 && hour === 10 ? 2 : inOffice(hour) ? 1 : 0)),
      ),
      evidenceHours: perHour((hour) => (inOffice(hour) ? 30 : 0)),
      peakHours: [10, 11, 12],
      energyByHour: perHour(() => 0.5),
    },
    confidence: 0.8,
  },
  focus: { value: { lengthMin: 48, breakMin: 10 }, confidence: 0.9 },
  switching: { value: { costMin: 9, perDistanceMin: null }, confidence: 0.1 },
  pace: { value: { median: 1.2, sd: 0.2 }, confidence: 0.5 },
  capacityMin: { value: { mon: 270, fri: 200 }, confidence: 0.4 },
};

describe('heatRows', () => {
  it('shows the hours that are known, each against the best', () => {
    const rows = heatRows(known);
    expect(rows.map(({ name }) => name).join(' ')).toBe('Mon Tue Wed Thu Fri Sat Sun');
    expect(rows[0]!.cells.map(({ hour }) => hour)).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
    expect(rows[1]!.cells[1]).toEqual({ hour: 10, value: 2, level: 10 });
    expect(rows[0]!.cells[1]).toEqual({ hour: 10, value: 1, level: 5 });
  });

  it('is empty before there is data', () => {
    expect(heatRows(nothing)).toEqual([]);
  });
});

describe('workProfileSentences', () => {
  it('says what is known, surest first, and keeps quiet about the rest', () => {
    expect(workProfileSentences(known)).toEqual([
      'You usually focus for about 48 min.',
      'Most gets done between 10:00 and 13:00.',
      'Your days take about 20% longer than planned.',
      'What you get done on a typical day: Mon 4h 30m, Fri 3h 20m.',
    ]);
    expect(workProfileSentences(nothing)).toEqual([]);
  });
});
