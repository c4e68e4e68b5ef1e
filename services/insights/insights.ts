import { insightReport, type InsightReport, type Insights } from '../../core/insights.ts';
import type { SuccessMetrics } from '../../core/metrics.ts';
import type { HistoryTask } from '../../core/replay.ts';
import { instantOf } from '../../core/time/zoned.ts';
import type { PastTask } from '../../db/index.ts';
import { requestTimeOf, type RequestTime, type ServiceContext } from '../context.ts';
import type { Predictions } from '../learning/predictions.ts';
import { promiseRecordOf } from '../planning/promise-record.ts';
import { successMetricsOf } from './metrics.ts';

/**
 * The newest tasks that a report looks at: who somebody was years ago is not who they are, and more of them would hold up the owner's
 * loop while they are handed on (bench/insights.bench.ts).
 */
const MOST_TASKS = 2500;
/** A report is made again after so long by itself. */
const WEEK_MS = 7 * 86_400_000;
/** After a failure nothing is tried again before this. */
const PAUSE_MS = 600_000;
const PATTERN = 'insights-report';

/** What a profile's own past says about its person; the ml process looks, the database's thread reads. */
export class InsightReports {
  readonly #ctx: ServiceContext;
  readonly #predictions: Pick<Predictions, 'log'>;
  #making: Promise<InsightReport> | null = null;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(ctx: ServiceContext, predictions: Pick<Predictions, 'log'>) {
    this.#ctx = ctx;
    this.#predictions = predictions;
  }

  /**
   * Looked at now, nothing kept.
   *
   * @throws DaymarkError `mlUnavailable` while the ml process is away
   */
  get(given: { now?: string; tz?: string } = {}): Promise<Insights> {
    return this.#look(requestTimeOf(this.#ctx, given));
  }

  /** The newest report that was kept, and whether a newer one is being made. */
  report(): { report: InsightReport | null; making: boolean } {
    return { report: this.#kept(), making: this.#making !== null };
  }

  /**
   * Makes a report and keeps it; who asks meanwhile waits for the same.
   *
   * @throws DaymarkError `mlUnavailable` while the ml process is away
   */
  refresh(): Promise<InsightReport> {
    this.#making ??= this.#make().finally(() => {
      this.#making = null;
      this.#ctx.hub.publish({ topic: 'insights' });
    });
    return this.#making;
  }

  /** Makes the week's report when there is none yet, as soon as the ml process can. */
  tick(): void {
    const { ml, clock } = this.#ctx;
    const now = clock();
    if (ml.state.process !== 'ready' || this.#making || now - this.#triedAt < PAUSE_MS) return;
    const madeAt = this.#kept()?.madeAt ?? Number.NEGATIVE_INFINITY;
    // A clock that was set back must not stop reports for good.
    if (Math.abs(now - madeAt) < WEEK_MS) return;
    this.#triedAt = now;
    this.refresh().catch(() => {
      // Tried again after the pause; the page says what is wrong when somebody asks.
    });
  }

  /** How well Daymark does for its person. */
  async metrics(given: { now?: string; tz?: string } = {}): Promise<SuccessMetrics> {
    const { db, worker } = this.#ctx;
    const { local, tz, at } = requestTimeOf(this.#ctx, given);
    const [activity, log] = await Promise.all([worker.activity(), this.#predictions.log()]);
    const source = { activity, log, feedback: db.feedback.since(0), today: local.slice(0, 10), tz };
    return {
      madeAt: at,
      tz,
      ...successMetricsOf(source),
      promises: promiseRecordOf(this.#ctx, at),
      work: this.#kept()?.metrics ?? null,
    };
  }

  async #make(): Promise<InsightReport> {
    const { db } = this.#ctx;
    const request = requestTimeOf(this.#ctx);
    const report = { ...(await this.#look(request)), madeAt: request.at, tz: request.tz };
    db.patterns.put({ patternType: PATTERN, patternData: report, confidenceScore: 1, updatedAt: request.at });
    return report;
  }

  /** Null for what an earlier version kept in another shape: it is made again. */
  #kept(): InsightReport | null {
    const stored = this.#ctx.db.patterns.get(PATTERN);
    return stored ? (insightReport.safeParse(stored.patternData).data ?? null) : null;
  }

  async #look({ tz, at }: RequestTime): Promise<Insights> {
    const lines = await this.#lines();
    return this.#ctx.ml.client.insights({ lines, tz, now: new Date(at).toISOString() });
  }

  /** The newest tasks as a history, oldest first. */
  async #lines(): Promise<HistoryTask[]> {
    const lines: HistoryTask[] = [];
    let before: number | null = null;
    do {
      const { tasks, next } = await this.#ctx.worker.insightTasks(before);
      lines.push(...tasks.map(lineOf));
      before = next;
    } while (before !== null && lines.length < MOST_TASKS);
    return lines.slice(0, MOST_TASKS).reverse();
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
