import { DaymarkError } from '../../core/errors.ts';
import type { TaskId } from '../../core/ids.ts';
import type { Plan, PlanBlock } from '../../core/problem.ts';
import type { StoredPlan } from '../../db/index.ts';
import type { RequestTime, ServiceContext } from '../context.ts';
import { PLANNED_TABLES } from '../follow-up.ts';
import { blocksIn, type Draft, type Drafting } from './drafting.ts';
import type { FocusTime } from './focus.ts';
import type { Forecasts } from './forecasts.ts';
import { ANSWER_WITHIN_MS, type Proposals, withHighStability } from './proposal.ts';
import { stillAnswers } from './still-answers.ts';

/** A plan computed while the person goes on changing things is dropped this often; then it is shown all the same. */
const MAX_DROPS = 3;

/** How a plan is asked for. */
export interface ReplanOptions {
  budgetMs?: number;
  seed?: number;
  /** Plans as if there had been no plan before. */
  fresh?: boolean;
  now?: string;
  tz?: string;
}

/** A solved draft: what becomes the plan when it is accepted. */
export interface Solved extends Draft {
  plan: Plan;
  requestTime: RequestTime;
}

export interface SolveOptions extends ReplanOptions {
  budgetMs: number;
  /** The person asked for a new plan, or for one around what they have seen: no word is needed for what it moves. */
  asked?: 'plan' | 'stay';
}

/** What one request for a plan has shown already; its final answer takes that one's place. */
interface Shown {
  first: StoredPlan | null;
}

interface Parts {
  drafting: Drafting;
  proposals: Proposals<Solved>;
  focus: FocusTime;
  forecasts: Forecasts;
  /** A plan is in force, or a proposal waits beside it. */
  tell(revision: number): void;
  /** A wait for a plan may be over. */
  settled(): void;
  /** A proposal has waited for its answer long enough. */
  unanswered(): void;
}

/** Makes plans, one at a time: drafts and solves, drops answers that came too late, stores them or proposes them. */
export class Replanning {
  readonly #ctx: ServiceContext;
  readonly #parts: Parts;
  #running: Promise<void> | null = null;
  #waiting = 0;
  #unanswered: NodeJS.Timeout | undefined;
  /** The newest change of the person's data that the plan in force knows of. */
  #changesKnown = -1;
  /** The plan that came back with an undo or a redo. */
  #restored = -1;

  constructor(ctx: ServiceContext, parts: Parts) {
    this.#ctx = ctx;
    this.#parts = parts;
  }

  /** Whether a plan is being made, or waits to be. */
  get isUnderway(): boolean {
    return this.#waiting > 0;
  }

  /** The proposal is answered: it is not taken by itself any more. */
  answered(): void {
    clearTimeout(this.#unanswered);
  }

  /** A plan is back that was made for what is there now again: nothing has changed since that would be a reason to move anything. */
  restored({ revision }: StoredPlan): void {
    this.#changesKnown = this.#ctx.db.changes.version(PLANNED_TABLES);
    this.#restored = revision;
  }

  /** One solve at a time: a second one would only fight for the same core. */
  async exclusively(work: () => Promise<void>): Promise<void> {
    this.#waiting += 1;
    try {
      while (this.#running) await this.#running;
      const run = work();
      this.#running = this.#ended(run);
      await run;
    } finally {
      this.#waiting -= 1;
      this.#parts.settled();
    }
  }

  /** Resolves when a solve is over, however it went; its caller hears of a failure. */
  async #ended(run: Promise<void>): Promise<void> {
    try {
      await run;
    } catch {
      // Told to the caller.
    } finally {
      this.#running = null;
    }
  }

  /** Makes a plan, or a proposal where it would move what the person has seen. Rejects with `mlUnavailable` without a helper. */
  async solve(requestTime: RequestTime, options: SolveOptions): Promise<void> {
    const { db } = this.#ctx;
    const shown: Shown = { first: null };
    for (let drops = 0; ; drops += 1) {
      await this.#parts.drafting.prepare();
      const seq = db.changes.version(PLANNED_TABLES);
      const solved = await this.#draft(requestTime, options, shown);
      if (solved === 'stands') {
        this.#changesKnown = seq;
        // Its blocks stay, but what is said beside them may be another thing now, such as a week without room for focus time.
        const current = db.plans.current();
        if (current) this.#parts.tell(current.revision);
        return;
      }
      if (db.changes.version(PLANNED_TABLES) !== seq && drops < MAX_DROPS) continue;
      if (this.#settle(solved, options, shown)) this.#changesKnown = seq;
      return;
    }
  }

  /**
   * Solves the problem as it stands; what was found first is shown at once when nothing speaks against it. A plan that came
   * back with an undo or a redo stands as it is while it answers the same question.
   */
  async #draft(requestTime: RequestTime, options: SolveOptions, shown: Shown): Promise<Solved | 'stands'> {
    const { db } = this.#ctx;
    const seq = db.changes.version(PLANNED_TABLES);
    const draft = this.#parts.drafting.draft(requestTime, options.fresh === true);
    const current = db.plans.current();
    const before = current ? blocksIn(current, requestTime.tz) : [];
    const isRestored = current !== undefined && current.revision === this.#restored;
    if (isRestored && options.asked === undefined && stillAnswers(current, draft.problem)) return 'stands';
    if (options.asked === 'plan') this.#parts.proposals.release();
    // New guesses or a newly learned workProfile are no reason to shuffle a day that is being looked at.
    const unasked = options.asked === undefined && seq === this.#changesKnown;
    const calm = unasked && (isRestored || this.#parts.proposals.hasSeen(requestTime.local.slice(0, 10)));
    const problem = this.#parts.proposals.holding(
      calm ? withHighStability(draft.problem) : draft.problem,
      before,
    );
    let best: Plan | null = null;
    for await (const { plan, final } of this.#parts.drafting.solve(problem, options, draft.leftOut)) {
      best = plan;
      if (final || shown.first || db.changes.version(PLANNED_TABLES) !== seq) continue;
      const first = { ...draft, problem, plan, requestTime };
      if (this.#moving(first, options.asked !== undefined).length === 0)
        shown.first = this.accept(first, options, shown);
    }
    if (!best) throw new DaymarkError('mlUnavailable');
    return { ...draft, problem, plan: best, requestTime };
  }

  /** Makes the final answer the plan, or a proposal when it moves what the person has seen of today. Whether it is the plan. */
  #settle(solved: Solved, options: SolveOptions, shown: Shown): boolean {
    const { requestTime } = solved;
    const moving = this.#moving(
      solved,
      options.asked !== undefined || this.#parts.proposals.isOverdue(requestTime.at),
    );
    if (moving.length === 0) {
      this.#parts.proposals.clear();
      this.accept(solved, options, shown);
      return true;
    }
    // What is kept for focus is on the timeline at once; only the blocks wait.
    if (options.now === undefined) this.#parts.focus.remember(solved.focus, requestTime.local);
    this.#parts.proposals.propose(solved, requestTime.at);
    clearTimeout(this.#unanswered);
    this.#unanswered = setTimeout(this.#parts.unanswered, ANSWER_WITHIN_MS).unref();
    this.#parts.tell(this.#ctx.db.plans.revision());
    return false;
  }

  /** Blocks seen today that a plan would move without the person having asked for it. */
  #moving({ plan, requestTime }: Solved, asked: boolean): PlanBlock[] {
    const { db } = this.#ctx;
    const before = db.plans.current();
    if (asked || !before) return [];
    return this.#parts.proposals.touched(
      blocksIn(before, requestTime.tz),
      plan.blocks,
      requestTime.local,
      (id) => this.isOwn(id, before),
    );
  }

  /** Whether the person has changed a task since a plan was made, or it is no longer open. */
  isOwn(id: string, since: StoredPlan): boolean {
    const task = this.#ctx.db.tasks.get(id as TaskId);
    if (task?.status !== 'open' || task.onHold !== null) return true;
    return task.runningSince !== null || task.updatedAt > since.computedAt;
  }

  /** A plan becomes the current one; in place of the one that this very solve has shown already, if any. */
  accept(
    { problem, plan, focus, requestTime }: Solved,
    options: ReplanOptions,
    { first }: Shown,
  ): StoredPlan {
    const { db } = this.#ctx;
    if (first && db.plans.revision() === first.revision && sameBlocks(first.plan, plan)) return first;
    const current = db.plans.current();
    // The same plan again is no step that could be taken back.
    const again = current !== undefined && current.tz === requestTime.tz && sameBlocks(current.plan, plan);
    const stored = db.plans.accept(
      { computedAt: requestTime.at, tz: requestTime.tz, problem, plan },
      again ? current.revision : first?.revision,
    );
    if (again) this.#parts.forecasts.carry(current.revision, stored.revision);
    // A caller in another moment must not move what is kept from this one on.
    if (options.now === undefined) this.#parts.focus.remember(focus, requestTime.local);
    this.#parts.tell(stored.revision);
    return stored;
  }
}

function sameBlocks(a: Plan, b: Plan): boolean {
  return JSON.stringify([a.blocks, a.unscheduled]) === JSON.stringify([b.blocks, b.unscheduled]);
}
