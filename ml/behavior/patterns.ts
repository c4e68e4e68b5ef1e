import type { Profile } from '../../core/problem.ts';
import type { LearnedProfile } from './types.ts';

/** Everything kept in `user_behavior_patterns`, one row each. */
export const patternTypes = [
  'productivity',
  'time_preference',
  'focus',
  'switching',
  'day_bounds',
  'capacity',
  'pace',
  'calendar_load',
] as const;
export type PatternType = (typeof patternTypes)[number];

/** Something learned of a person, ready to be stored. */
export interface Pattern {
  type: PatternType;
  data: unknown;
  /** 0–1. */
  confidence: number;
}

/** The profile as rows to store. */
export function patternsOf(profile: LearnedProfile): Pattern[] {
  const { byHour, byWeekdayHour, evidenceHours, peakHours, energyByHour } = profile;
  const row = (type: PatternType, of: { value: unknown; confidence: number }): Pattern => {
    return { type, data: of.value, confidence: of.confidence };
  };
  return [
    {
      type: 'productivity',
      data: {
        byHour: byHour.value,
        byWeekdayHour,
        evidenceHours,
        peakHours,
        energyByHour,
      },
      confidence: byHour.confidence,
    },
    row('time_preference', profile.timePreference),
    row('focus', profile.focus),
    row('switching', profile.switching),
    row('day_bounds', profile.day),
    row('capacity', profile.capacityMin),
    row('pace', profile.pace),
    row('calendar_load', profile.calendarLoad),
  ];
}

/** The part of a learned profile that a planning problem takes. */
export function planningProfile(learned: LearnedProfile): Profile {
  return {
    energyByHour: learned.energyByHour,
    focusMin: learned.focus.value.lengthMin,
    breakMin: learned.focus.value.breakMin,
    switchCostMin: learned.switching.value.costMin,
    bufferMin: Math.round(learned.calendarLoad.value.lostAroundMin / 2),
    capacityMin: learned.capacityMin.value,
  };
}
