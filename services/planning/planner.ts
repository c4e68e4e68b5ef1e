import { DaymarkError } from '../../core/errors.ts';
import type { TaskId } from '../../core/ids.ts';
import type { OverloadView, ProjectFinish } from '../../core/domain/overload.ts';
import type { CompletionEstimate } from '../../core/forecast.ts';
import type { PlanView, ReasonsView } from '../../core/domain/views.ts';
import type { Plan, Problem } from '../../core/problem.ts';
import type { StoredPlan } from '../../db/index.ts';
import { addDays, localOf } from '../../core/time/zoned.ts';
import { requestTimeOf, type RequestTime, type ServiceContext } from '../context.ts';
import type { WorkPreferences } from '../learning/work-preferences.ts';
import type { Habits } from '../habits/habits.ts';
import { blocksIn, Drafting } from './drafting.ts';
import { FocusTime } from './focus.ts';
import { Forecasts } from './forecasts.ts';
import { overloadView, type OverloadSource } from './overload.ts';
import { projectFinishes } from './project-finish.ts';
import { problemEvents } from './problem.ts';
import { Proposals } from './proposal.ts';
import { Reasons } from './reasons.ts';
import { Replanning, type ReplanOptions, type Solved } from './replanning.ts';
import { WorkProfile } from './work-profile.ts';
import { planView, type ViewParts } from './view.ts';

/** Time the solver gets after a change; the first good plan is there far earlier. */
const AUTO_BUDGET_MS = 200;
const ASKED_BUDGET_MS = 400;

/** Where planning stands: the problem, its newest answer, and the plan that is shown. */
export interface PlanningState {
  problem: Problem;
  solved: Plan;
  seen: Plan;
}

/** The plan, and what the person says to it: shows it, has it made again, explains it, goes back to earlier ones. */
export class Planner {
  readonly #ctx: ServiceContext;
  readonly #habits: Habits;
  readonly workProfile: WorkProfile;
  readonly #focus: FocusTime;
  readonly #proposals = new Proposals<Solved>();
  readonly #forecasts: Forecasts;
  readonly #replanning: Replanning;
  readonly #reasons: Reasons;
  /** Someone was told that a newer plan comes; they are told as well when it no longer does. */
  #saidStale = false;

  constructor(ctx: ServiceContext, workPreferences: WorkPreferences, habits: Habits) {
    this.#ctx = ctx;
    this.#habits = habits;
    this.workProfile = new WorkProfile(ctx);
    this.#focus = new FocusTime(ctx, this.workProfile);
    this.#forecasts = new Forecasts(ctx, this.workProfile);
    this.#reasons = new Reasons(ctx);
    const { workProfile } = this;
    this.#replanning = new Replanning(ctx, {
      drafting: new Drafting(ctx, { workPreferences, workProfile, focus: this.#focus, habits }),
      proposals: this.#proposals,
      focus: this.#focus,
      forecasts: this.#forecasts,
      tell: (revision) => this.#tell(revision),
      settled: () => this.settled(),
      unanswered: () => void this.answer(true).catch(() => {}),
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
    if (this.#replanning.isUnderway || ml.state.process !== 'ready') return true;
    return db.jobs.pending('plan') > 0 || db.jobs.awaited('predict') > 0;
  }

  /**
   * Whatever was waited for is over, with a new plan, the same one or a failure: those who were told to expect a newer plan
   * hear so. Called wherever a wait may end; quiet when no one waits.
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
    await this.#replanning.exclusively(() => this.#solveAsked(options));
    await this.forecast();
    return this.current(options);
  }

  /** The same for another moment. Its answer is read before any plan for the present takes its place. */
  async #planThen(options: ReplanOptions): Promise<PlanView> {
    const leave = this.#habits.visit(requestTimeOf(this.#ctx, options));
    let view: PlanView | undefined;
    try {
      await this.#replanning.exclusively(async () => {
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
    return this.#replanning.solve(requestTimeOf(this.#ctx, options), {
      budgetMs: ASKED_BUDGET_MS,
      ...options,
      asked: 'plan',
    });
  }

  /** The pipeline's way in: a short solve after changes. */
  async refresh(): Promise<void> {
    this.#habits.roll();
    await this.workProfile.refresh();
    await this.#replanning.exclusively(() =>
      this.#replanning.solve(requestTimeOf(this.#ctx), { budgetMs: AUTO_BUDGET_MS }),
    );
    void this.forecast();
  }

  /** Why the blocks of a task stand where they do. */
  reasons(id: TaskId): Promise<ReasonsView[]> {
    return this.#reasons.of(id, this.current().blocks, this.#proposals.pending?.solved ?? null);
  }

  /**
   * Where a task of so many minutes that is added now would land; null before the first plan, or when no day ever has
   * room.
   *
   * @throws DaymarkError `mlUnavailable` while the helper is away.
   */
  async estimateCompletion(durationMin: number): Promise<CompletionEstimate | null> {
    const { ml } = this.#ctx;
    const state = this.state();
    if (!state) return null;
    if (ml.state.process !== 'ready') throw new DaymarkError('mlUnavailable');
    const { problem, solved: plan } = state;
    return (await ml.client.estimateCompletion({ problem, plan, durationMin })).estimate;
  }

  /**
   * The newest problem that was solved, with the plan as it is seen; null before the first. What waits for a word knows of everything
   * that was typed since.
   */
  state(): PlanningState | null {
    const stored = this.#ctx.db.plans.current();
    if (!stored) return null;
    const { problem, plan: solved } = this.#proposals.pending?.solved ?? stored;
    return { problem, solved, seen: stored.plan };
  }

  /** What finds no place in the days planned, when it would be done, and what gives the most pressing of it a place. */
  overload(): OverloadView {
    const request = requestTimeOf(this.#ctx);
    return overloadView(this.#overloadSource(request), request);
  }

  /** When each project with open tasks would be finished. */
  projectFinishes(): ProjectFinish[] {
    const request = requestTimeOf(this.#ctx);
    return projectFinishes(this.#overloadSource(request), this.#ctx.db.tasks.open(), request);
  }

  #overloadSource(request: RequestTime): OverloadSource {
    const { db } = this.#ctx;
    const settings = db.settings.get();
    const plan = this.current();
    const today = request.local.slice(0, 10);
    const ids = plan.unscheduled.map((entry) => entry.taskId);
    const events = db.events.between(addDays(today, -1), addDays(today, 2));
    return {
      plan,
      tasks: new Map(db.tasks.getMany(ids).map((task) => [task.id, task])),
      events: problemEvents(events, request.tz),
      settings,
      capacityOf: (day) => this.workProfile.capacityOf(day),
    };
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
    if (!restored) return;
    this.#replanning.restored(restored);
    this.#tell(restored.revision);
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
    this.#replanning.answered();
    const { pending } = this.#proposals;
    if (!pending) return this.current();
    if (accept) {
      this.#proposals.clear();
      this.#replanning.accept(pending.solved, {}, { first: null });
    } else {
      this.#proposals.hold();
      // What was proposed is gone, whatever comes of the plan around it.
      this.#tell(this.#ctx.db.plans.revision());
      await this.#replanning.exclusively(() =>
        this.#replanning.solve(requestTimeOf(this.#ctx), { budgetMs: AUTO_BUDGET_MS, asked: 'stay' }),
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
        isOwn: (id, since) => this.#replanning.isOwn(id, since),
        isPinned: (id) =>
          pending.solved.problem.tasks.some((task) => task.id === id && task.pinnedStart !== undefined),
      }
    );
  }

  #tell(revision: number): void {
    this.#ctx.hub.publish({ topic: 'plan', revision });
  }
}

/** A stored plan as it reads on the clock of a zone: the person may have travelled since it was made. */
function onClockOf(stored: StoredPlan | undefined, tz: string): StoredPlan | undefined {
  return stored && { ...stored, plan: { ...stored.plan, blocks: blocksIn(stored, tz) } };
}
