import { DaymarkError } from '../../core/errors.ts';
import type { TaskId } from '../../core/ids.ts';
import type { OverloadView } from '../../core/domain/overload.ts';
import type { CompletionEstimate } from '../../core/forecast.ts';
import type { PlanView, ReasonsView } from '../../core/domain/views.ts';
import type { BlockReasons, Plan, PlanBlock } from '../../core/problem.ts';
import type { StoredPlan } from '../../db/index.ts';
import { addDays, localOf } from '../../core/time/zoned.ts';
import { requestTimeOf, type ServiceContext, type RequestTime } from '../context.ts';
import { PLANNED_TABLES } from '../follow-up.ts';
import type { WorkPreferences } from '../learning/work-preferences.ts';
import type { Habits } from '../habits/habits.ts';
import { blocksIn, Drafting, type Draft } from './drafting.ts';
import { FocusTime } from './focus.ts';
import { Forecasts } from './forecasts.ts';
import { overloadView } from './overload.ts';
import { problemEvents } from './problem.ts';
import { ANSWER_WITHIN_MS, Proposals, withHighStability } from './proposal.ts';
import { WorkProfile } from './work-profile.ts';
import { planView, type ViewParts } from './view.ts';

/** Time the solver gets after a change; the first good plan is there far earlier. */
const AUTO_BUDGET_MS = 200;
const ASKED_BUDGET_MS = 400;
/** A plan computed while the person goes on changing things is dropped this often; then it is shown all the same. */
const MAX_DROPS = 3;

export interface ReplanOptions {
  budgetMs?: number;
  seed?: number;
  /** Plans as if there had been no plan before. */
  fresh?: boolean;
  now?: string;
  tz?: string;
}

/** A solved draft: what becomes the plan when it is accepted. */
interface Solved extends Draft {
  plan: Plan;
  requestTime: RequestTime;
}

interface SolveOptions extends ReplanOptions {
  budgetMs: number;
  /** The person asked for a new plan, or for one around what they have seen: no word is needed for what it moves. */
  asked?: 'plan' | 'stay';
}

/** What one request for a plan has shown already; its final answer takes that one's place. */
interface Shown {
  first: StoredPlan | null;
}

/** Keeps the plan: solves in the ml process, drops stale answers, stores and tells what moved. */
export class Planner {
  readonly #ctx: ServiceContext;
  readonly #habits: Habits;
  readonly workProfile: WorkProfile;
  readonly #focus: FocusTime;
  readonly #drafting: Drafting;
  readonly #proposals = new Proposals<Solved>();
  #unanswered: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  /** The newest change of the person's data that the plan in force knows of. */
  #changesKnown = -1;
  readonly #forecasts: Forecasts;
  #reasons: { revision: number; reasons: Promise<BlockReasons[]> } | null = null;
  #waiting = 0;
  /** Someone was told that a newer plan comes; they are told as well when it no longer does. */
  #saidStale = false;

  constructor(ctx: ServiceContext, workPreferences: WorkPreferences, habits: Habits) {
    this.#ctx = ctx;
    this.#habits = habits;
    this.workProfile = new WorkProfile(ctx);
    this.#focus = new FocusTime(ctx, this.workProfile);
    this.#forecasts = new Forecasts(ctx, this.workProfile);
    this.#drafting = new Drafting(ctx, {
      workPreferences,
      workProfile: this.workProfile,
      focus: this.#focus,
      habits,
    });
  }

  current(given: { now?: string; tz?: string } = {}): PlanView {
    const { db } = this.#ctx;
    const requestTime = requestTimeOf(this.#ctx, given);
    const stale = this.#isStale();
    this.#saidStale ||= stale;
    const stored = onClockOf(db.plans.current(), requestTime.tz);
    return planView(this.#ctx, {
      stored,
      before: onClockOf(db.plans.previous(), requestTime.tz),
      stale,
      forecast: this.#forecasts.of(stored?.revision, requestTime.local.slice(0, 10)),
      capacityOf: (day) => this.workProfile.capacityOf(day),
      focusFrom: (day, problem) => this.#focus.view(day, problem),
      pending: this.#pendingView(),
      requestTime,
    });
  }

  /** A plan is asked for, or guesses that it has to follow are still to come, or no one is there to make one. */
  #isStale(): boolean {
    const { ml, db } = this.#ctx;
    if (this.#waiting > 0 || ml.state.process !== 'ready') return true;
    return db.jobs.pending('plan') > 0 || db.jobs.awaited('predict') > 0;
  }

  /**
   * Whatever was waited for is over, with a new plan, the same one or a failure: those who were told to expect a newer plan
   * hears so. Called wherever a wait may end; quiet when no one waits.
   */
  settled(): void {
    if (!this.#saidStale || this.#isStale()) return;
    this.#saidStale = false;
    this.#tell(this.#ctx.db.plans.revision());
  }

  /** Makes the forecast of the plan in force where it is missing: after a start, or when the helper is back. */
  async forecast(): Promise<void> {
    const stored = this.#ctx.db.plans.current();
    if (stored && (await this.#forecasts.make(stored))) this.#tell(stored.revision);
  }

  /** Plans at once and answers with the accepted plan. Rejects with `mlUnavailable` while the helper is away. */
  async replan(options: ReplanOptions): Promise<PlanView> {
    // A caller in another moment must not teach what is stored for this one.
    if (options.now !== undefined) return this.#planThen(options);
    this.#habits.roll();
    await this.workProfile.refresh();
    await this.#once(() => this.#solveAsked(options));
    await this.forecast();
    return this.current(options);
  }

  /** The same for another moment. Its answer is read before any plan for the present takes its place. */
  async #planThen(options: ReplanOptions): Promise<PlanView> {
    const leave = this.#habits.visit(requestTimeOf(this.#ctx, options));
    let view: PlanView | undefined;
    try {
      await this.#once(async () => {
        await this.#solveAsked(options);
        await this.forecast();
        view = { ...this.current(options), stale: false };
      });
    } finally {
      leave();
    }
    return view ?? this.current(options);
  }

  #solveAsked(options: ReplanOptions): Promise<void> {
    return this.#solve(requestTimeOf(this.#ctx, options), {
      budgetMs: ASKED_BUDGET_MS,
      ...options,
      asked: 'plan',
    });
  }

  /** The pipeline's way in: a short solve after changes. */
  async refresh(): Promise<void> {
    this.#habits.roll();
    await this.workProfile.refresh();
    await this.#once(() => this.#solve(requestTimeOf(this.#ctx), { budgetMs: AUTO_BUDGET_MS }));
    void this.forecast();
  }

  /** Why the blocks of a task stand where they do. */
  async reasons(id: TaskId): Promise<ReasonsView[]> {
    const { db } = this.#ctx;
    const task = db.tasks.get(id);
    if (!task) throw new DaymarkError('notFound', { what: 'task', id });
    const stored = db.plans.current();
    if (!stored) return [];
    if (this.#reasons?.revision !== stored.revision) {
      const asked = this.#ctx.ml.client.explain({ problem: stored.problem, plan: stored.plan });
      const reasons = asked.then((answer) => answer.reasons);
      this.#reasons = { revision: stored.revision, reasons };
      reasons.catch(() => (this.#reasons = null));
    }
    const all = await this.#reasons.reasons;
    return all
      .filter((reason) => reason.taskId === id)
      .map(({ part, whyHere, whyNotEarlier }) => ({
        taskId: id,
        title: task.title,
        part,
        whyHere,
        whyNotEarlier,
      }));
  }

  /**
   * Where a task of so many minutes that is added now would land; null before the first plan, or when no day ever has
   * room.
   *
   * @throws DaymarkError `mlUnavailable` while the helper is away.
   */
  async estimateCompletion(durationMin: number): Promise<CompletionEstimate | null> {
    const { db, ml } = this.#ctx;
    const stored = db.plans.current();
    if (!stored) return null;
    if (ml.state.process !== 'ready') throw new DaymarkError('mlUnavailable');
    // What waits for a word knows of everything that was typed since.
    const { problem, plan } = this.#proposals.pending?.solved ?? stored;
    return (await ml.client.estimateCompletion({ problem, plan, durationMin })).estimate;
  }

  /** What finds no place in the days planned, when it would be done, and what gives the most pressing of it a place. */
  overload(): OverloadView {
    const { db } = this.#ctx;
    const request = requestTimeOf(this.#ctx);
    const settings = db.settings.get();
    const plan = this.current();
    const today = request.local.slice(0, 10);
    const ids = plan.unscheduled.map((entry) => entry.taskId);
    const events = db.events.between(addDays(today, -1), addDays(today, 2));
    return overloadView(
      {
        plan,
        tasks: new Map(db.tasks.getMany(ids).map((task) => [task.id, task])),
        events: problemEvents(events, request.tz),
        settings,
        capacityOf: (day) => this.workProfile.capacityOf(day),
      },
      request,
    );
  }

  /** Moves, adds or gives up a stretch kept for focus; a new plan follows where planning goes by itself. */
  moveFocus(from: string | null, to: { start: string; end: string } | null): PlanView {
    this.#focus.move(from, to);
    this.#tell(this.#ctx.db.plans.revision());
    return this.current();
  }

  /** Back to the plan before. The next change plans again. */
  undo(): PlanView {
    const ctx = this.#ctx;
    const requestTime = requestTimeOf(ctx);
    this.#proposals.clear();
    const restored = ctx.db.transaction(() => {
      const plan = ctx.db.plans.undo(requestTime.at);
      if (!plan) return null;
      const day = requestTime.local.slice(0, 10);
      ctx.db.behavior.append({
        id: ctx.ids(),
        type: 'planUndone',
        taskId: null,
        at: requestTime.at,
        tz: requestTime.tz,
        day,
        data: {},
      });
      return plan;
    });
    if (restored) {
      this.#tell(restored.revision);
      void this.forecast();
    }
    return this.current();
  }

  /**
   * The plan of this revision comes back together with the change that it was made before, so that what the change had
   * moved is where it was. A plan for an earlier day is no help any more.
   */
  restore(revision: number): void {
    const { db } = this.#ctx;
    const requestTime = requestTimeOf(this.#ctx);
    const current = db.plans.current();
    if (!current || current.revision === revision) return;
    const wanted = db.plans.get(revision);
    if (!wanted || localOf(wanted.computedAt, requestTime.tz).slice(0, 10) !== requestTime.local.slice(0, 10))
      return;
    this.#proposals.clear();
    const restored = db.plans.restore(revision, requestTime.at);
    if (restored) this.#tell(restored.revision);
  }

  /** The person looks at the plan of this revision: what it has for today now moves only with their word. */
  seen(revision: number): boolean {
    const stored = this.#ctx.db.plans.current();
    if (stored?.revision !== revision) return false;
    const { local, tz } = requestTimeOf(this.#ctx);
    this.#proposals.see(blocksIn(stored, tz), local.slice(0, 10));
    return true;
  }

  /**
   * The person's word on a proposal: it becomes the plan, or what it would have moved stays where it is today and the
   * rest is planned around it. Nothing happens without a proposal.
   */
  async answer(accept: boolean): Promise<PlanView> {
    clearTimeout(this.#unanswered);
    const { pending } = this.#proposals;
    if (!pending) return this.current();
    if (accept) {
      this.#proposals.clear();
      this.#accept(pending.solved, {}, { first: null });
    } else {
      this.#proposals.hold();
      // What was proposed is gone, whatever comes of the plan around it.
      this.#tell(this.#ctx.db.plans.revision());
      await this.#once(() =>
        this.#solve(requestTimeOf(this.#ctx), { budgetMs: AUTO_BUDGET_MS, asked: 'stay' }),
      );
    }
    await this.forecast();
    return this.current();
  }

  #pendingView(): ViewParts['pending'] {
    const { pending } = this.#proposals;
    return (
      pending && {
        plan: pending.solved.plan,
        isOwn: (id, since) => this.#isOwn(id, since),
        isPinned: (id) =>
          pending.solved.problem.tasks.some((task) => task.id === id && task.pinnedStart !== undefined),
      }
    );
  }

  /** One solve at a time: a second one would only fight for the same core. */
  async #once(work: () => Promise<void>): Promise<void> {
    this.#waiting += 1;
    try {
      while (this.#running) await this.#running;
      const run = work();
      this.#running = this.#ended(run);
      await run;
    } finally {
      this.#waiting -= 1;
      this.settled();
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

  async #solve(requestTime: RequestTime, options: SolveOptions): Promise<void> {
    const { db } = this.#ctx;
    const shown: Shown = { first: null };
    for (let drops = 0; ; drops += 1) {
      await this.#drafting.prepare();
      const seq = db.changes.version(PLANNED_TABLES);
      const solved = await this.#draft(requestTime, options, shown);
      if (db.changes.version(PLANNED_TABLES) !== seq && drops < MAX_DROPS) continue;
      if (this.#settle(solved, options, shown)) this.#changesKnown = seq;
      return;
    }
  }

  /** Solves the problem as it stands; what was found first is shown at once when nothing speaks against it. */
  async #draft(requestTime: RequestTime, options: SolveOptions, shown: Shown): Promise<Solved> {
    const { db } = this.#ctx;
    const seq = db.changes.version(PLANNED_TABLES);
    const draft = this.#drafting.draft(requestTime, options.fresh === true);
    const current = db.plans.current();
    const before = current ? blocksIn(current, requestTime.tz) : [];
    if (options.asked === 'plan') this.#proposals.release();
    // New guesses or a newly learned workProfile are no reason to shuffle a day that is being looked at.
    const unasked = options.asked === undefined && seq === this.#changesKnown;
    const calm = unasked && this.#proposals.hasSeen(requestTime.local.slice(0, 10));
    const problem = this.#proposals.holding(calm ? withHighStability(draft.problem) : draft.problem, before);
    let best: Plan | null = null;
    for await (const { plan, final } of this.#drafting.solve(problem, options, draft.leftOut)) {
      best = plan;
      if (final || shown.first || db.changes.version(PLANNED_TABLES) !== seq) continue;
      const first = { ...draft, problem, plan, requestTime };
      if (this.#moving(first, options.asked !== undefined).length === 0)
        shown.first = this.#accept(first, options, shown);
    }
    if (!best) throw new DaymarkError('mlUnavailable');
    return { ...draft, problem, plan: best, requestTime };
  }

  /** Makes the final answer the plan, or a proposal when it moves what the person has seen of today. Whether it is the plan. */
  #settle(solved: Solved, options: SolveOptions, shown: Shown): boolean {
    const { requestTime } = solved;
    const moving = this.#moving(
      solved,
      options.asked !== undefined || this.#proposals.isOverdue(requestTime.at),
    );
    if (moving.length === 0) {
      this.#proposals.clear();
      this.#accept(solved, options, shown);
      return true;
    }
    // What is kept for focus is on the timeline at once; only the blocks wait.
    if (options.now === undefined) this.#focus.remember(solved.focus, requestTime.local);
    this.#proposals.propose(solved, requestTime.at);
    clearTimeout(this.#unanswered);
    const take = (): void => void this.answer(true).catch(() => {});
    this.#unanswered = setTimeout(take, ANSWER_WITHIN_MS).unref();
    this.#tell(this.#ctx.db.plans.revision());
    return false;
  }

  /** Blocks seen today that a plan would move without the person having asked for it. */
  #moving({ plan, requestTime }: Solved, asked: boolean): PlanBlock[] {
    const { db } = this.#ctx;
    const before = db.plans.current();
    if (asked || !before) return [];
    return this.#proposals.touched(blocksIn(before, requestTime.tz), plan.blocks, requestTime.local, (id) =>
      this.#isOwn(id, before),
    );
  }

  /** Whether the person has changed a task since a plan was made, or it is no longer open. */
  #isOwn(id: string, since: StoredPlan): boolean {
    const task = this.#ctx.db.tasks.get(id as TaskId);
    if (task?.status !== 'open' || task.onHold !== null) return true;
    return task.runningSince !== null || task.updatedAt > since.computedAt;
  }

  /** A plan becomes the current one; in place of the one that this very solve has shown already, if any. */
  #accept(
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
    if (again) this.#forecasts.carry(current.revision, stored.revision);
    // A caller in another moment must not move what is kept from this one on.
    if (options.now === undefined) this.#focus.remember(focus, requestTime.local);
    this.#tell(stored.revision);
    return stored;
  }

  #tell(revision: number): void {
    this.#ctx.hub.publish({ topic: 'plan', revision });
  }
}

function sameBlocks(a: Plan, b: Plan): boolean {
  return JSON.stringify([a.blocks, a.unscheduled]) === JSON.stringify([b.blocks, b.unscheduled]);
}

/** A stored plan as it reads on the clock of a zone: the person may have travelled since it was made. */
function onClockOf(stored: StoredPlan | undefined, tz: string): StoredPlan | undefined {
  return stored && { ...stored, plan: { ...stored.plan, blocks: blocksIn(stored, tz) } };
}
