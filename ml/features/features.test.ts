import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashedVector, madeUpHistory } from '../testing/histories.ts';
import { FeatureBuilder } from './builder.ts';
import { factsOf, routineKey, wordsOf } from './facts.ts';
import { GroupStats } from './groups.ts';
import { largest, NeighbourIndex } from './neighbours.ts';
import { RowTable } from './row-table.ts';
import { durationSchema } from './schema.ts';
import { RecursiveRidge } from './text-trend.ts';

const history = madeUpHistory({ tasks: 60, seed: 2 });
const facts = history.map((task, i) => factsOf(task, { localMin: i * 300, hasClock: true }, true));

/** Rows of all tasks when each is finished before the next; `minutes` are the outcomes. */
function rowsOf(order: readonly number[], minutes: readonly number[]): Float64Array[] {
  const builder = new FeatureBuilder();
  return order.map((i) => {
    const vector = hashedVector(facts[i]!.title);
    const { row } = builder.features(facts[i]!, vector);
    builder.created(facts[i]!);
    builder.learn(facts[i]!, vector, minutes[i]!);
    return row;
  });
}

describe('features', () => {
  const plain = rowsOf(
    facts.map((_, i) => i),
    facts.map((_, i) => 10 + i),
  );

  it('fill the schema', () => {
    for (const row of plain) expect(row).toHaveLength(durationSchema.columns.length);
    expect(new Set(durationSchema.columns.map((c) => c.name)).size).toBe(durationSchema.columns.length);
  });

  it('do not change when everything after a moment is shuffled', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 59 }).chain((cut) =>
          fc.record({
            cut: fc.constant(cut),
            rest: fc.shuffledSubarray(facts.map((_, i) => i).slice(cut), { minLength: facts.length - cut }),
            minutes: fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 60, maxLength: 60 }),
          }),
        ),
        ({ cut, rest, minutes }) => {
          const order = [...facts.keys()].slice(0, cut);
          const outcomes = minutes.map((m, i) => (i < cut ? 10 + i : m));
          expect(rowsOf([...order, ...rest], outcomes).slice(0, cut)).toEqual(plain.slice(0, cut));
        },
      ),
      { numRuns: 15 },
    );
  });

  it('are the same for a look as for a prediction: looking changes nothing', () => {
    const builder = new FeatureBuilder();
    const vector = hashedVector('Write report');
    builder.learn(facts[0]!, vector, 60);
    const once = builder.features(facts[1]!, vector).row;
    builder.features(facts[5]!, vector);
    expect(builder.features(facts[1]!, vector).row).toEqual(once);
  });
});

describe('parts', () => {
  it('shrink a small group towards its parent', () => {
    const stats = new GroupStats();
    expect(stats.summary('x', 5).centre).toBe(5);
    stats.add('x', 10);
    expect(stats.summary('x', 5).centre).toBe(6);
    for (let i = 0; i < 100; i++) stats.add('x', 10);
    expect(stats.summary('x', 5).centre).toBeGreaterThan(9.7);
  });

  it('find the nearest, best first', () => {
    const index = new NeighbourIndex(384);
    const titles = ['buy milk', 'write report', 'buy milk today', 'call mum'];
    for (const title of titles) index.add(hashedVector(title));
    const found = largest(index.similarities(hashedVector('buy milk')), 2);
    expect(found.map((n) => titles[n.index])).toEqual(['buy milk', 'buy milk today']);
    expect(found[0]!.similarity).toBeCloseTo(1, 3);
  });

  it('keep cosines to about a thousandth', () => {
    const index = new NeighbourIndex(384);
    const titles = ['buy milk', 'write report', 'buy milk today', 'call mum', 'report to mum'];
    for (let i = 0; i < 700; i++) index.add(hashedVector(titles[i % titles.length]!));
    index.add(new Float32Array(384));
    const asked = hashedVector('write report today');
    const found = index.similarities(asked);
    for (const i of [0, 1, 2, 3, 4, 696]) {
      const exact = hashedVector(titles[i % titles.length]!).reduce((sum, v, k) => sum + v * asked[k]!, 0);
      expect(Math.abs(found[i]! - exact)).toBeLessThan(0.004);
    }
    expect(found[700]).toBe(0);
    expect(found).toHaveLength(701);
  });

  it('keep rows in order, let the oldest go in pieces, and give them back exactly', () => {
    const rows = new RowTable(3, 300);
    let gone = 0;
    for (let i = 0; i < 1_000; i++) gone += rows.push([i, Math.fround(i / 7), Number.NaN]);
    expect(rows.length).toBe(1_000 - gone);
    expect(rows.length).toBeGreaterThanOrEqual(300);
    expect(rows.length).toBeLessThan(300 + 256);
    expect([...rows.row(0)]).toEqual([gone, Math.fround(gone / 7), Number.NaN]);
    expect([...rows.row(rows.length - 1)]).toEqual([999, Math.fround(999 / 7), Number.NaN]);
    const table = rows.table();
    expect(table).toHaveLength(rows.length * 3);
    expect(table[table.length - 3]).toBe(999);
  });

  it('learn a line from examples', () => {
    const ridge = new RecursiveRidge(2, 0.1, 1);
    for (let i = 0; i < 200; i++) ridge.learn(Float64Array.of(i % 7, 1), 0.3 * (i % 7) - 1);
    expect(ridge.predict(Float64Array.of(5, 1))).toBeCloseTo(0.5, 2);
  });

  it('see through numbers', () => {
    expect(wordsOf('Checks – Week 06')).toEqual(['checks', 'week', '#']);
    expect(routineKey('Checks week 06')).toBe(routineKey('checks  week 07'));
  });
});
