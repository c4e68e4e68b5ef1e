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
