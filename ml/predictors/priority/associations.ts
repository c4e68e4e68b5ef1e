import type { ChoiceMoment, OrderedTask } from '../../../core/ml-contract/index.ts';
import { z } from 'zod';
import { damaged } from '../../trees/index.ts';

/**
 * How much more often than by chance a project was taken: on this weekday, around this hour, today, and lately; log2,
 * 0 while nothing is known. One number says for every project alike how far someone's days have a pattern, so that a
 * preference for patterns is learned once and not project by project.
 */
export interface ProjectAssociation {
  readonly day: number;
  readonly hour: number;
  readonly today: number;
  readonly lately: number;
}

const NONE: ProjectAssociation = { day: 0, hour: 0, today: 0, lately: 0 };
const DAYS = 8;
const HOURS = 24;
const TODAY = DAYS + HOURS;
const LATELY = TODAY + 1;
const SIZE = LATELY + 1;
/** Weights of hours one and two away. */
const NEAR_HOURS = [1, 0.7, 0.3];
/** What a choice counts after the next one: for weekdays and hours, and for "lately". */
const MEMORY = 0.992;
const DECAY = 0.8;
/** Choices by chance that a lift begins with. */
const PRIOR = 1;

interface Tally {
  /** Times taken, by weekday, hour, today and lately. */
  readonly taken: Float64Array;
  /** Times it would have been taken, had each open task been as likely. */
  readonly expected: Float64Array;
}

/** Counts choices by project against chance; what is open often is taken often by chance alone. */
export class Associations {
  readonly #projects = new Map<string, Tally>();
  #weekday = 0;
  #hour = 0;

  of(project: string | null, moment: ChoiceMoment): ProjectAssociation {
    const tally = this.#projects.get(keyOf(project));
    if (!tally) return NONE;
    const { taken, expected } = tally;
    let near = 0;
    let nearExpected = 0;
    for (let away = -2; away <= 2; away++) {
      const hour = moment.hour + away;
      if (hour < 0 || hour >= HOURS) continue;
      near += NEAR_HOURS[Math.abs(away)]! * taken[DAYS + hour]!;
      nearExpected += NEAR_HOURS[Math.abs(away)]! * expected[DAYS + hour]!;
    }
    return {
      day: lift(taken[moment.weekday]!, expected[moment.weekday]!),
      hour: lift(near, nearExpected),
      today: this.#sameDay(moment) ? lift(taken[TODAY]!, expected[TODAY]!) : 0,
      lately: lift(taken[LATELY]!, expected[LATELY]!),
    };
  }

  /** The task at `chosen` was taken of what was open. */
  record(open: readonly OrderedTask[], moment: ChoiceMoment, chosen: number): void {
    const same = this.#sameDay(moment);
    for (const { taken, expected } of this.#projects.values()) {
      for (const counts of [taken, expected]) {
        for (let i = 0; i < TODAY; i++) counts[i]! *= MEMORY;
        if (!same) counts[TODAY] = 0;
        counts[LATELY]! *= DECAY;
      }
    }
    this.#weekday = moment.weekday;
    this.#hour = moment.hour;
    const places = [moment.weekday, DAYS + moment.hour, TODAY, LATELY];
    open.forEach((task, i) => {
      const key = keyOf(task.project);
      let tally = this.#projects.get(key);
      if (!tally) {
        tally = { taken: new Float64Array(SIZE), expected: new Float64Array(SIZE) };
        this.#projects.set(key, tally);
      }
      for (const at of places) {
        tally.expected[at]! += 1 / open.length;
        if (i === chosen) tally.taken[at]! += 1;
      }
    });
  }

  #sameDay({ weekday, hour }: ChoiceMoment): boolean {
    return weekday === this.#weekday && hour >= this.#hour;
  }

  get state(): AssociationsState {
    return {
      weekday: this.#weekday,
      hour: this.#hour,
      projects: Array.from(this.#projects, ([key, { taken, expected }]) => [key, [...taken], [...expected]]),
    };
  }

  restore({ weekday, hour, projects }: AssociationsState): void {
    this.#weekday = weekday;
    this.#hour = hour;
    this.#projects.clear();
    for (const [key, taken, expected] of projects) {
      if (taken.length !== SIZE || expected.length !== SIZE) throw damaged('its counts are cut short');
      this.#projects.set(key, { taken: Float64Array.from(taken), expected: Float64Array.from(expected) });
    }
  }
}

/** No project is a project of its own; no name begins with this. */
function keyOf(project: string | null): string {
  return project === null ? '' : `+${project}`;
}

function lift(taken: number, expected: number): number {
  return Math.log2((taken + PRIOR) / (expected + PRIOR));
}

const counts = z.array(z.number().nonnegative());
export const associationsState = z.object({
  weekday: z.int(),
  hour: z.int(),
  projects: z.array(z.tuple([z.string(), counts, counts])),
});
type AssociationsState = z.infer<typeof associationsState>;
