import { describe, expect, it } from 'vitest';
import type { DayForecast, PlannedBlock, PlanView } from '../../../core/domain/views.ts';
import type { ProjectId, TaskId } from '../../../core/ids.ts';
import { forecastWords, movedWords, reasonWords } from './rows.ts';

const ID = '01930000-0000-7000-8000-000000000001' as TaskId;
const TODAY = '2026-11-25';

const forecast = (probability: number, without: number): DayForecast => ({
  day: TODAY,
  doneBy: `${TODAY}T17:20`,
  probability,
  without: { taskId: ID, title: 'Invoice audit', probability: without },
  plannedMin: 310,
  capacityMin: 330,
});

describe('forecastWords', () => {
  it('says when, how sure, what would help and how full', () => {
    expect(forecastWords(forecast(0.78, 0.91))).toEqual({
      doneBy: '17:20',
      chance: '78 %',
      without: { title: 'Invoice audit', chance: '91 %' },
      load: '5 h 10 planned of your usual 5 h 30',
      overloaded: false,
    });
  });

  it('keeps quiet about a help that is none', () => {
    expect(forecastWords(forecast(0.97, 0.99)).without).toBeNull();
  });

  it('has nothing to say before the first plan', () => {
    expect(Object.values(forecastWords(undefined))).toEqual([null, null, null, null, false]);
  });
});

describe('reasonWords', () => {
  it('joins sentences into one, whatever they begin with', () => {
    const similar = { key: 'duration.similar', params: { count: 6, low: 35, high: 70 } };
    const unknown = { key: 'duration.default', params: {} };
    expect(reasonWords([similar, unknown])).toBe('6 like this took 35–70 min; nothing like it yet.');
  });
});

describe('movedWords', () => {
  const block: PlannedBlock = {
    taskId: ID,
    title: 'Invoice audit',
    start: `${TODAY}T11:30`,
    end: `${TODAY}T12:00`,
    part: 1,
    parts: 1,
    projectId: null as ProjectId | null,
    pinned: false,
    done: false,
    running: false,
    slack: 'none',
  };
  const plan = { blocks: [block] } as unknown as PlanView;

  it('gives only the times for a move within the day', () => {
    const moved = { taskId: ID, part: 1, from: `${TODAY}T10:00`, to: `${TODAY}T11:30` };
    expect(movedWords(plan, moved, () => undefined, TODAY)).toBe('Invoice audit: 10:00 → 11:30');
  });

  it('gives the day as well when it moved away', () => {
    const moved = { taskId: ID, part: 1, from: `${TODAY}T10:00`, to: '2026-11-26T09:00' };
    expect(movedWords(plan, moved, () => undefined, TODAY)).toBe(
      'Invoice audit: today 10:00 → tomorrow 9:00',
    );
  });
});
