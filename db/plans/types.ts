import type { Plan, PlanBlock, Problem } from '../../core/problem.ts';
import type { LocalDate, LocalDateTime } from '../../core/time/schemas.ts';

/** An accepted plan with the problem it answers, so that it can be explained and taken back. */
export interface StoredPlan {
  /** 1 for the first plan, growing by one. */
  revision: number;
  /** Epoch ms, UTC. */
  computedAt: number;
  tz: string;
  problem: Problem;
  plan: Plan;
}

/** The current plan and those before it that are kept. */
export interface PlanReader {
  current(): StoredPlan | undefined;
  /** The plan before the current one, or undefined when there is nothing to go back to. */
  previous(): StoredPlan | undefined;
  /** A plan that is still kept. */
  get(revision: number): StoredPlan | undefined;
  /** Revision of the current plan, 0 before the first. */
  revision(): number;
  /** The zone that the blocks of the current plan are on the wall clock of; undefined before the first. */
  zone(): string | undefined;
  /** Blocks of the current plan that touch `[from, to)`, in time order. */
  blocks(from: LocalDate | LocalDateTime, to: LocalDate | LocalDateTime): PlanBlock[];
}

/** Accepts plans and goes back to older ones. */
export interface PlanWriter {
  /**
   * Makes a plan the current one and replaces the schedule blocks; keeps the last 20 for undo. It takes the place of
   * the current plan, as a better answer to the same question, if that is the one named by `replacing`: undo then goes
   * back to what was before that one.
   */
  accept(plan: Omit<StoredPlan, 'revision'>, replacing?: number): StoredPlan;
  /**
   * Makes the plan before the current one current again, under a new revision. Answers undefined when there is
   * none to go back to.
   */
  undo(at: number): StoredPlan | undefined;
  /** Makes an older plan current again, under a new revision; undefined when it is not kept any more. */
  restore(revision: number, at: number): StoredPlan | undefined;
}
