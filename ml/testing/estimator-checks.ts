import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DaymarkError } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import { decodeState, encodeState } from '../trees/index.ts';

/** What every estimator looks like to the checks, whatever it is inside. */
export interface CheckedEstimator {
  fit(rows: readonly Float64Array[], targets: readonly number[]): void;
  /** One number a row. */
  predict(row: Float64Array): number;
  /** Per column, plus what the model says on average; null where the estimator explains in another way. */
  explain(row: Float64Array): { base: number; contributions: Float64Array; raw: number } | null;
  toState(): Uint8Array;
}

export interface EstimatorKind {
  readonly name: string;
  /** Columns of a row. */
  readonly columns: number;
  /** `regression`: any number; `probability`: targets are 0 or 1. */
  readonly target: 'regression' | 'probability';
  make(seed: number): CheckedEstimator;
  load(state: Uint8Array): CheckedEstimator;
}

const ROWS = 120;

function example(kind: EstimatorKind, seed: number, scale = 1): { rows: Float64Array[]; targets: number[] } {
  const random = seededRandom(seed);
  const rows = Array.from({ length: ROWS }, () =>
    Float64Array.from({ length: kind.columns }, () => random() * scale),
  );
  const targets = rows.map((row) => {
    const value = (4 * row[0]!) / scale + (row[1]! > scale / 2 ? 2 : 0);
    return kind.target === 'probability' ? Number(value > 3) : value;
  });
  return { rows, targets };
}

function trained(
  kind: EstimatorKind,
  seed = 1,
  scale = 1,
): { model: CheckedEstimator; rows: Float64Array[]; targets: number[] } {
  const model = kind.make(seed);
  const { rows, targets } = example(kind, 7, scale);
  model.fit(rows, targets);
  return { model, rows, targets };
}

/** One suite for every estimator: what holds for all of them, whatever they learn (the idea is river's). */
export function checkEstimator(kind: EstimatorKind): void {
  describe(`estimator: ${kind.name}`, () => {
    it('comes back from its state to the bit', () => {
      const { model, rows } = trained(kind);
      const again = kind.load(model.toState());
      for (const row of rows) expect(again.predict(row)).toBe(model.predict(row));
      expect(again.toState()).toEqual(model.toState());
    });

    it('gives the same model for the same seed', () => {
      const one = trained(kind, 3);
      const two = trained(kind, 3);
      expect(one.model.toState()).toEqual(two.model.toState());
    });

    it('learns something', () => {
      const { model, rows, targets } = trained(kind);
      const mean = targets.reduce((a, b) => a + b, 0) / ROWS;
      const loss = (predict: (i: number) => number): number =>
        targets.reduce((sum, y, i) => sum + Math.abs(y - predict(i)), 0);
      expect(loss((i) => model.predict(rows[i]!))).toBeLessThan(0.6 * loss(() => mean));
    });

    it('takes a single row', () => {
      const model = kind.make(1);
      model.fit([new Float64Array(kind.columns)], [1]);
      expect(Number.isFinite(model.predict(new Float64Array(kind.columns)))).toBe(true);
    });

    it('takes a constant target', () => {
      const model = kind.make(1);
      const { rows } = example(kind, 5);
      model.fit(
        rows,
        rows.map(() => 1),
      );
      expect(model.predict(rows[0]!)).toBeCloseTo(1, 1);
    });

    it('takes missing and infinite values, in training and later', () => {
      const model = kind.make(1);
      const { rows, targets } = example(kind, 5);
      rows.forEach((row, i) => {
        if (i % 3 === 0) row[i % kind.columns] = Number.NaN;
        if (i % 17 === 0) row[0] = Number.POSITIVE_INFINITY;
      });
      model.fit(rows, targets);
      expect(Number.isFinite(model.predict(new Float64Array(kind.columns).fill(Number.NaN)))).toBe(true);
      expect(Number.isFinite(model.predict(rows[0]!))).toBe(true);
    });

    it('does not care whether a column is a million times larger', () => {
      const plain = trained(kind, 1, 1);
      const large = trained(kind, 1, 1e6);
      plain.rows.forEach((row, i) =>
        expect(large.model.predict(large.rows[i]!)).toBeCloseTo(plain.model.predict(row), 5),
      );
    });

    it('explains each prediction to the sum', () => {
      const { model, rows } = trained(kind);
      const gaps = rows.slice(0, 5).map((row) => {
        const explanation = model.explain(row);
        return explanation
          ? explanation.contributions.reduce((a, b) => a + b, explanation.base) - explanation.raw
          : 0;
      });
      for (const gap of gaps) expect(gap).toBeCloseTo(0, 4);
    });

    it('refuses a state that was changed, cut short, or is of another version', () => {
      const state = trained(kind).model.toState();
      fc.assert(
        fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.nat(), (at, flip, cut) => {
          const broken = state.slice();
          broken[at % state.length]! ^= flip;
          expect(() => kind.load(broken)).toThrow(DaymarkError);
          expect(() => kind.load(state.slice(0, cut % state.length))).toThrow(DaymarkError);
        }),
        { numRuns: 25 },
      );
      const { name, version } = nameOf(state);
      const older = encodeState(name, version - 1, decodeState(state, name, version));
      expect(() => kind.load(older)).toThrow('version');
    });

    it('never does worse than refuse a state with a good checksum and bad contents', () => {
      const state = trained(kind).model.toState();
      const { name, version } = nameOf(state);
      const row = new Float64Array(kind.columns).fill(0.5);
      fc.assert(
        fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (which, at, flip) => {
          const content = structuredClone(decodeState(state, name, version));
          const arrays = Object.values(content.arrays).filter((a) => a.byteLength > 0);
          const array = arrays[which % arrays.length]!;
          const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
          bytes[at % bytes.length]! ^= flip;
          // Either refused, or a model that answers with some number: never a crash and never a hang.
          expect(['number', 'refused']).toContain(
            outcomeOf(() => kind.load(encodeState(name, version, content)).predict(row)),
          );
        }),
        { numRuns: 60 },
      );
    });
  });
}

/** The type of an answer, `refused` for the typed error, the error's name for any other. */
function outcomeOf(work: () => unknown): string {
  try {
    return typeof work();
  } catch (error) {
    return error instanceof DaymarkError ? 'refused' : String(error);
  }
}

/** Kind and version that a state says it has. */
function nameOf(state: Uint8Array): { name: string; version: number } {
  const view = new DataView(state.buffer, state.byteOffset);
  const header: unknown = JSON.parse(
    new TextDecoder().decode(state.subarray(12, 12 + view.getUint32(4, true))),
  );
  if (typeof header !== 'object' || header === null || !('kind' in header) || !('version' in header))
    throw new Error('no header');
  return { name: String(header.kind), version: Number(header.version) };
}
