/** Bias and one weight per feature of `confidence.ts`; written by `scripts/fit-confidence.ts`. */
export const WEIGHTS: readonly number[] = [2.922, -1.114, 0.0, -0.326, 0.079, 0.115, 0.143, -0.022];
