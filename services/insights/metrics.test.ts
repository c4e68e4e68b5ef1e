import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { predictionId } from '../../core/ids.ts';
import type { RetentionWeek } from '../../core/metrics.ts';
import { seededRandom } from '../../core/random.ts';
import { addDays } from '../../core/time/zoned.ts';
import { laggedCorrelationOf, successMetricsOf, type MetricsSource } from './metrics.ts';

const TODAY = '2027-05-05';
const point = (until: number, error: number, baseline: number, count = 20) => ({
  until,
  error,
  baseline,
  count,
});

function source(over: Partial<MetricsSource> = {}): MetricsSource {
  return { activity: [], feedback: [], log: [], today: TODAY, tz: 'Europe/Berlin', ...over };
}

const log = { target: 'duration', outcomes: 80, active: true, calibration: [], inside80: 0.8 };

describe('success metrics', () => {
  it('say after how many outcomes a predictor was useful, and how fast it got better', () => {
    const series = [point(1, 40, 30), point(2, 31, 30), point(3, 25, 30), point(4, 20, 29)];
    const [duration] = successMetricsOf(source({ log: [{ ...log, series }] })).predictors;
    expect(duration).toMatchObject({ usefulAfter: 40, error: 20, baseline: 29 });
    // From 40 to 20 over sixty outcomes: about 68 % less in a hundred.
    expect(duration!.per100).toBeGreaterThan(-0.75);
    expect(duration!.per100).toBeLessThan(-0.6);
    const worse = successMetricsOf(source({ log: [{ ...log, series: [...series, point(5, 30, 29)] }] }));
    expect(worse.predictors[0]!.usefulAfter).toBeNull();
  });

  it('count what was taken as it was, corrected and put aside', () => {
    const verdict = (verdictOf: 'yes' | 'tooLong' | 'notNow') =>
      ({
        id: verdictOf,
        predictionId: predictionId.parse(v7()),
        verdict: verdictOf,
        at: Date.parse(TODAY),
      }) as const;
    const { satisfaction } = successMetricsOf(
      source({
        activity: [
          { day: TODAY, type: 'planAccepted', count: 5 },
          { day: TODAY, type: 'corrected', count: 2 },
          { day: TODAY, type: 'suggestionDismissed', count: 1 },
        ],
        feedback: [verdict('yes'), verdict('tooLong'), verdict('notNow')],
      }),
    );
    expect(satisfaction).toMatchObject({ accepted: 6, corrected: 3, dismissed: 2, share: 6 / 11 });
    expect(satisfaction.range![0]).toBeGreaterThan(0.2);
    expect(satisfaction.range![1]).toBeLessThan(0.8);
    expect(successMetricsOf(source()).satisfaction).toMatchObject({ share: null, range: null });
  });

  it('count uses of a feature, lately and by week', () => {
    const { features } = successMetricsOf(
      source({
        activity: [
          { day: '2027-01-04', type: 'started', count: 3 },
          { day: addDays(TODAY, -1), type: 'tracked', count: 2 },
        ],
      }),
    );
    expect(features.find(({ feature }) => feature === 'timer')).toEqual({
      feature: 'timer',
      uses: 5,
      lastFourWeeks: 2,
      weeks: 2,
    });
  });

  it('leave out the week under way, keep weeks without use, and are uncertain below twelve', () => {
    const activity = [
      { day: '2027-04-12', type: 'appOpened', count: 1 },
      { day: '2027-04-13', type: 'appOpened', count: 1 },
      { day: TODAY, type: 'appOpened', count: 1 },
    ] as const;
    const { weeks, certain } = successMetricsOf(source({ activity })).retention;
    expect(weeks.map(({ from, activeDays }) => [from, activeDays])).toEqual([
      ['2027-04-12', 2],
      ['2027-04-19', 0],
      ['2027-04-26', 0],
    ]);
    expect(certain).toBe(false);
  });
});

describe('a lagged correlation', () => {
  const week = (acceptance: number | null, activeDays: number): RetentionWeek => ({
    from: TODAY,
    activeDays,
    acceptance,
    error: null,
  });
  const acceptanceOf = (one: RetentionWeek): number | null => one.acceptance;

  it('finds use that follows quality a week later, not in the same week', () => {
    const random = seededRandom(4);
    const quality = Array.from({ length: 30 }, () => random());
    const later = quality.map((value, i) => week(value, Math.round(7 * (quality[i - 1] ?? 0.5))));
    const found = laggedCorrelationOf(later, acceptanceOf);
    expect(found.pairs).toBe(29);
    expect(found.r).toBeGreaterThan(0.95);
    expect(found.range![0]).toBeGreaterThan(0.9);
    const same = laggedCorrelationOf(
      quality.map((value) => week(value, Math.round(7 * value))),
      acceptanceOf,
    );
    expect(same.range![0]).toBeLessThan(0);
    expect(same.range![1]).toBeGreaterThan(0);
  });

  it('says nothing of too few weeks or of what never varies', () => {
    expect(laggedCorrelationOf([week(0.5, 3), week(0.6, 4)], acceptanceOf).r).toBeNull();
    expect(
      laggedCorrelationOf(
        Array.from({ length: 9 }, () => week(0.5, 5)),
        acceptanceOf,
      ).r,
    ).toBeNull();
    expect(
      laggedCorrelationOf(
        Array.from({ length: 9 }, () => week(null, 5)),
        acceptanceOf,
      ).pairs,
    ).toBe(0);
  });
});
