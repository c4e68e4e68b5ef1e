/** Bias and one weight per feature of `confidence.ts`; written by `scripts/fit-confidence.ts`. */
export const WEIGHTS: readonly number[] = [2.983, -1.089, 0.0, -0.31, 0.11, 0.11, 0.122, -0.037];
