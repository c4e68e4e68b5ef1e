export { GradientBoosting, type BoostingParams, type FitOptions } from './boosting.ts';
export { boostingFromState, boostingToState, forestFromState, forestToState } from './codec.ts';
export type { Explanation } from './explain.ts';
export { RandomForest, type Distribution, type ForestParams } from './forest.ts';
export { fromHalves, toHalves } from './halves.ts';
export { sigmoid, type LossName } from './losses.ts';
export type { Matrix } from './matrix.ts';
export { arrayOf, damaged, decodeState, encodeState, type StateArray, type StateContent } from './state.ts';
