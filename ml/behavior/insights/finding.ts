import type { Observation } from './observations.ts';

/** Ids of insights, in the order in which they are told when they are equally sure. */
export const INSIGHT_IDS = [
  'change',
  'too-full-days',
  'deadline-rush',
  'under-estimates',
  'over-estimates',
  'peak-hours',
  'weekday-pattern',
  'stalls',
] as const;
export type InsightId = (typeof INSIGHT_IDS)[number];

/** Something that a detector looked at, with how likely chance alone would show as much. */
export interface Finding {
  readonly id: InsightId;
  readonly params: Readonly<Record<string, string | number>>;
  /** Probability by chance; 1 where the effect is too small to matter. */
  readonly p: number;
  /** How large it is, in the unit that the sentence names. */
  readonly effect: number;
  /** First day of what is new, YYYY-MM-DD. */
  readonly since?: string;
  readonly tasks: readonly (string | number)[];
}

/**
 * Looks for one kind of pattern; p-values are corrected for all that it looked at. No finding at all: there was too little to
 * look at.
 */
export type Detector = (observations: readonly Observation[]) => Finding[];

const MOST_TASKS = 20;

/** Ids of the newest of some observations. */
export function idsOf(observations: readonly Observation[]): (string | number)[] {
  return observations.slice(-MOST_TASKS).map(({ id }) => id);
}
