import { describe, expect, it } from 'vitest';
import type { FocusGoal } from '../../core/domain/settings.ts';
import { chooseFocus, type FocusSource, type FocusStretch } from './focus-openings.ts';

const office: [string, string][] = [['09:00', '17:00']];
/** Monday to Friday at the office; strongest from ten to noon. Monday is 3 May 2027. */
const source = (fields: Partial<FocusSource>): FocusSource => ({
  now: '2027-05-03T08:00',
  horizonDays: 7,
  workingHours: { mon: office, tue: office, wed: office, thu: office, fri: office },
  events: [],
  energyByHour: Array.from({ length: 24 }, (_, hour) => (hour === 10 || hour === 11 ? 1 : 0.4)),
  bufferMin: 0,
  usuallyFree: [],
  kept: [],
  givenUp: [],
  ...fields,
});
const goal = (fields: Partial<FocusGoal> = {}): FocusGoal => ({
  blocksPerWeek: 3,
  blockMin: 90,
  from: '08:00',
  to: '18:00',
  ...fields,
});
const meeting = (start: string, end: string): FocusSource['events'][number] => ({ id: start, start, end });
const spans = (kept: readonly FocusStretch[]): string[] =>
  kept.map(({ start, end }) => `${start.slice(5)}–${end.slice(11)}`);

describe('focus time', () => {
  it('lies in the strongest hours, on different days', () => {
    const { kept, short } = chooseFocus(goal(), source({}));
    expect(spans(kept)).toEqual(['05-03T10:00–11:30', '05-04T10:00–11:30', '05-05T10:00–11:30']);
    expect(kept.every(({ strong }) => strong)).toBe(true);
    expect(short).toEqual([]);
  });

  it('leaves air around meetings and travel', () => {
    const events = [{ ...meeting('2027-05-03T10:30', '2027-05-03T11:00'), travelAfterMin: 20 }];
    const one = chooseFocus(
      goal({ blocksPerWeek: 1, to: '13:00' }),
      source({
        events,
        bufferMin: 10,
        horizonDays: 1,
        workingHours: { mon: [['09:00', '13:00']] },
      }),
    );
    // 11:20 is the end of the way back; ten minutes later the next quarter is 11:30.
    expect(spans(one.kept)).toEqual(['05-03T11:30–13:00']);
  });

  it('prefers what is usually free of meetings', () => {
    const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
    const usuallyFree = weekdays.map((weekday) => ({ weekday, fromMin: 13 * 60, toMin: 17 * 60 }));
    const flat = source({ usuallyFree, energyByHour: undefined });
    const { kept } = chooseFocus(goal(), flat);
    expect(spans(kept)[0]).toBe('05-03T13:00–14:30');
    expect(kept[0]).toMatchObject({ quiet: true, strong: false });
  });

  it('stays from plan to plan, and moves on its day when a meeting lands on it', () => {
    const first = chooseFocus(goal(), source({}));
    const flatter = source({ kept: first.kept, energyByHour: undefined, now: '2027-05-03T08:40' });
    expect(spans(chooseFocus(goal(), flatter).kept)).toEqual(spans(first.kept));
    const events = [meeting('2027-05-04T11:00', '2027-05-04T12:00')];
    const after = chooseFocus(goal(), source({ kept: first.kept, events }));
    expect(spans(after.kept)).toEqual(['05-03T10:00–11:30', '05-04T09:30–11:00', '05-05T10:00–11:30']);
  });

  it('counts what is over, and asks the rest of a week only for its share', () => {
    const over: FocusStretch = {
      start: '2027-05-03T10:00',
      end: '2027-05-03T11:30',
      byHand: false,
      strong: true,
      quiet: false,
    };
    const later = { now: '2027-05-06T08:00', horizonDays: 4 };
    expect(chooseFocus(goal(), source({ ...later, kept: [over] })).kept).toHaveLength(3);
    expect(chooseFocus(goal(), source(later)).kept).toHaveLength(2);
  });

  it('does not come back on a day on which it was given up, nor for it on another', () => {
    const { kept } = chooseFocus(goal(), source({ givenUp: ['2027-05-04'] }));
    expect(spans(kept)).toEqual(['05-03T10:00–11:30', '05-05T10:00–11:30']);
  });

  it('keeps what was put somewhere by hand, even without a goal, until a meeting takes it', () => {
    const own = {
      start: '2027-05-03T18:00',
      end: '2027-05-03T19:00',
      byHand: true,
      strong: false,
      quiet: false,
    };
    expect(chooseFocus(null, source({ kept: [own] })).kept).toEqual([own]);
    const events = [meeting('2027-05-03T18:30', '2027-05-03T19:30')];
    expect(chooseFocus(null, source({ kept: [own], events })).kept).toEqual([]);
  });

  it('says when no opening is long enough, and how long the longest is', () => {
    const days = ['03', '04', '05', '06', '07'];
    const events = days.flatMap((day) =>
      [9, 11, 13, 15].map((hour) => {
        const two = (value: number): string => String(value).padStart(2, '0');
        return meeting(`2027-05-${day}T${two(hour)}:00`, `2027-05-${day}T${two(hour + 1)}:00`);
      }),
    );
    const { kept, short } = chooseFocus(goal(), source({ events }));
    expect(kept).toEqual([]);
    expect(short).toEqual([{ week: '2027-05-03', found: 0, wanted: 3, longestMin: 60 }]);
  });

  it('takes no day off and nothing over midnight', () => {
    const night = source({ workingHours: 'always', now: '2027-05-03T22:40', horizonDays: 1 });
    const late = chooseFocus(goal({ from: '00:00', to: '24:00' }), night);
    expect(late.kept).toEqual([]);
    expect(chooseFocus(goal(), source({ workingHours: {} }))).toEqual({ kept: [], short: [] });
  });
});
