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

/** An open task that a question could be about. */
export interface Askable {
  readonly id: string;
  /** log2(p90 / p10) of its predicted duration. */
  readonly width: number;
  /** Open tasks like it (same project or routine): an answer teaches about them too. */
  readonly kin: number;
}

const MOST_A_DAY = 2;
/** Width × kin below which an answer changes no plan. */
const WORTH_ASKING = 3.5;
/** Mean narrowing (log2) of the last answers below which asking has stopped paying. */
const STILL_PAYS = 0.15;
const REMEMBERED = 6;

/**
 * Picks the question whose answer would lower uncertainty most, at most two a day, and stops when answers no longer
 * narrow predictions. (Uncertainty sampling weighed by how many others profit; Settles 2009.)
 */
export class QuestionPicker {
  readonly #gains: number[];
  #day = '';
  #askedToday = 0;

  constructor(gains: readonly number[] = []) {
    this.#gains = [...gains];
  }

  /** The task to ask about, or null. `day` is the local day; asking is counted by `asked`. */
  pick(open: readonly Askable[], day: string): Askable | null {
    if ((day === this.#day && this.#askedToday >= MOST_A_DAY) || this.finished) return null;
    const value = (task: Askable): number => task.width * Math.log2(2 + task.kin);
    const best = open.reduce<Askable | null>(
      (top, task) => (top && value(top) >= value(task) ? top : task),
      null,
    );
    return best && value(best) >= WORTH_ASKING ? best : null;
  }

  asked(day: string): void {
    this.#askedToday = day === this.#day ? this.#askedToday + 1 : 1;
    this.#day = day;
  }

  /** How much an answer narrowed what is predicted for its kin, log2. */
  learned(widthBefore: number, widthAfter: number): void {
    this.#gains.push(widthBefore - widthAfter);
    if (this.#gains.length > REMEMBERED) this.#gains.shift();
  }

  /** True once the last answers taught next to nothing. */
  get finished(): boolean {
    if (this.#gains.length < REMEMBERED) return false;
    return this.#gains.reduce((a, b) => a + b, 0) / this.#gains.length < STILL_PAYS;
  }

  /** What to keep between days. */
  get gains(): readonly number[] {
    return [...this.#gains];
  }
}

/** Finished tasks after which predictions are the person's own, on average over simulated people. */
export const USEFUL_AFTER = 10;

/** Whether to show that a predictor is still learning: too few outcomes, or it does not yet beat its baseline. */
export function stillLearning(
  known: number,
  totals: { count: number; model: number; baseline: number },
): boolean {
  return known < USEFUL_AFTER || (totals.count < 50 && totals.model >= totals.baseline);
}
