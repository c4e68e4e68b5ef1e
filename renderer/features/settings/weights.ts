import { presets, type ConstraintName, type PresetName } from '../../../core/plan-presets.ts';
import type { ConstraintWeights } from '../../../core/problem.ts';

/** What each weight is about, in words a person would use. */
export const WEIGHT_WORDS: Record<ConstraintName, string> = {
  tardiness: 'Meeting deadlines',
  priority: 'Important things first',
  energy: 'Demanding work in high-energy hours',
  switching: 'Staying with one project',
  fragmentation: 'Keeping tasks in one piece',
  buffers: 'Buffers around events',
  focus: 'Breaks after long focus',
  focusTime: 'Focus time for demanding work',
  load: 'Days no fuller than usual',
  preferred: 'My preferred times',
  asap: 'As soon as possible',
  stability: 'Keeping the plan as it was',
};

export const weightNames = Object.keys(WEIGHT_WORDS) as ConstraintName[];

/** The weights a named style stands for. */
export function weightsOf(preset: PresetName): ConstraintWeights {
  return { ...presets[preset] };
}

/** How strong a weight is against the balanced style, for a slider: 1 is the same, 0 off, 4 the most. */
export function strengthOf(name: ConstraintName, weight: number): number {
  const usual = presets.balanced[name];
  return Math.min(4, Math.round((weight / usual) * 20) / 20);
}

export function weightFor(name: ConstraintName, strength: number): number {
  return strength * presets.balanced[name];
}
