import { z } from 'zod';

/** What onboarding asks; every answer may be skipped. */
export const onboardingAnswers = z
  .object({
    /** How one's own estimates usually turn out. */
    estimates: z.enum(['tooLong', 'right', 'tooShort', 'farTooShort']),
    /** When thinking is easiest. */
    energy: z.enum(['morning', 'midday', 'afternoon', 'evening', 'even']),
    /** What is taken first when everything is open. */
    firstChoice: z.enum(['deadline', 'quick', 'hard', 'same', 'ritual', 'oldest', 'important', 'time']),
  })
  .partial();
export type OnboardingAnswers = z.infer<typeof onboardingAnswers>;

/** What the learners start from. */
export interface ColdStart {
  /** Weights of the population's clusters for the priority learner, by name. */
  readonly leanings: Readonly<Record<string, number>> | undefined;
  /** log2 of how much longer than reference phrases say tasks take. */
  readonly pace: number;
  /** Energy by hour of the day, 0–1. */
  readonly energyByHour: readonly number[];
}

const PACE = { tooLong: -0.3, right: 0, tooShort: 0.4, farTooShort: 0.9 } as const;
const CLUSTER = {
  deadline: 'deadlines',
  quick: 'quickWins',
  hard: 'deepMornings',
  same: 'batching',
  ritual: 'rituals',
  oldest: 'oldestFirst',
  important: 'priorities',
  time: 'dayParts',
} as const;
const PEAK = { morning: 9.5, midday: 12, afternoon: 15, evening: 19.5 } as const;
/** A stated habit counts this many times an unstated one; a few choices can overrule it. */
const STATED = 6;

/** Maps answers to starting points; unanswered questions leave the neutral ones. */
export function coldStartOf(answers: OnboardingAnswers): ColdStart {
  const { estimates, energy, firstChoice } = answers;
  const peak = energy === undefined || energy === 'even' ? null : PEAK[energy];
  return {
    leanings: firstChoice === undefined ? undefined : { [CLUSTER[firstChoice]]: STATED },
    pace: estimates === undefined ? 0 : PACE[estimates],
    energyByHour: Array.from({ length: 24 }, (_, hour) => {
      if (hour < 6 || hour > 22) return 0.2;
      if (peak === null) return 0.6;
      return round(0.35 + 0.6 * Math.exp(-(((hour + 0.5 - peak) / 3) ** 2)));
    }),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
