import { describe, expect, it } from 'vitest';
import type { Task } from '../../../core/domain/task.ts';
import type { DayForecast, PlannedBlock } from '../../../core/domain/views.ts';
import type { TaskId } from '../../../core/ids.ts';
import {
  comingUp,
  forecastWords,
  hourWords,
  movedWords,
  parkedWords,
  onTimeWords,
  reasonWords,
  reviewWords,
  tooLate,
} from './rows.ts';

const ID = '01930000-0000-7000-8000-000000000001' as TaskId;
const TODAY = '2026-11-25';

const forecast = (probability: number, without: number): DayForecast => ({
  day: TODAY,
  doneBy: `${TODAY}T17:20`,
  probability,
  promise: { by: `${TODAY}T17:30`, probability },
  without: { taskId: ID, title: 'Invoice audit', probability: without },
  plannedMin: 310,
  capacityMin: 330,
  capacityLearned: true,
});

describe('forecastWords', () => {
  it('says when, how sure, what would help and how full', () => {
    expect(forecastWords(forecast(0.78, 0.91))).toEqual({
      doneBy: '17:30',
      chance: '78%',
      without: { title: 'Invoice audit', chance: '91%' },
      load: '5h 10m planned of your usual 5h 30m',
      overloaded: false,
    });
  });

  it('names an earlier moment when the day is nearly sure, and then compares nothing with it', () => {
    const promise = { by: `${TODAY}T15:40`, probability: 0.82 };
    const { doneBy, chance, without } = forecastWords({ ...forecast(0.85, 0.99), promise });
    expect({ doneBy, chance, without }).toEqual({ doneBy: '15:40', chance: '82%', without: null });
  });

  it('calls only what is learned usual', () => {
    const { load } = forecastWords({ ...forecast(0.78, 0.91), capacityLearned: false });
    expect(load).toBe('5h 10m planned of 5h 30m');
  });

  it('keeps quiet about a help that is none', () => {
    expect(forecastWords(forecast(0.97, 0.99)).without).toBeNull();
  });

  it('has nothing to say before the first plan', () => {
    expect(Object.values(forecastWords(undefined))).toEqual([null, null, null, null, false]);
  });
});

describe('tooLate', () => {
  const block = (id: number, start: string, more: Partial<PlannedBlock> = {}): PlannedBlock => ({
    taskId: `01930000-0000-7000-8000-00000000000${id}` as TaskId,
    title: `Task ${id}`,
    start,
    end: start,
    part: 1,
    parts: 1,
    projectId: null,
    pinned: false,
    done: false,
    running: false,
    slack: 'none',
    ...more,
  });
  const task = (id: number, runningSince: number | null = null): Task =>
    ({ id: block(id, '').taskId, title: `Task ${id}`, runningSince }) as Task;
  const ids = (found: readonly { taskId: TaskId }[]): number[] =>
    found.map(({ taskId }) => Number(taskId.slice(-1)));

  it('names what is for today and has no time today, and what is planned after its deadline', () => {
    const blocks = [
      block(1, `${TODAY}T09:00`),
      block(2, '2026-11-27T09:00', { slack: 'late' }),
      block(3, '2026-11-28T09:00', { slack: 'late' }),
      block(4, '2026-11-28T10:00', { slack: 'good' }),
    ];
    const due = [task(1), task(2), task(5), task(6, 1)];
    const { forToday, later } = tooLate(blocks, due, TODAY, new Set());
    expect(forToday.map(({ start }) => start)).toEqual(['2026-11-27T09:00', null]);
    expect({ forToday: ids(forToday), later: ids(later) }).toEqual({ forToday: [2, 5], later: [3] });
    const named = tooLate(blocks, due, TODAY, new Set([block(5, '').taskId, block(3, '').taskId]));
    expect({ forToday: ids(named.forToday), later: ids(named.later) }).toEqual({ forToday: [2], later: [] });
  });
});

describe('reasonWords', () => {
  it('joins sentences into one, whatever they begin with', () => {
    const similar = { key: 'duration.similar', params: { count: 6, low: 35, high: 70 } };
    const unknown = { key: 'duration.default', params: {} };
    expect(reasonWords([similar, unknown])).toBe(
      '6 similar tasks took 35 min to 1h 10m; no similar tasks yet.',
    );
  });
});

describe('movedWords', () => {
  const title = 'Invoice audit';

  it('gives only the times for a move within the day', () => {
    const moved = { taskId: ID, title, part: 1, from: `${TODAY}T10:00`, to: `${TODAY}T11:30` };
    expect(movedWords(moved, TODAY)).toBe('Invoice audit: 10:00 → 11:30');
  });

  it('gives the day as well when it moved away', () => {
    const moved = { taskId: ID, title, part: 1, from: `${TODAY}T10:00`, to: '2026-11-26T09:00' };
    expect(movedWords(moved, TODAY)).toBe('Invoice audit: today 10:00 → tomorrow 9:00');
  });
});

describe('parkedWords', () => {
  it('names what has no place before the answer, once, with the place it would get', () => {
    const one = (title: string, to: string | null, part = 1) => ({ taskId: ID, title, part, to });
    const moved = [{ ...one('Moved', null), from: `${TODAY}T10:00` }];
    const parked = [
      one('Moved', null),
      one('Bank', `${TODAY}T09:05`, 2),
      one('Paper', '2026-11-26T09:00', 3),
      one('Rent', null, 4),
    ];
    expect(parkedWords({ moved, parked }, TODAY)).toEqual(['Bank (9:05)', 'Paper (tomorrow 9:00)', 'Rent']);
  });
});

describe('comingUp', () => {
  const at = (day: string, time: string, done = false): PlannedBlock =>
    ({ taskId: ID, part: 1, start: `${day}T${time}`, end: `${day}T23:00`, done }) as PlannedBlock;

  it('lists what comes after today, a day at a time, and counts the rest', () => {
    const blocks = [
      at('2026-11-27', '09:00'),
      at(TODAY, '10:00'),
      at('2026-11-26', '11:00'),
      at('2026-11-26', '09:00'),
      at('2026-11-30', '09:00'),
      at('2026-11-26', '12:00', true),
    ];
    const { days, more } = comingUp(blocks, TODAY, 3);
    expect(days.map(({ day, blocks: shown }) => [day, ...shown.map(({ start }) => start.slice(11))])).toEqual(
      [
        ['2026-11-26', '09:00', '11:00'],
        ['2026-11-27', '09:00'],
      ],
    );
    expect(more).toBe(1);
    expect(comingUp([at(TODAY, '10:00')], TODAY, 3)).toEqual({ days: [], more: 0 });
  });
});

describe('hourWords', () => {
  const byHour = (...chances: number[]): DayForecast['byHour'] =>
    chances.map((probability, index) => ({ time: `${TODAY}T${14 + index}:00`, probability }));

  it('goes from the first hour with a chance to the first that is nearly sure', () => {
    expect(hourWords(byHour(0.01, 0.2, 0.64, 0.97, 1))).toBe('by 15:00 20%, by 16:00 64%, by 17:00 97%');
    expect(hourWords(byHour(0.01))).toBeNull();
    expect(hourWords(undefined)).toBeNull();
  });
});

describe('onTimeWords', () => {
  it('speaks only when a deadline is uncertain', () => {
    expect(onTimeWords(0.62)).toBe('62% on time');
    const quiet = [0, 0.95, null, undefined];
    expect(quiet.map(onTimeWords)).toEqual([null, null, null, null]);
  });
});

describe('reviewWords', () => {
  const view = (kind: 'morning' | 'evening' | 'return', count: number) => ({
    kind,
    awayDays: kind === 'return' ? 4 : 0,
    leftovers: Array.from({ length: count }, () => ({ taskId: ID, title: 'x', day: TODAY, deferrals: 0 })),
    nextDay: '2026-11-26',
    plannedMin: 300,
    capacityMin: 270,
    capacityLearned: true,
  });

  it('says how much is left, and in the morning how full the day is', () => {
    expect(reviewWords(view('morning', 1)).line).toBe(
      'One task left over. Today: 5h planned of your usual 4h 30m.',
    );
    expect(reviewWords(view('evening', 3)).line).toBe('3 tasks unfinished.');
    expect(reviewWords(view('return', 3)).line).toContain('3 tasks passed their days');
  });
});
