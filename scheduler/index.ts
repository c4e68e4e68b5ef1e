export { solve, type SolveOptions } from './solve.ts';
export { presets, type ConstraintName, type PresetName } from './presets.ts';
