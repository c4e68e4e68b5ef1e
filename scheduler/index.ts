export { explain } from './explain.ts';
export { forecast, type ForecastOptions } from './forecast.ts';
export { estimateCompletion, type CompletionEstimateOptions } from './completion-estimate.ts';
export { presets, type ConstraintName, type PresetName } from '../core/plan-presets.ts';
export { solve, type SolveOptions } from './solve.ts';
