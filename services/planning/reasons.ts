import { DaymarkError } from '../../core/errors.ts';
import type { ReasonsView } from '../../core/domain/views.ts';
import type { TaskId } from '../../core/ids.ts';
import type { BlockReasons } from '../../core/problem.ts';
import type { ServiceContext } from '../context.ts';

/** Why blocks stand where they do. The plan in force is explained once, for all of its tasks. */
export class Reasons {
  readonly #ctx: ServiceContext;
  #explained: { revision: number; reasons: Promise<BlockReasons[]> } | null = null;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  /** @throws DaymarkError `notFound`; `mlUnavailable` while the helper is away */
  async of(id: TaskId): Promise<ReasonsView[]> {
    const { db } = this.#ctx;
    const task = db.tasks.get(id);
    if (!task) throw new DaymarkError('notFound', { what: 'task', id });
    const stored = db.plans.current();
    if (!stored) return [];
    if (this.#explained?.revision !== stored.revision) {
      const asked = this.#ctx.ml.client.explain({ problem: stored.problem, plan: stored.plan });
      const reasons = asked.then((answer) => answer.reasons);
      this.#explained = { revision: stored.revision, reasons };
      reasons.catch(() => (this.#explained = null));
    }
    const all = await this.#explained.reasons;
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
}
