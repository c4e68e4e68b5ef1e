import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashedVector, madeUpHistory } from '../testing/histories.ts';
import { FeatureBuilder } from './builder.ts';
import { factsOf, routineKey, wordsOf } from './facts.ts';
import { GroupStats } from './groups.ts';
import { largest, NeighbourIndex } from './neighbours.ts';
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
