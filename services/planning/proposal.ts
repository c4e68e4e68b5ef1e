import { presets } from '../../core/plan-presets.ts';
import type { PlanBlock, Problem } from '../../core/problem.ts';

/** No one answered a proposal for so long: it is taken, since the plan before fits the day less and less. */
export const ANSWER_WITHIN_MS = 5 * 60_000;

/** How much dearer a move is while nothing but Daymark's own knowledge has changed. */
const STABILITY_FACTOR = 10;

/** The same problem when neither the person nor the calendar gave a reason to move things: only what has to moves. */
export function withHighStability(problem: Problem): Problem {
  const weights = problem.weights ?? presets[problem.preset ?? 'balanced'];
  return { ...problem, weights: { ...weights, stability: STABILITY_FACTOR * (weights.stability ?? 0) } };
}

/** A plan that waits for the person's word. */
export interface Pending<Solved> {
  solved: Solved;
  /** Epoch ms of the first such proposal that is still unanswered. */
  since: number;
}

/**
 * What the person has seen of today, what waits for their word, and what they said no to. Kept while the program runs:
 * after a start, nothing has been seen yet.
 */
export class Proposals<Solved> {
  #day = '';
  #seen = new Map<string, string>();
  /** Starts that the person wants kept, by block. */
  #held = new Map<string, string>();
  #pending: Pending<Solved> | null = null;

  get pending(): Pending<Solved> | null {
    return this.#pending;
  }

  /** Whether the person has looked at a plan of this day. */
  hasSeen(today: string): boolean {
    return this.#day === today && this.#seen.size > 0;
  }

  /** The person looks at these blocks. */
  see(blocks: readonly PlanBlock[], today: string): void {
    this.#beginDay(today);
    this.#seen = new Map(
      blocks.flatMap((block) =>
        block.start.slice(0, 10) === today ? [[keyOf(block), block.start] as const] : [],
      ),
    );
  }

  /**
   * Blocks seen today that a new plan moves though they have not begun and the person did not touch their tasks.
   *
   * @param own whether the person has changed or finished the task since the plan before
   */
  touched(
    before: readonly PlanBlock[],
    after: readonly PlanBlock[],
    now: string,
    own: (taskId: string) => boolean,
  ): PlanBlock[] {
    this.#beginDay(now.slice(0, 10));
    const starts = new Map(after.map((block) => [keyOf(block), block.start]));
    return before.filter((block) => {
      const key = keyOf(block);
      if (this.#seen.get(key) !== block.start || block.start <= now || own(block.taskId)) return false;
      return starts.get(key) !== block.start;
    });
  }

  /** Keeps a plan until it is answered. */
  propose(solved: Solved, at: number): void {
    this.#pending = { solved, since: this.#pending?.since ?? at };
  }

  /** Whether a proposal has waited long enough. */
  isOverdue(at: number): boolean {
    return this.#pending !== null && at - this.#pending.since >= ANSWER_WITHIN_MS;
  }

  /** The proposal is answered or beside the point. */
  clear(): void {
    this.#pending = null;
  }

  /** The person said no: what they have seen stays where it is today. */
  hold(): void {
    this.#held = new Map(this.#seen);
    this.#pending = null;
  }

  /** The person asked for a new plan, or what was held can't stay. */
  release(): void {
    this.#held.clear();
  }

  /** The problem with what is held tied to its place, as far as the place is still ahead and nothing lies on it. */
  holding(problem: Problem, before: readonly PlanBlock[]): Problem {
    if (this.#held.size === 0) return problem;
    const ends = new Map(before.map((block) => [keyOf(block), block]));
    const busy = [
      ...problem.events,
      ...problem.tasks.flatMap(({ pinnedStart, durationMin }) =>
        pinnedStart ? [{ start: pinnedStart, end: later(pinnedStart, durationMin) }] : [],
      ),
    ];
    const tasks = problem.tasks.map((task) => {
      const start = this.#held.get(keyOf({ taskId: task.id, part: 1 }));
      const block = ends.get(keyOf({ taskId: task.id, part: 1 }));
      if (!start || block?.parts !== 1 || task.pinnedStart || start < problem.now) return task;
      const end = later(start, task.durationMin);
      if (busy.some((one) => one.start < end && one.end > start)) return task;
      return { ...task, pinnedStart: start, pinBy: 'kept' as const, splittable: false };
    });
    return { ...problem, tasks };
  }

  #beginDay(today: string): void {
    if (this.#day === today) return;
    this.#day = today;
    this.#seen.clear();
    this.#held.clear();
    this.#pending = null;
  }
}

function keyOf({ taskId, part }: Pick<PlanBlock, 'taskId' | 'part'>): string {
  return `${taskId} ${part}`;
}

/** Wall-clock arithmetic within a day. */
function later(local: string, minutes: number): string {
  return new Date(Date.parse(`${local}Z`) + minutes * 60_000).toISOString().slice(0, 16);
}
