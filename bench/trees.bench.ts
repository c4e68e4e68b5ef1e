import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RandomForestRegression } from 'ml-random-forest';
import { z } from 'zod';
import { areaUnderCurve, friedman, friedmanClasses, rSquared, type Sample } from '../ml/trees/fixtures.ts';
import { boostingToState, forestToState, GradientBoosting, RandomForest } from '../ml/trees/index.ts';
import type { Bench, BenchRow } from './types.ts';

const COLUMNS = 24;
const THRESHOLD = 14;
/** Trees of the plain-JavaScript peer: it needs most of a second for each. */
const PEER_TREES = 3;

interface Split {
  readonly train: Sample;
  readonly test: Sample;
}

const split = (rows: number): Split => ({
  train: friedman(rows, COLUMNS, 1),
  test: friedman(4000, COLUMNS, 2),
});

/** Milliseconds of CPU, the best of `times`: others may be using the machine. */
function cpuMs(work: () => void, times = 3): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const before = process.cpuUsage();
    work();
    const used = process.cpuUsage(before);
    best = Math.min(best, (used.user + used.system) / 1000);
  }
  return best;
}

/** The median of many runs: a single run of a few milliseconds says little. */
function medianCpuMs(work: () => void, times: number): number {
  const used = Array.from({ length: times }, () => cpuMs(work, 1)).toSorted((a, b) => a - b);
  return used[times >> 1] ?? 0;
}

const peerFigures = z.object({
  boostMs: z.number(),
  boostScore: z.number(),
  forestMs: z.number(),
  forestScore: z.number(),
  classScore: z.number(),
});
type PeerFigures = z.infer<typeof peerFigures>;

/** The same rows, the same sizes, one thread. Time is the process's CPU time. */
const PYTHON = `
import json, sys, time, numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor as B, RandomForestRegressor as R, HistGradientBoostingClassifier as C
from sklearn.metrics import roc_auc_score
def load(name, n):
    a = np.fromfile(sys.argv[1] + '/' + name, dtype='<f8').reshape(n, ${COLUMNS + 1})
    return a[:, :-1], a[:, -1]
X, y = load('train', int(sys.argv[2])); T, u = load('test', 4000)
def timed(model):
    best = 1e9
    for _ in range(int(sys.argv[3])):
        t = time.process_time(); model.fit(X, y); best = min(best, time.process_time() - t)
    return best * 1000, model.score(T, u)
b = timed(B(early_stopping=False)); r = timed(R(n_estimators=100, n_jobs=1))
c = C(early_stopping=False).fit(X, y > ${THRESHOLD})
print(json.dumps(dict(boostMs=b[0], boostScore=b[1], forestMs=r[0], forestScore=r[1], classScore=roc_auc_score(u > ${THRESHOLD}, c.predict_proba(T)[:, 1]))))
`;

/** scikit-learn's figures; null where Debian's python3-sklearn is not installed. */
async function scikit({ train, test }: Split, times: number): Promise<PeerFigures | null> {
  const folder = await mkdtemp(join(tmpdir(), 'daymark-trees-'));
  try {
    await writeFile(join(folder, 'train'), bytesOf(train));
    await writeFile(join(folder, 'test'), bytesOf(test));
    const args = ['-c', PYTHON, folder, String(train.matrix.rows), String(times)];
    const env = { ...process.env, OMP_NUM_THREADS: '1' };
    const { stdout } = await promisify(execFile)('/usr/bin/python3', args, { env });
    return peerFigures.parse(JSON.parse(stdout));
  } catch {
    return null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function bytesOf({ matrix, targets }: Sample): Uint8Array {
  const table = new Float64Array(matrix.rows * (COLUMNS + 1));
  for (let r = 0; r < matrix.rows; r++) {
    table.set(matrix.values.subarray(r * COLUMNS, (r + 1) * COLUMNS), r * (COLUMNS + 1));
    table[r * (COLUMNS + 1) + COLUMNS] = targets[r]!;
  }
  return new Uint8Array(table.buffer);
}

function withPeer(row: BenchRow, name: string, value: number | undefined): BenchRow {
  return value === undefined ? row : { ...row, peer: { name, value } };
}

async function compared(
  rows: number,
  budgets: { boostMs: number; forestMs: number },
  times: number,
): Promise<BenchRow[]> {
  const data = split(rows);
  const { train, test } = data;
  const peer = await scikit(data, times);
  const boosting = new GradientBoosting();
  const forest = new RandomForest();
  const boostMs = cpuMs(() => boosting.fit(train.matrix, train.targets));
  const forestMs = cpuMs(() => forest.fit(train.matrix, train.targets));
  const size = `${rows} × ${COLUMNS}`;
  const classes = friedmanClasses(rows, COLUMNS, 1, THRESHOLD);
  const heldClasses = friedmanClasses(4000, COLUMNS, 2, THRESHOLD);
  const classifier = new GradientBoosting({ loss: 'logistic' }).fit(classes.matrix, classes.targets);
  const auc = areaUnderCurve(classifier.predict(heldClasses.matrix), heldClasses.targets);
  const perRow = (predict: () => void): number => (medianCpuMs(predict, 31) * 1000) / test.matrix.rows;
  const r2 = (predicted: Float64Array): number => rSquared(predicted, test.targets);
  const least = (value: number | undefined): number | undefined =>
    value === undefined ? undefined : value - 0.01;
  return [
    withPeer(
      { name: `boosting, 100 rounds, ${size}`, value: boostMs, unit: 'ms CPU', budget: budgets.boostMs },
      'scikit-learn',
      peer?.boostMs,
    ),
    withPeer(
      {
        name: `boosting R², ${size}`,
        value: r2(boosting.predict(test.matrix)),
        unit: '',
        budget: least(peer?.boostScore),
      },
      'scikit-learn',
      peer?.boostScore,
    ),
    withPeer(
      { name: `boosting AUC, ${size}`, value: auc, unit: '', budget: least(peer?.classScore) },
      'scikit-learn',
      peer?.classScore,
    ),
    withPeer(
      { name: `forest, 100 trees, ${size}`, value: forestMs, unit: 'ms CPU', budget: budgets.forestMs },
      'scikit-learn',
      peer?.forestMs,
    ),
    withPeer(
      {
        name: `forest R², ${size}`,
        value: r2(forest.predict(test.matrix)),
        unit: '',
        budget: least(peer?.forestScore),
      },
      'scikit-learn',
      peer?.forestScore,
    ),
    {
      name: `boosting, one prediction, ${size}`,
      value: perRow(() => boosting.predict(test.matrix)),
      unit: 'µs',
      budget: 5,
    },
    {
      name: `forest of 100, one prediction, ${size}`,
      value: perRow(() => forest.predict(test.matrix)),
      unit: 'µs',
      budget: 5,
    },
    stateRow('boosting', size, boostingToState(boosting)),
    stateRow('forest', size, forestToState(forest)),
  ];
}

function stateRow(name: string, size: string, state: Uint8Array): BenchRow {
  return { name: `${name} state, ${size}`, value: state.length / 1024, unit: 'KiB', budget: 800 };
}

function plainJavaScript(): Promise<BenchRow[]> {
  const { train } = split(2000);
  const rows = Array.from({ length: 2000 }, (_, r) => [
    ...train.matrix.values.subarray(r * COLUMNS, (r + 1) * COLUMNS),
  ]);
  const theirs = cpuMs(() => {
    const peer = new RandomForestRegression({ nEstimators: PEER_TREES, seed: 1, noOOB: true });
    peer.train(rows, [...train.targets]);
  }, 1);
  const ours = cpuMs(() => new RandomForest({ trees: 100 }).fit(train.matrix, train.targets));
  const perTree = theirs / PEER_TREES / (ours / 100);
  return Promise.resolve([
    {
      name: `forest, one tree, 2000 × ${COLUMNS}`,
      value: ours / 100,
      unit: 'ms CPU',
      peer: { name: 'ml-random-forest', value: theirs / PEER_TREES },
    },
    { name: 'forest: times faster than ml-random-forest', value: perTree, unit: '×', budget: 100 },
  ]);
}

const benches: Bench[] = [
  { name: 'trees, 2,000 rows', run: () => compared(2000, { boostMs: 490, forestMs: 300 }, 2) },
  { name: 'trees, 10,000 rows', run: () => compared(10_000, { boostMs: 640, forestMs: 2000 }, 1) },
  { name: 'trees against plain JavaScript', run: plainJavaScript },
];
export default benches;
