/** Bias and one weight per feature of `confidence.ts`; written by `scripts/fit-confidence.ts`. */
export const WEIGHTS: readonly number[] = [2.859, -1.083, 0.0, -0.321, 0.085, 0.149, 0.155, 0.015];
