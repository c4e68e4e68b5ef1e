import type { Matrix } from '../trees/matrix.ts';

/** Wraps rows of equal length. Throws a RangeError when a row is shorter or longer than the first. */
export function matrixOf(rows: readonly (readonly number[])[], categorical?: Uint8Array): Matrix {
  const cols = rows[0]?.length ?? categorical?.length ?? 0;
  const values = new Float64Array(rows.length * cols);
  rows.forEach((row, r) => {
    if (row.length !== cols) throw new RangeError(`row ${r} has ${row.length} values, expected ${cols}`);
    values.set(row, r * cols);
  });
  return categorical ? { rows: rows.length, cols, values, categorical } : { rows: rows.length, cols, values };
}

/** The rows with the given indices, in that order. */
export function takeRows(matrix: Matrix, indices: ArrayLike<number>): Matrix {
  const { cols } = matrix;
  const values = new Float64Array(indices.length * cols);
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i]! * cols;
    values.set(matrix.values.subarray(from, from + cols), i * cols);
  }
  return { ...matrix, rows: indices.length, values };
}
