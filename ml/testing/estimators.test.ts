import { DurationForest, levelOf } from '../predictors/duration/index.ts';
import { durationSchema } from '../features/index.ts';
import {
  boostingFromState,
  boostingToState,
  forestFromState,
  forestToState,
  GradientBoosting,
  RandomForest,
  type Matrix,
} from '../trees/index.ts';
import { checkEstimator, type CheckedEstimator } from './estimator-checks.ts';

const COLUMNS = 6;

function matrix(rows: readonly Float64Array[]): Matrix {
  const values = new Float64Array(rows.length * COLUMNS);
  rows.forEach((row, r) => values.set(row, r * COLUMNS));
  return { rows: rows.length, cols: COLUMNS, values };
}

function boosting(given: GradientBoosting): CheckedEstimator {
  let model = given;
  return {
    fit: (rows, targets) => {
      model = new GradientBoosting(model.params).fit(matrix(rows), Float64Array.from(targets));
    },
    predict: (row) => model.predict(matrix([row]))[0]!,
    explain: (row) => ({ ...model.explain(row), raw: model.predictRaw(matrix([row]))[0]! }),
    toState: () => boostingToState(model),
  };
}

function forest(model: RandomForest): CheckedEstimator {
  return {
    fit: (rows, targets) => void model.fit(matrix(rows), Float64Array.from(targets)),
    predict: (row) => model.predict(matrix([row]))[0]!,
    explain: (row) => ({ ...model.explain(row), raw: model.predict(matrix([row]))[0]! }),
    toState: () => forestToState(model),
  };
}

function duration(model: DurationForest): CheckedEstimator {
  return {
    fit: (rows, targets) => void model.fit(Float64Array.from(rows.flatMap((row) => [...row])), targets),
    predict: (row) => levelOf(model.predict(row), 0.5),
    explain: () => null,
    toState: () => model.toState(),
  };
}

for (const loss of ['squared', 'absolute', 'logistic'] as const) {
  checkEstimator({
    name: `boosting, ${loss}`,
    columns: COLUMNS,
    target: loss === 'logistic' ? 'probability' : 'regression',
    make: (seed) =>
      boosting(new GradientBoosting({ loss, seed, rounds: 80, minLeaf: 5, rowSample: 0.8, maxLeaves: 8 })),
    load: (state) => boosting(boostingFromState(state)),
  });
}

checkEstimator({
  name: 'forest',
  columns: COLUMNS,
  target: 'regression',
  make: (seed) => forest(new RandomForest({ seed, trees: 20, keepLeaves: true })),
  load: (state) => forest(forestFromState(state)),
});

checkEstimator({
  name: 'duration forest',
  columns: durationSchema.columns.length,
  target: 'regression',
  make: (seed) => duration(new DurationForest({ seed, trees: 20, maxFeatures: 0.9 })),
  load: (state) => duration(DurationForest.fromState(state)),
});
