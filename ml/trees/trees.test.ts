import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DaymarkError } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import { matrixOf, takeRows } from '../testing/matrix.ts';
import { BinMapper, MISSING_BIN } from './binning.ts';
import { leafOf, leavesOf } from './flat.ts';
import { areaUnderCurve, friedman, friedmanClasses, rSquared } from './fixtures.ts';
import {
  boostingFromState,
  boostingToState,
  forestFromState,
  forestToState,
  GradientBoosting,
  RandomForest,
} from './index.ts';

const train = friedman(1500, 8, 1);
const test = friedman(800, 8, 2);

describe('bins', () => {
  it('keeps every distinct value apart where they are few', () => {
    const matrix = matrixOf([[3], [1], [2], [Number.NaN], [2]]);
    const mapper = BinMapper.fit(matrix);
    expect([...mapper.transform(matrix).columns[0]!]).toEqual([2, 0, 1, MISSING_BIN, 1]);
  });

  it('never orders two values the other way round', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 2, max: 254 }),
        (xs, bins) => {
          const mapper = BinMapper.fit(matrixOf(xs.map((x) => [x])), bins);
          const sorted = xs.filter(Number.isFinite).toSorted((a, b) => a - b);
          const got = sorted.map((x) => mapper.binOf(0, x));
          expect(got).toEqual(got.toSorted((a, b) => a - b));
          expect(Math.max(0, ...got)).toBeLessThan(bins);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives unseen categories the missing bin', () => {
    const mapper = BinMapper.fit(matrixOf([[4], [9], [9]], Uint8Array.of(1)));
    expect([4, 9, 5, 100].map((v) => mapper.binOf(0, v))).toEqual([0, 1, MISSING_BIN, MISSING_BIN]);
  });
});

describe('boosting', () => {
  it('fits each regression loss', () => {
    const squared = new GradientBoosting({ rounds: 80 }).fit(train.matrix, train.targets);
    expect(rSquared(squared.predict(test.matrix), test.targets)).toBeGreaterThan(0.9);
    const absolute = new GradientBoosting({ rounds: 80, loss: 'absolute' }).fit(train.matrix, train.targets);
    expect(rSquared(absolute.predict(test.matrix), test.targets)).toBeGreaterThan(0.88);
  });

  it('puts the asked share below a quantile', () => {
    const upper = new GradientBoosting({ rounds: 60, loss: 'quantile', quantile: 0.9 }).fit(
      train.matrix,
      train.targets,
    );
    const predicted = upper.predict(test.matrix);
    const below = test.targets.filter((y, i) => y <= predicted[i]!).length / test.targets.length;
    expect(below).toBeGreaterThan(0.75);
    expect(below).toBeLessThan(0.95);
  });

  it('classifies with logistic and softmax', () => {
    const two = friedmanClasses(1500, 8, 3);
    const held = friedmanClasses(800, 8, 4);
    const model = new GradientBoosting({ loss: 'logistic', rounds: 60 }).fit(two.matrix, two.targets);
    expect(areaUnderCurve(model.predict(held.matrix), held.targets)).toBeGreaterThan(0.96);
    const classes = train.targets.map((y) => (y < 11 ? 0 : y < 17 ? 1 : 2));
    const three = new GradientBoosting({ loss: 'softmax', classes: 3, rounds: 40 }).fit(
      train.matrix,
      classes,
    );
    const p = three.predict(test.matrix);
    const hit = test.targets.filter((y, i) => {
      const row = [...p.subarray(i * 3, i * 3 + 3)];
      expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
      return row.indexOf(Math.max(...row)) === (y < 11 ? 0 : y < 17 ? 1 : 2);
    }).length;
    expect(hit / test.targets.length).toBeGreaterThan(0.78);
  });

  it('continues another model from its raw scores', () => {
    const first = new GradientBoosting({ rounds: 10 }).fit(train.matrix, train.targets);
    const start = first.predictRaw(train.matrix);
    const second = new GradientBoosting({ rounds: 40 }).fit(train.matrix, train.targets, {
      initialScores: start,
    });
    const together = second.predict(test.matrix, first.predictRaw(test.matrix));
    const alone = rSquared(first.predict(test.matrix), test.targets);
    expect(rSquared(together, test.targets)).toBeGreaterThan(alone + 0.1);
    const nothing = new GradientBoosting({ rounds: 0 }).fit(train.matrix, train.targets, {
      initialScores: start,
    });
    expect(nothing.predict(train.matrix, start)).toEqual(start);
  });

  it('stops early and keeps only the rounds that helped', () => {
    const random = seededRandom(5);
    const noise = Float64Array.from(train.targets, () => random());
    const model = new GradientBoosting({ rounds: 200, validationShare: 0.2, patience: 5 }).fit(
      train.matrix,
      noise,
    );
    expect(model.treeCount).toBeLessThan(30);
  });

  it('learns from categories and from what is missing', () => {
    const random = seededRandom(6);
    const rows = Array.from({ length: 600 }, () => [
      Math.floor(random() * 40),
      random() < 0.3 ? Number.NaN : random(),
    ]);
    const matrix = matrixOf(rows, Uint8Array.of(1, 0));
    const targets = Float64Array.from(
      rows,
      ([code = 0, x = 0]) => (code % 3 === 0 ? 5 : 0) + (Number.isNaN(x) ? 3 : 0),
    );
    const boosted = new GradientBoosting({ rounds: 60, minLeaf: 5 }).fit(matrix, targets);
    expect(rSquared(boosted.predict(matrix), targets)).toBeGreaterThan(0.98);
    const forest = new RandomForest({ trees: 20, minLeaf: 2, maxFeatures: 1 }).fit(matrix, targets);
    expect(rSquared(forest.predict(matrix), targets)).toBeGreaterThan(0.97);
  });

  it('sums its contributions to the prediction', () => {
    const model = new GradientBoosting({ rounds: 15, rowSample: 0.7, colSample: 0.6 }).fit(
      train.matrix,
      train.targets,
    );
    const one = takeRows(test.matrix, [7]);
    const explanation = model.explain(one.values);
    expect(explanation.base + explanation.contributions.reduce((a, b) => a + b)).toBeCloseTo(
      model.predictRaw(one)[0]!,
      6,
    );
  });

  it('gives the Shapley values of the definition', () => {
    const small = takeRows(
      train.matrix,
      Array.from({ length: 200 }, (_, i) => i),
    );
    const targets = train.targets.slice(0, 200);
    const model = new GradientBoosting({ rounds: 3, maxLeaves: 8 }).fit(small, targets);
    const row = takeRows(test.matrix, [3]).values;
    const explanation = model.explain(row);
    expect([...explanation.contributions].map((v) => v.toFixed(6))).toEqual(
      shapleyByDefinition(model, row).map((v) => v.toFixed(6)),
    );
  });
});

describe('forest', () => {
  const forest = new RandomForest({ trees: 40, keepLeaves: true }).fit(train.matrix, train.targets);

  it('predicts and holds the asked share between its quantiles', () => {
    expect(rSquared(forest.predict(test.matrix), test.targets)).toBeGreaterThan(0.8);
    let inside = 0;
    for (let r = 0; r < 300; r++) {
      const { values, weights } = forest.distribution(test.matrix.values.slice(r * 8, r * 8 + 8));
      expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
      let below = 0;
      values.forEach((v, i) => {
        if (v < test.targets[r]!) below += weights[i]!;
      });
      if (below > 0.1 && below < 0.9) inside++;
    }
    expect(inside / 300).toBeGreaterThan(0.72);
    expect(inside / 300).toBeLessThan(0.98);
  });

  it('sums its contributions to the prediction', () => {
    const one = takeRows(test.matrix, [11]);
    const explanation = forest.explain(one.values);
    expect(explanation.base + explanation.contributions.reduce((a, b) => a + b)).toBeCloseTo(
      forest.predict(one)[0]!,
      5,
    );
  });

  it('prefers rows with weight in the bootstrap', () => {
    const weights = Float64Array.from(train.targets, (y) => (y > 15 ? 1 : 0));
    const heavy = new RandomForest({ trees: 5 }).fit(train.matrix, train.targets, weights);
    expect(Math.min(...heavy.predict(test.matrix))).toBeGreaterThan(14);
  });
});

describe('prediction', () => {
  const random = seededRandom(9);
  /** A row in ten lacks a value in each column, in training and later. */
  const holes = (sample: typeof train): typeof train.matrix => ({
    ...sample.matrix,
    values: sample.matrix.values.map((v) => (random() < 0.1 ? Number.NaN : v)),
  });
  const seen = holes(train);
  const later = holes(test);
  const classes = train.targets.map((y) => (y < 11 ? 0 : y < 17 ? 1 : 2));
  const categorical = Uint8Array.of(0, 1, 0, 0, 0, 0, 0, 0);
  const coded = {
    ...seen,
    categorical,
    values: seen.values.map((v, i) => (i % 8 === 1 ? Math.floor(v * 9) : v)),
  };
  const models = {
    boosting: new GradientBoosting({ rounds: 15 }).fit(seen, train.targets),
    softmax: new GradientBoosting({ rounds: 6, loss: 'softmax', classes: 3 }).fit(seen, classes),
    forest: new RandomForest({ trees: 9 }).fit(seen, train.targets),
    'forest with categories': new RandomForest({ trees: 9 }).fit(coded, train.targets),
  };

  it.each(Object.entries(models))('%s says the same of a row alone and among others', (_, model) => {
    const together = model.predict(later);
    const outputs = together.length / later.rows;
    for (let r = 0; r < 40; r++) {
      const alone = model.predict(takeRows(later, [r]));
      expect([...alone]).toEqual([...together.subarray(r * outputs, (r + 1) * outputs)]);
    }
  });

  it.each(Object.entries(models))('%s says the same after its state was loaded', (_, model) => {
    const again =
      model instanceof RandomForest
        ? forestFromState(forestToState(model))
        : boostingFromState(boostingToState(model));
    expect(again.predict(later)).toEqual(model.predict(later));
    expect(again.model.trees).toEqual(model.model.trees);
  });

  it('walks trees as their questions are written', () => {
    for (const model of [models.boosting, models.forest]) {
      const { trees, mapper } = model.model;
      expect(trees.walk).toHaveLength(trees.feature.length);
      const bins = new Uint8Array(mapper.cols);
      for (let r = 0; r < 60; r++) {
        mapper.transformRow(later.values, r * 8, bins);
        expect([...leavesOf(trees, bins)]).toEqual([...trees.roots].map((root) => leafOf(trees, root, bins)));
      }
    }
  });

  it('keeps leaf values whose rounding would show', () => {
    // One value in fifty is a thousand times larger: 256 levels between them would be far apart.
    const tail = train.targets.map((y, i) => (i % 50 === 0 ? 1000 * y : y));
    const forest = new RandomForest({ trees: 30, minLeaf: 1, maxFeatures: 1 }).fit(train.matrix, tail);
    const [, step = 1, most = 0] = forest.model.trees.grid ?? [];
    expect(most).toBe(65_535);
    expect(step).toBeLessThan(1);
    const even = new RandomForest({ trees: 30 }).fit(train.matrix, train.targets);
    expect(even.model.trees.grid?.[2]).toBe(255);
  });
});

describe('state', () => {
  const boosted = new GradientBoosting({ rounds: 10 }).fit(train.matrix, train.targets);
  const forest = new RandomForest({ trees: 10, keepLeaves: true }).fit(train.matrix, train.targets);
  const states = [boostingToState(boosted), forestToState(forest)];

  it('comes back to the bit', () => {
    const again = boostingFromState(states[0]!);
    expect(again.predict(test.matrix)).toEqual(boosted.predict(test.matrix));
    expect(again.explain(test.matrix.values.slice(0, 8))).toEqual(
      boosted.explain(test.matrix.values.slice(0, 8)),
    );
    expect(boostingToState(again)).toEqual(states[0]);
    // As read from a file: a view into Node's shared pool.
    expect(boostingToState(boostingFromState(Buffer.from(states[0]!)))).toEqual(states[0]);
    const trees = forestFromState(states[1]!);
    expect(trees.predict(test.matrix)).toEqual(forest.predict(test.matrix));
    expect(trees.distribution(test.matrix.values.slice(0, 8))).toEqual(
      forest.distribution(test.matrix.values.slice(0, 8)),
    );
    expect(forestToState(trees)).toEqual(states[1]);
  });

  it('is refused when anything in it changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...states),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (state, at, flip) => {
          const broken = state.slice();
          broken[at % broken.length]! ^= flip;
          for (const load of [boostingFromState, forestFromState])
            expect(() => load(broken)).toThrow(DaymarkError);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('never does worse than refuse random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        for (const load of [boostingFromState, forestFromState])
          expect(() => load(bytes)).toThrow(DaymarkError);
      }),
      { numRuns: 100 },
    );
    expect(() => boostingFromState(states[1]!)).toThrow('this is a forest, not a boosting');
  });
});

/** Average marginal contribution over all orders; a column outside the coalition is averaged by cover. */
function shapleyByDefinition(model: GradientBoosting, row: Float64Array): number[] {
  const { trees, mapper } = model.model;
  const bins = new Uint8Array(mapper.cols);
  mapper.transformRow(row, 0, bins);
  const value = (node: number, coalition: number): number => {
    const f = trees.feature[node]!;
    if (f < 0) return trees.value[node]!;
    const left = node + 1;
    const right = trees.right[node]!;
    if (((coalition >> f) & 1) === 1)
      return value(bins[f]! <= trees.threshold[node]! ? left : right, coalition);
    return (
      (trees.cover[left]! * value(left, coalition) + trees.cover[right]! * value(right, coalition)) /
      trees.cover[node]!
    );
  };
  const total = (coalition: number): number =>
    [...trees.roots].reduce((sum, root) => sum + value(root, coalition), 0);
  const n = mapper.cols;
  const factorial = (k: number): number => (k <= 1 ? 1 : k * factorial(k - 1));
  return Array.from({ length: n }, (_, f) => {
    let sum = 0;
    for (let s = 0; s < 1 << n; s++) {
      if (((s >> f) & 1) === 1) continue;
      const size = s.toString(2).replaceAll('0', '').length;
      sum += ((factorial(size) * factorial(n - size - 1)) / factorial(n)) * (total(s | (1 << f)) - total(s));
    }
    return sum;
  });
}
