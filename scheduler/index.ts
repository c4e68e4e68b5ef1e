export { diffPlans, type BlockChange, type PlanDiff } from './diff.ts';
export { explain } from './explain.ts';
export { forecast, type DayForecastResult, type ForecastOptions, type TaskForecast } from './forecast.ts';
export { landing, type Landing, type LandingOptions } from './landing.ts';
export { presets, type ConstraintName, type PresetName } from '../core/plan-presets.ts';
export { solve, type SolveOptions } from './solve.ts';
export { learnProfile } from './profile/learn.ts';
export {
  patternsOf,
  patternTypes,
  planningProfile,
  type Pattern,
  type PatternType,
} from './profile/patterns.ts';
export type {
  BusyEvent,
  Completion,
  LearnedProfile,
  LearnOptions,
  Measured,
  WorkEntry,
} from './profile/types.ts';
