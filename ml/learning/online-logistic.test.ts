import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { sigmoid } from '../trees/index.ts';
import { OnlineLogistic, type Effect } from './online-logistic.ts';

const random = seededRandom(11);
const rows = Array.from({ length: 1200 }, () => [random() * 40, random(), Math.floor(random() * 3)]);
const outcomes = rows.map(([a, , c]) => {
  const odds = 2 * (a! / 20 - 1) + (c === 1 ? 1.5 : -0.5);
  return random() < sigmoid(odds) ? 1 : 0;
});
const effectsOf = (row: readonly number[]): Effect[] => [[`kind ${row[2]}`, 0.5]];

function taught(until = rows.length): OnlineLogistic {
  const model = new OnlineLogistic({ columns: 2 });
  rows.slice(0, until).forEach((row, i) => model.learn(row, effectsOf(row), outcomes[i]!));
  return model;
}

describe('logistic regression, one outcome at a time', () => {
  it('finds slopes and effects from one pass', () => {
    const model = taught();
    const odds = (a: number, kind: number): number => model.score([a, 0.5], [[`kind ${kind}`, 0.5]]);
    expect(odds(40, 1)).toBeGreaterThan(2.2);
    expect(odds(0, 0)).toBeLessThan(-1.5);
    expect(odds(20, 1) - odds(20, 2)).toBeGreaterThan(1);
  });

  it('says less while it knows little', () => {
    const early = taught(3);
    expect(Math.abs(early.score([40, 0.5], [['kind 7', 0.5]]))).toBeLessThan(0.6);
  });

  it('takes missing and infinite values', () => {
    const model = taught();
    model.learn([Number.NaN, Number.POSITIVE_INFINITY], [], 1);
    expect(Number.isFinite(model.score([Number.NaN, Number.NaN]))).toBe(true);
  });

  it('does not care about the unit of a column', () => {
    const model = taught();
    const large = new OnlineLogistic({ columns: 2 });
    rows.forEach(([a, b, c], i) => large.learn([a! * 1e6, b!], effectsOf([a!, b!, c!]), outcomes[i]!));
    // The first few rows are taken as they come, so the two differ a little.
    expect(large.score([30 * 1e6, 0.5])).toBeCloseTo(model.score([30, 0.5]), 0);
  });

  it('moves back when what was assumed did not come true', () => {
    const model = taught(200);
    const row = [30, 0.5];
    model.learn(row, [], 0.9);
    const before = model.score(row);
    model.correct(row, [], -0.9);
    expect(model.score(row)).toBeLessThan(before);
  });

  it('comes back from its state to the bit, and refuses another width', () => {
    const model = taught(300);
    const again = new OnlineLogistic({ columns: 2 });
    again.restore(model.state);
    const row = [10, 0.2];
    expect(again.score(row, effectsOf([0, 0, 1]))).toBe(model.score(row, effectsOf([0, 0, 1])));
    expect(again.state).toEqual(model.state);
    expect(() => new OnlineLogistic({ columns: 3 }).restore(model.state)).toThrow(RangeError);
  });
});
