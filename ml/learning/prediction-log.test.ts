import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { Corrections } from '../predictors/duration/corrections.ts';
import { PageHinkley } from './drift.ts';
import { PredictionLog } from './prediction-log.ts';

function record(log: PredictionLog, count: number, model: number, seed: number): void {
  const random = seededRandom(seed);
  for (let i = 0; i < count; i++) log.record({ model: model + random() * 0.5, baseline: 1 + random() * 0.5 });
}

describe('prediction log', () => {
  it('steps aside while the model loses and comes back when it wins', () => {
    const log = new PredictionLog();
    record(log, 15, 2, 1);
    expect(log.usesBaseline).toBe(false);
    record(log, 40, 2, 2);
    expect(log.usesBaseline).toBe(true);
    expect(PredictionLog.of(structuredClone(log.state)).usesBaseline).toBe(true);
    record(log, 50, 0.5, 3);
    expect(log.usesBaseline).toBe(false);
    expect(log.totals.count).toBe(105);
  });

  it('does not flinch at chance', () => {
    let losses = 0;
    for (let seed = 0; seed < 40; seed++) {
      const log = new PredictionLog();
      record(log, 60, 0.97, seed);
      if (log.usesBaseline) losses++;
    }
    expect(losses).toBeLessThan(8);
  });
});

describe('drift', () => {
  it('is seen when losses rise, and not before', () => {
    const random = seededRandom(9);
    const test = new PageHinkley(0.1, 25);
    const alarms: number[] = [];
    for (let i = 0; i < 900; i++) if (test.observe((i < 600 ? 1 : 2) + random())) alarms.push(i);
    expect(alarms.length).toBeGreaterThan(0);
    expect(alarms[0]).toBeGreaterThan(600);
    expect(alarms[0]).toBeLessThan(680);
  });
});

describe('corrections', () => {
  const facts = {
    id: '1',
    title: 't',
    project: 'A',
    category: null,
    tags: [],
    user: 'u',
    priority: null,
    estimateMin: null,
    createdLocalMin: 0,
    hasClock: true,
    dueInDays: null,
  };

  it('move towards a steady residual, slowly, and only for their label', () => {
    const corrections = new Corrections();
    corrections.learn(facts, 1);
    expect(corrections.offset(facts)).toBeLessThan(0.1);
    for (let i = 0; i < 300; i++) corrections.learn(facts, 1);
    expect(corrections.offset(facts)).toBeGreaterThan(0.6);
    expect(corrections.offset(facts)).toBeLessThan(1.1);
    expect(corrections.offset({ ...facts, user: 'other', project: 'B' })).toBe(0);
    corrections.reset();
    expect(corrections.offset(facts)).toBe(0);
  });
});
