import { DaymarkError } from '../../core/errors.ts';
import type { TaskId } from '../../core/ids.ts';
import type { LandingView } from '../../core/domain/rhythm.ts';
import type { PlanView, ReasonsView } from '../../core/domain/views.ts';
import type { Task } from '../../core/domain/task.ts';
import type { BlockReasons, Plan, PlanBlock, Problem } from '../../core/problem.ts';
import { vantageOf, type ServiceContext, type Vantage } from '../context.ts';
import type { Tastes } from '../learning/tastes.ts';
import type { Habits } from '../habits/habits.ts';
import { FocusTime } from './focus.ts';
import { pulledForward } from './pull-forward.ts';
import { buildProblem, earliestOf, horizonOf } from './problem.ts';
import { Rhythm } from './rhythm.ts';
import { Topics } from './topics.ts';
import { planView, type ViewParts } from './view.ts';

/** Time the solver gets after a change; the first good plan is there far earlier. */
const AUTO_BUDGET_MS = 200;
const ASKED_BUDGET_MS = 400;
/** A solver that is this late has failed. */
const SOLVE_GRACE_MS = 15_000;
const FORECAST_SAMPLES = 400;
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

const NO_FORECAST: ViewParts['forecast'] = { days: [], tasks: [] };

/** Keeps the plan: solves in the ml process, drops stale answers, stores and tells what moved. */
export class Planner {
  readonly #ctx: ServiceContext;
  readonly #tastes: Tastes;
  readonly #habits: Habits;
  readonly rhythm: Rhythm;
  readonly #focus: FocusTime;
  readonly #topics: Topics;
  #running: Promise<void> | null = null;
  #forecasts: { revision: number; forecast: ViewParts['forecast'] } = { revision: -1, forecast: NO_FORECAST };
  #reasons: { revision: number; reasons: Promise<BlockReasons[]> } | null = null;
  #waiting = 0;

  constructor(ctx: ServiceContext, tastes: Tastes, habits: Habits) {
    this.#ctx = ctx;
    this.#habits = habits;
    this.#tastes = tastes;
    this.rhythm = new Rhythm(ctx);
    this.#focus = new FocusTime(ctx, this.rhythm);
    this.#topics = new Topics(ctx);
  }

  current(given: { now?: string; tz?: string } = {}): PlanView {
    const { db, ml } = this.#ctx;
    const stored = db.plans.current();
    return planView(this.#ctx, {
      stored,
      before: db.plans.previous(),
      stale: this.#waiting > 0 || db.jobs.pending('plan') > 0 || ml.state.process !== 'ready',
      forecast:
        stored && this.#forecasts.revision === stored.revision ? this.#forecasts.forecast : NO_FORECAST,
      capacityOf: (day) => this.rhythm.capacityOf(day),
      focusFrom: (day) => this.#focus.view(day),
      vantage: vantageOf(this.#ctx, given),
    });
  }

  /** Plans at once and answers with the accepted plan. Rejects with `mlUnavailable` while the helper is away. */
  async replan(options: ReplanOptions): Promise<PlanView> {
    // A caller in another moment must not teach what is stored for this one.
    if (options.now === undefined) {
      this.#habits.roll();
      await this.rhythm.refresh();
    }
    await this.#once(() =>
      this.#solve(vantageOf(this.#ctx, options), { budgetMs: ASKED_BUDGET_MS, ...options }),
    );
    const { db } = this.#ctx;
    const stored = db.plans.current();
    if (stored) await this.#forecast(stored.revision, stored.problem, stored.plan);
    return this.current(options);
  }

  /** The pipeline's way in: a short solve after changes. */
  async refresh(): Promise<void> {
    this.#habits.roll();
    await this.rhythm.refresh();
    await this.#once(() => this.#solve(vantageOf(this.#ctx), { budgetMs: AUTO_BUDGET_MS }));
    const stored = this.#ctx.db.plans.current();
    if (stored)
      void this.#forecast(stored.revision, stored.problem, stored.plan).then(() =>
        this.#tell(stored.revision),
      );
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
  async landing(durationMin: number): Promise<LandingView | null> {
    const { db, ml } = this.#ctx;
    const stored = db.plans.current();
    if (!stored) return null;
    if (ml.state.process !== 'ready') throw new DaymarkError('mlUnavailable');
    const { problem, plan } = stored;
    return (await ml.client.landing({ problem, plan, durationMin })).landing;
  }

  /** Moves, adds or gives up a stretch kept for focus; a new plan follows where planning goes by itself. */
  moveFocus(from: string | null, to: { start: string; end: string } | null): PlanView {
    this.#focus.move(from, to);
    this.#tell(this.#ctx.db.plans.revision());
    return this.current();
  }

  /** Back to the plan before. The next change plans anew. */
  undo(): PlanView {
    const ctx = this.#ctx;
    const vantage = vantageOf(ctx);
    const restored = ctx.db.transaction(() => {
      const plan = ctx.db.plans.undo(vantage.at);
      if (!plan) return null;
      const day = vantage.local.slice(0, 10);
      ctx.db.behavior.append({
        id: ctx.ids(),
        type: 'planUndone',
        taskId: null,
        at: vantage.at,
        tz: vantage.tz,
        day,
        data: {},
      });
      ctx.db.changes.append({
        entity: 'plan',
        entityId: String(plan.revision),
        op: 'update',
        fields: {},
        at: vantage.at,
      });
      return plan;
    });
    if (restored) this.#tell(restored.revision);
    return this.current();
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

  async #solve(vantage: Vantage, options: ReplanOptions & { budgetMs: number }): Promise<void> {
    const { db } = this.#ctx;
    for (let drops = 0; ; drops += 1) {
      const open = db.tasks.open();
      await this.#tastes.prepare(open);
      await this.#topics.prepare(open);
      const seq = db.changes.lastSeq();
      const laidOut = this.#problem(vantage, options.fresh === true);
      const focus = this.#focus.choose(laidOut);
      const ahead = focus.kept.filter(({ end }) => end > vantage.local);
      const focusTime = ahead.map(({ start, end }) => ({ start, end }));
      const problem = focusTime.length > 0 ? { ...laidOut, focusTime } : laidOut;
      const plan = await this.#ask(problem, options);
      if (db.changes.lastSeq() !== seq && drops < MAX_DROPS) continue;
      const stored = db.plans.accept({ computedAt: vantage.at, tz: vantage.tz, problem, plan });
      // A caller in another moment must not move what is kept from this one on.
      if (options.now === undefined) this.#focus.remember(focus, vantage.local);
      this.#tell(stored.revision);
      return;
    }
  }

  #problem(vantage: Vantage, fresh: boolean): Problem {
    const { db } = this.#ctx;
    const settings = db.settings.get();
    const { from, to } = horizonOf(settings, vantage);
    const tasks = db.tasks.open();
    return buildProblem(
      {
        tasks,
        events: db.events.between(from, to),
        settings,
        previous: fresh ? [] : this.#previous(tasks, vantage),
        habits: this.#habits.source(vantage),
        profile: this.rhythm.profile(),
        preferred: (task) => this.#tastes.preferred(task),
        topic: (task) => this.#topics.of(task),
      },
      vantage,
    );
  }

  /** The plan the person has seen; after an early finish with what directly follows pulled up. */
  #previous(tasks: readonly Task[], vantage: Vantage): PlanBlock[] {
    const open = new Map<string, Task>(tasks.map((task) => [task.id, task]));
    return pulledForward(
      this.#ctx.db.plans.current()?.plan.blocks ?? [],
      vantage.local,
      (id) => !open.has(id),
      (block, start) => {
        const task = open.get(block.taskId);
        if (!task || task.runningSince !== null || (task.pinnedStart ?? task.start) !== null) return true;
        return (earliestOf(task, vantage) ?? '') > start;
      },
    );
  }

  async #ask(problem: Problem, options: ReplanOptions & { budgetMs: number }): Promise<Plan> {
    const { ml } = this.#ctx;
    if (ml.state.process !== 'ready') throw new DaymarkError('mlUnavailable');
    const signal = AbortSignal.timeout(options.budgetMs + SOLVE_GRACE_MS);
    const answers = await ml.client.solve(
      { problem, timeLimitMs: options.budgetMs, seed: options.seed ?? 1 },
      { signal },
    );
    let best: Plan | null = null;
    for await (const answer of answers) best = answer.plan;
    if (!best) throw new DaymarkError('mlUnavailable');
    return best;
  }

  async #forecast(revision: number, problem: Problem, plan: Plan): Promise<void> {
    if (this.#forecasts.revision === revision) return;
    try {
      const pace = this.rhythm.pace();
      const forecast = await this.#ctx.ml.client.forecast({
        problem,
        plan,
        samples: FORECAST_SAMPLES,
        ...(pace ? { pace } : {}),
      });
      this.#forecasts = { revision, forecast };
    } catch {
      // The plan is good without its forecast; the next one brings it.
    }
  }

  #tell(revision: number): void {
    this.#ctx.hub.publish({ topic: 'plan', revision });
  }
}
