import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../core/random.ts';
import { factsOf } from '../../features/index.ts';
import { daysOf, simulatedYear } from '../testing/simulated-year.ts';
import { DAY_COLUMNS, type DayLog, KEPT, PLANNED } from './day-log.ts';
import { DayNetwork, WEIGHTS } from './network.ts';
import { CONTEXT_WIDTH, INPUT_WIDTH, SEQUENCE_DAYS } from './sequences.ts';
import { liveTensors, predict } from './tensors.ts';
import { trainDayNetwork } from './train.ts';

const TRAINING_MS = 120_000;

const rowsOf = (log: DayLog): { rows: Float32Array; first: number } => ({
  rows: log.rows(log.first, log.length),
  first: log.first,
});

describe('the log of days', () => {
  it('is the same whatever order tasks come in, and knows focus minutes and what was kept', () => {
    const tasks = simulatedYear({ seed: 3, days: 40 });
    const log = daysOf(tasks);
    const { rows } = rowsOf(log);
    const other = rowsOf(daysOf(tasks.toReversed())).rows;
    expect(other).toHaveLength(rows.length);
    rows.forEach((value, i) => expect(other[i]).toBeCloseTo(value, 3));
    const sum = (from: number, to: number): number => {
      let total = 0;
      for (let day = 0; day < log.length; day++)
        for (let i = from; i < to; i++) total += rows[day * DAY_COLUMNS + i]!;
      return total;
    };
    const done = tasks.filter((task) => task.done);
    expect(sum(0, 24)).toBeCloseTo(
      done.reduce((minutes, task) => minutes + task.actualMin!, 0),
      0,
    );
    expect([sum(PLANNED, PLANNED + 1), sum(KEPT, KEPT + 1)]).toEqual([tasks.length, done.length]);
  });

  it('moves an open task that is planned for another day', () => {
    const log = daysOf(simulatedYear({ seed: 3, days: 10 }));
    const day = log.newest + 3;
    const plannedOn = (at: number): number => log.rows(at, 1)[PLANNED]!;
    const task = { id: 'open', title: 'Call', createdAt: '2025-01-14T08:00:00Z' };
    const facts = factsOf(task, { localMin: log.newest * 1440, hasClock: true }, true);
    log.written({ ...facts, plannedLocalMin: day * 1440 + 600 });
    expect([plannedOn(day), plannedOn(day + 1)]).toEqual([1, 0]);
    log.moved({ ...facts, plannedLocalMin: (day + 1) * 1440 + 600 });
    expect([plannedOn(day), plannedOn(day + 1)]).toEqual([0, 1]);
  });
});

describe('the network', () => {
  it('says the same with and without the library that trains it', async () => {
    const random = seededRandom(5);
    const some = (length: number): Float32Array => Float32Array.from({ length }, () => random() - 0.5);
    const weights = some(WEIGHTS);
    const sequence = { days: some(SEQUENCE_DAYS * INPUT_WIDTH), context: some(CONTEXT_WIDTH) };
    const own = new DayNetwork(weights).correction(sequence);
    const theirs = await predict(weights, sequence);
    own.forEach((value, i) => expect(value).toBeCloseTo(theirs[i]!, 4));
  });

  it(
    'beats the simple rules on the held-back weeks of somebody whose days follow from those before',
    async () => {
      const before = await liveTensors();
      const { report, weights, errors } = await trainDayNetwork({
        ...rowsOf(daysOf(simulatedYear({ seed: 1, days: 250 }))),
        seed: 1,
        reason: 'asked',
      });
      expect(report.promoted).toBe(true);
      expect(weights).toHaveLength(WEIGHTS);
      const best = Math.min(...Object.values(errors.rules));
      expect(errors.network).toBeLessThan(0.85 * best);
      expect(errors.followThrough.network).toBeLessThan(errors.followThrough.best);
      expect(await liveTensors()).toBe(before);
    },
    TRAINING_MS,
  );

  it(
    'is left away where days are chance, and a rule answers',
    async () => {
      const random = seededRandom(8);
      const rows = Float32Array.from({ length: 120 * DAY_COLUMNS }, (_, i) =>
        i % DAY_COLUMNS < 24 ? (random() < 0.3 ? 60 : 0) : 0,
      );
      const before = await liveTensors();
      const { report, weights, rule } = await trainDayNetwork({
        rows,
        first: 20_000,
        seed: 1,
        reason: 'asked',
      });
      expect(report.promoted).toBe(false);
      expect(report.challengerLoss).toBeGreaterThanOrEqual(report.championLoss!);
      expect(weights).toBeNull();
      expect(rule).toBe('hourlyMean');
      expect(await liveTensors()).toBe(before);
    },
    TRAINING_MS,
  );
});
