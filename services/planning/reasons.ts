import { DaymarkError } from '../../core/errors.ts';
import type { ReasonsView } from '../../core/domain/views.ts';
import type { TaskId } from '../../core/ids.ts';
import type { BlockReasons, Plan, Problem } from '../../core/problem.ts';
import type { ServiceContext } from '../context.ts';

/** A plan with the question that it answers. */
interface Answered {
  problem: Problem;
  plan: Plan;
}

/** Why blocks stand where they do. A plan is explained once, for all of its tasks. */
export class Reasons {
  readonly #ctx: ServiceContext;
  /** By what tells plans apart: the revision of the one in force, and the one that waits for a word. */
  #explained: { revision: number; reasons: Promise<BlockReasons[]> } | null = null;
  #proposed: { plan: Plan; reasons: Promise<BlockReasons[]> } | null = null;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  /**
   * Reasons of a task's blocks as they are shown: while a proposal waits, what the person has just placed stands where the
   * proposal has it, and only that one knows why.
   *
   * @throws DaymarkError `notFound`; `mlUnavailable` while the helper is away
   */
  async of(
    id: TaskId,
    shown: readonly { taskId: string; part: number; start: string }[],
    pending: Answered | null,
  ): Promise<ReasonsView[]> {
    const { db } = this.#ctx;
    const task = db.tasks.get(id);
    if (!task) throw new DaymarkError('notFound', { what: 'task', id });
    const stored = db.plans.current();
    if (!stored) return [];
    const own = shown.filter(({ taskId }) => taskId === id);
    const isAsStored = own.every((block) => holdsBlock(stored.plan, block));
    const all = isAsStored || !pending ? await this.#ofStored(stored) : await this.#ofProposed(pending);
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

  #ofStored(stored: Answered & { revision: number }): Promise<BlockReasons[]> {
    if (this.#explained?.revision !== stored.revision) {
      const reasons = this.#ask(stored);
      this.#explained = { revision: stored.revision, reasons };
      reasons.catch(() => (this.#explained = null));
    }
    return this.#explained.reasons;
  }

  #ofProposed(pending: Answered): Promise<BlockReasons[]> {
    if (this.#proposed?.plan !== pending.plan) {
      const reasons = this.#ask(pending);
      this.#proposed = { plan: pending.plan, reasons };
      reasons.catch(() => (this.#proposed = null));
    }
    return this.#proposed.reasons;
  }

  async #ask({ problem, plan }: Answered): Promise<BlockReasons[]> {
    return (await this.#ctx.ml.client.explain({ problem, plan })).reasons;
  }
}

function holdsBlock(plan: Plan, block: { taskId: string; part: number; start: string }): boolean {
  return plan.blocks.some(
    ({ taskId, part, start }) => taskId === block.taskId && part === block.part && start === block.start,
  );
}
