import { describe, expect, it } from 'vitest';
import { say } from '../../../core/messages/index.ts';
import type { HistoryTask } from '../../../core/replay.ts';
import { simulatedLife, type Trait } from '../testing/lives.ts';
import { INSIGHT_IDS } from './finding.ts';
import { insightsOf } from './index.ts';

const PEOPLE = 10;
const WEEK_MS = 7 * 86_400_000;
const FIRST_DAY = Date.UTC(2025, 0, 6);
const FOUND: Record<Trait, string> = {
  morning: 'peak-hours',
  rusher: 'deadline-rush',
  underEstimates: 'under-estimates',
  overEstimates: 'over-estimates',
  changes: 'change',
  fullLists: 'too-full-days',
  noMondays: 'weekday-pattern',
  stallsOne: 'stalls',
};

function lives(trait: Trait | null, count = PEOPLE): HistoryTask[][] {
  return Array.from({ length: count }, (_, i) =>
    simulatedLife({
      seed: 900 + 31 * i,
      trait,
      weeks: trait === 'changes' || trait === 'noMondays' ? 16 : 10 + (i % 8),
      perDay: 4 + (i % 5),
      noise: 0.3 + 0.1 * (i % 4),
    }),
  );
}

describe('insights', () => {
  it.each(Object.keys(FOUND) as Trait[])('find what a person is like in nine of ten: %s', (trait) => {
    const found = lives(trait).map((life) => insightsOf(life, { tz: 'UTC' }).insights.map(({ id }) => id));
    expect(found.filter((ids) => ids.includes(FOUND[trait])).length).toBeGreaterThanOrEqual(0.9 * PEOPLE);
    // And hardly anything else: every id at most once in ten.
    for (const id of INSIGHT_IDS.filter((one) => one !== FOUND[trait]))
      expect(found.filter((ids) => ids.includes(id)).length).toBeLessThanOrEqual(1);
  });

  it('tell someone without habits of one in at most one of twenty', () => {
    const reported = lives(null, 20).filter((life) => insightsOf(life, { tz: 'UTC' }).insights.length > 0);
    expect(reported.length).toBeLessThanOrEqual(1);
  });

  it('date a change to within two weeks', () => {
    for (const life of lives('changes')) {
      const change = insightsOf(life, { tz: 'UTC' }).insights.find(({ id }) => id === 'change');
      if (!change) continue;
      expect(Math.abs(Date.parse(change.since!) - FIRST_DAY - 9 * WEEK_MS)).toBeLessThanOrEqual(2 * WEEK_MS);
    }
  });

  it('name the project whose tasks take longer, and the tasks behind it', () => {
    const life = lives('underEstimates')[0]!;
    const { insights, profile } = insightsOf(life, { tz: 'UTC' });
    const found = insights.find(({ id }) => id === 'under-estimates')!;
    expect(found.params['project']).toBe('Study');
    expect(found.effect).toBeGreaterThan(1.3);
    const ids = new Set(life.filter(({ project }) => project === 'Study').map(({ id }) => id));
    for (const id of found.tasks) expect(ids).toContain(id);
    expect(profile.estimateRatio).toBeGreaterThan(1);
  });

  it('say nothing of too little, and say so', () => {
    const few = simulatedLife({ seed: 5, trait: 'morning' }).slice(0, 20);
    expect(insightsOf(few, { tz: 'UTC' })).toMatchObject({ insights: [], quiet: 'too-little' });
    expect(insightsOf([], { tz: 'UTC' })).toMatchObject({ quiet: 'too-little', profile: { peakHours: [] } });
  });

  it('look at nothing that comes after now', () => {
    const life = lives('changes')[0]!;
    const now = '2025-03-01T12:00:00Z';
    const before = life.filter(({ createdAt }) => createdAt <= now);
    const cut = insightsOf(life, { tz: 'UTC', now });
    expect(cut.metrics.tasks).toBe(before.length);
    expect(cut.insights.map(({ id }) => id)).not.toContain('change');
  });

  it('read plain days, wall clocks and instants alike', () => {
    const day = { id: 1, title: 'a', createdAt: '2025-03-03', completedAt: '2025-03-03', due: '2025-03-03' };
    const wall = { ...day, createdAt: '2025-03-03T09:00', completedAt: '2025-03-03T10:00' };
    const instant = {
      ...day,
      createdAt: '2025-03-03T22:30:00-08:00',
      completedAt: '2025-03-03T23:00:00-08:00',
    };
    for (const line of [day, wall, instant]) {
      const tz = line === instant ? 'America/Los_Angeles' : 'Europe/Berlin';
      const { metrics } = insightsOf(
        Array.from({ length: 12 }, (_, id) => ({ ...line, id })),
        { tz },
      );
      expect(metrics).toMatchObject({ finished: 12, activeDays: 1, from: '2025-03-03' });
    }
    expect(() => insightsOf([{ ...day, createdAt: 'one day' }], { tz: 'UTC' })).toThrow('no date');
  });

  it('have figures for the pictures that add up', () => {
    const life = lives('stallsOne')[3]!;
    const { charts, metrics } = insightsOf(life, { tz: 'UTC' });
    const finished = life.filter(({ done }) => done === true);
    expect(charts.weeks.reduce((sum, week) => sum + week.finished, 0)).toBe(metrics.finished);
    expect(charts.weeks.reduce((sum, week) => sum + week.added, 0)).toBe(life.length);
    expect(charts.weeks.map(({ from }) => new Date(from).getUTCDay())).toEqual(charts.weeks.map(() => 1));
    const minutes = finished.reduce((sum, { actualMin }) => sum + (actualMin ?? 0), 0);
    expect(charts.energy.reduce((sum, cell) => sum + cell.minutes, 0)).toBeCloseTo(minutes, -2);
    // Begun between 8:30 and 17:00, Monday to Friday but for a few weekends.
    for (const { hour } of charts.energy) expect(hour).toBeGreaterThanOrEqual(7);
    expect(charts.estimates.at(-1)).toMatchObject({
      title: expect.any(String),
      estimateMin: expect.any(Number),
    });
    expect(insightsOf([], { tz: 'UTC' }).charts).toEqual({
      energy: [],
      estimates: [],
      weeks: [],
      deferrals: [],
    });
  });

  it('have a sentence for every id', () => {
    const sentences = INSIGHT_IDS.map((id) =>
      say({
        key: `insight.${id}`,
        params: { what: 'completion', before: 0.7, after: 0.4, since: '2027-05-03' },
      }),
    );
    expect(sentences.filter((text) => text.includes('insight.'))).toEqual([]);
    expect(sentences).toContain("Since Mon 3 May, you have finished 40% of each day's tasks, down from 70%.");
  });
});
