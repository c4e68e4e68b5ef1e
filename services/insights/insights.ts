import type { Insights } from '../../core/insights.ts';
import { MAX_INSIGHT_LINES } from '../../core/ml-contract/index.ts';
import type { HistoryTask } from '../../core/replay.ts';
import { instantOf } from '../../core/time/zoned.ts';
import type { PastTask } from '../../db/index.ts';
import { requestTimeOf, type ServiceContext } from '../context.ts';

/** What a profile's own past says about its person; the ml process looks, the database's thread reads. */
export class InsightReports {
  readonly #ctx: ServiceContext;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  /** @throws DaymarkError `mlUnavailable` while the ml process is away */
  async get(given: { now?: string; tz?: string } = {}): Promise<Insights> {
    const { ml } = this.#ctx;
    const { tz, at } = requestTimeOf(this.#ctx, given);
    const lines = await this.#lines();
    return ml.client.insights({ lines, tz, now: new Date(at).toISOString() });
  }

  /** The newest tasks as a history, oldest first. */
  async #lines(): Promise<HistoryTask[]> {
    const lines: HistoryTask[] = [];
    let before: number | null = null;
    do {
      const { tasks, next } = await this.#ctx.worker.insightTasks(before);
      lines.push(...tasks.map(lineOf));
      before = next;
    } while (before !== null && lines.length < MAX_INSIGHT_LINES);
    return lines.slice(0, MAX_INSIGHT_LINES).reverse();
  }
}

function lineOf(task: PastTask): HistoryTask {
  const { taskId, title, project, tags, estimateMin, actualMin, status, deferrals, tz } = task;
  const isGivenUp = status === 'dropped';
  return {
    id: taskId,
    title,
    project,
    tags,
    estimateMin,
    actualMin,
    createdAt: iso(task.createdAt)!,
    completedAt: status === 'done' ? iso(task.closedAt) : null,
    done: status === 'open' ? null : !isGivenUp,
    dropped: isGivenUp ? iso(task.closedAt) : null,
    plannedStart: momentOf(task.planned, tz),
    due: momentOf(task.deadline, tz),
    startedAt: iso(task.startedAt),
    deferrals,
  };
}

/** A whole day stays one; a local time is an instant. */
function momentOf(local: string | null, tz: string): string | null {
  return local === null || local.length <= 10 ? local : iso(instantOf(local, tz));
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
