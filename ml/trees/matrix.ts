/**
 * A table of numbers, row after row. Missing is NaN (infinities count as missing too). A categorical
 * column holds small non-negative integer codes; order among them means nothing.
 */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  /** `rows × cols` values, row-major. */
  readonly values: Float64Array;
  /** One entry a column: 1 = categorical. Absent = all numeric. */
  readonly categorical?: Uint8Array;
}

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
