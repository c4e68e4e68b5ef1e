import type { ConstraintWeights } from './problem.ts';

/** The name of a planning style. */
export type PresetName = 'balanced' | 'deadlineDriven' | 'deepWork' | 'gentle';
/** The name of a soft constraint. */
export type ConstraintName = Required<ConstraintWeights> extends Record<infer Name, number> ? Name : never;

/**
 * Named starting points for the weights. One point of the soft score is meant to annoy as much as one
 * minute of an ordinary task being late; the sliders in Settings scale these numbers.
 */
export const presets: Readonly<Record<PresetName, Readonly<Record<ConstraintName, number>>>> = {
  balanced: {
    tardiness: 1,
    priority: 90,
    energy: 20,
    switching: 1,
    fragmentation: 12,
    buffers: 0.5,
    focus: 0.3,
    focusTime: 6,
    load: 2,
    preferred: 8,
    asap: 12,
    stability: 60,
  },
  deadlineDriven: {
    tardiness: 4,
    priority: 60,
    energy: 6,
    switching: 0.5,
    fragmentation: 4,
    buffers: 0.2,
    focus: 0.1,
    focusTime: 2,
    load: 0.4,
    preferred: 3,
    asap: 20,
    stability: 20,
  },
  deepWork: {
    tardiness: 1,
    priority: 30,
    energy: 45,
    switching: 3,
    fragmentation: 40,
    buffers: 0.5,
    focus: 0.2,
    focusTime: 16,
    load: 1.5,
    preferred: 8,
    asap: 6,
    stability: 60,
  },
  gentle: {
    tardiness: 1,
    priority: 25,
    energy: 20,
    switching: 1,
    fragmentation: 8,
    buffers: 1.5,
    focus: 1.2,
    focusTime: 6,
    load: 4,
    preferred: 12,
    asap: 4,
    stability: 120,
  },
};
