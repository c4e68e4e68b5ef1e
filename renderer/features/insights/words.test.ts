import { describe, expect, it } from 'vitest';
import { chartWords, sentenceOf, stateWords, versionWords } from './words.ts';

const learner = {
  target: 'duration',
  known: 45,
  needed: 20,
  learning: false,
  active: true,
  version: 3,
  pinned: false,
} as const;
const version = {
  target: 'duration',
  version: 3,
  createdAt: 0,
  active: true,
  damaged: false,
  bytes: 1,
} as const;
const metrics = {
  reason: 'count',
  examples: 60,
  championLoss: 1.2,
  challengerLoss: 1.1,
  promoted: true,
} as const;

describe('what was found', () => {
  it('says a day as a day', () => {
    const params = { what: 'written', before: 5.4, after: 11.4, since: '2027-05-03' };
    expect(sentenceOf({ id: 'change', params })).toMatch(/^Since Mon 3 May, .*11\.4/);
  });
});

describe('what the learning page says', () => {
  it('says how far a learner is', () => {
    expect(stateWords({ ...learner, known: 7, version: null })).toContain('7 of 20 finished tasks');
    expect(stateWords(learner)).toBe('Learned from 45 finished tasks; using version 3.');
    expect(stateWords({ ...learner, learning: true })).toBe(
      'Still learning, from 45 finished tasks so far; using version 3.',
    );
    expect(stateWords({ ...learner, active: false })).toContain('simple rules are more accurate');
    expect(stateWords({ ...learner, pinned: true })).toContain('as you chose');
  });

  it('sums a chart up', () => {
    const series = [{ until: 1, error: 12.4, baseline: 31, count: 20 }];
    const log = {
      target: 'duration',
      outcomes: 20,
      active: true,
      series,
      calibration: [],
      inside80: null,
    };
    expect(chartWords(log)).toBe(
      'Over the last 20 outcomes: mean error 12 min, the median of the project 31 min.',
    );
    expect(chartWords({ ...log, series: [] })).toBe('No outcomes yet.');
  });

  it('says how likely guesses of what gets done came out', () => {
    expect(stateWords({ ...learner, target: 'completion', known: 12, needed: 60 })).toContain(
      '12 of 60 finished and dropped tasks',
    );
    const series = [{ until: 1, error: 0.084, baseline: 0.12, count: 20 }];
    const log = {
      target: 'completion',
      outcomes: 20,
      active: true,
      series,
      calibration: [],
      inside80: null,
    };
    expect(chartWords(log)).toBe(
      'Over the last 20 outcomes: mean squared error 0.08, the average for similar tasks 0.12.',
    );
  });

  it('tells versions apart', () => {
    expect(versionWords({ ...version, metrics })).toBe('60 examples, better than before');
    expect(versionWords({ ...version, metrics: { ...metrics, promoted: false } })).toContain(
      'previous version was kept',
    );
    expect(versionWords({ ...version, metrics: { ...metrics, reason: 'drift' } })).toContain(
      'habits changed',
    );
    expect(versionWords({ ...version, damaged: true, metrics })).toBe('can no longer be read');
  });
});
