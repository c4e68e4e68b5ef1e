/** Bias and one weight per feature of `confidence.ts`; written by `scripts/fit-confidence.ts`. */
export const WEIGHTS: readonly number[] = [2.875, -1.117, 0.0, -0.3, 0.091, 0.148, 0.159, 0.02];
