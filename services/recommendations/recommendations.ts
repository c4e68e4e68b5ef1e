import type {
  RecommendationKind,
  RecommendationRecord,
  Recommendations as Found,
  StalledTask,
} from '../../core/domain/recommendation.ts';
import { RECOMMENDATION_KINDS } from '../../core/domain/recommendation.ts';
import type { Task } from '../../core/domain/task.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { TaskId } from '../../core/ids.ts';
import type { Message } from '../../core/messages/index.ts';
import { chanceOfMore } from '../../core/statistics.ts';
import { addDays } from '../../core/time/zoned.ts';
import type { RecommendationRow } from '../../db/index.ts';
import { requestTimeOf, type RequestTime, type ServiceContext } from '../context.ts';
import { runIntent } from '../intent.ts';
import type { Planner } from '../planning/planner.ts';
import { Choosing } from './choosing.ts';
import { performAction } from './actions.ts';
import { offersFor, type Offer } from './offers.ts';
import { outcomeOf, withoutHelp } from './outcome.ts';
import { offerSource } from './source.ts';
import { contextOf, stallOf } from './stall.ts';

interface Given {
  now?: string | undefined;
  tz?: string | undefined;
}

/** Stalled tasks that are looked through for a list. */
const MOST_STALLED = 200;
const LEFT_OVER_DAYS = 3;
/** Kinds whose outcome is that the task is done; the others are kept or taken back, and compare with nothing. */
const DONE_KINDS: ReadonlySet<RecommendationKind> = new Set(['firstStep', 'split', 'betterHour', 'pair']);
const COMPARED_FROM = 3;

/** What would get a stalled task moving, what was taken of it, and what came of that. */
export class Recommendations {
  readonly #ctx: ServiceContext;
  readonly #planner: Pick<Planner, 'state' | 'workProfile'>;
  readonly #choosing: Choosing;

  constructor(ctx: ServiceContext, planner: Pick<Planner, 'state' | 'workProfile'>) {
    this.#ctx = ctx;
    this.#planner = planner;
    this.#choosing = new Choosing(ctx);
  }

  /** @throws DaymarkError `notFound` */
  async forTask(id: TaskId, given: Given = {}): Promise<Found> {
    const request = requestTimeOf(this.#ctx, given);
    const [found] = await this.#found([this.#task(id)], request);
    return found!;
  }

  /** Those put off most often first. */
  async stalled(limit: number, given: Given = {}): Promise<{ tasks: StalledTask[]; total: number }> {
    const request = requestTimeOf(this.#ctx, given);
    const today = request.local.slice(0, 10);
    const condition = {
      kind: 'any' as const,
      of: [
        { kind: 'flag' as const, flag: 'postponed' as const },
        { kind: 'days' as const, field: 'deadline' as const, from: null, to: addDays(today, -1) },
        { kind: 'days' as const, field: 'date' as const, from: null, to: addDays(today, -LEFT_OVER_DAYS) },
      ],
    };
    const { tasks } = await this.#ctx.worker.listTasks({
      status: 'open',
      withoutSessions: true,
      filter: { condition, tz: request.tz },
      limit: MOST_STALLED,
    });
    const stalled = tasks
      .filter((task) => stallOf(task, request) !== null)
      .toSorted((a, b) => b.deferrals - a.deferrals || a.createdAt - b.createdAt);
    const shown = stalled.slice(0, limit);
    const found = await this.#found(shown, request);
    return {
      tasks: shown.map(({ id, title }, i) => ({ taskId: id, title, ...found[i]! })),
      total: stalled.length,
    };
  }

  /** @throws DaymarkError `notFound`; `invalidInput` for what isn't offered for the task */
  take(id: TaskId, kind: RecommendationKind, given: Given = {}): { task: Task; done: Message } {
    const ctx = this.#ctx;
    const requestTime = requestTimeOf(ctx, given);
    const before = this.#task(id);
    const offer = this.#offered(before, kind, requestTime);
    return runIntent(ctx, { name: 'recommendations.take', requestTime, about: before.title }, (intent) => {
      const { task, more } = performAction(ctx, intent, before, offer.action);
      ctx.db.recommendations.insert(this.#row(before, kind, 'taken', requestTime));
      intent.behavior('suggestionAccepted', id, { recommendation: kind });
      return { task, done: { ...offer.done, params: { ...offer.done.params, ...more } } };
    });
  }

  /** It isn't offered for this task again. @throws DaymarkError as `take` */
  dismiss(id: TaskId, kind: RecommendationKind, given: Given = {}): void {
    const ctx = this.#ctx;
    const requestTime = requestTimeOf(ctx, given);
    const task = this.#task(id);
    this.#offered(task, kind, requestTime);
    runIntent(ctx, { name: 'recommendations.dismiss', requestTime, undoable: false }, (intent) => {
      ctx.db.recommendations.insert(this.#row(task, kind, 'dismissed', requestTime));
      intent.behavior('suggestionDismissed', id, { recommendation: kind });
    });
    this.#choosing.tick();
  }

  async record(): Promise<RecommendationRecord> {
    const { db, worker, clock } = this.#ctx;
    this.tick();
    const rows = db.recommendations.list();
    const without = withoutHelp(await worker.secondDeferrals(), rows, clock());
    const kinds = RECOMMENDATION_KINDS.map((kind) => {
      const own = rows.filter((row) => row.kind === kind);
      const helped = helpedOf(own);
      const isCompared = DONE_KINDS.has(kind) && helped.of >= COMPARED_FROM && without.of >= COMPARED_FROM;
      return {
        kind,
        taken: own.filter(({ answer }) => answer === 'taken').length,
        dismissed: own.filter(({ answer }) => answer === 'dismissed').length,
        helped,
        better: isCompared ? chanceOfMore(helped, without) : null,
      };
    });
    return { kinds, without, versions: this.#choosing.versions() };
  }

  /** @throws DaymarkError `notFound` for a version that isn't there */
  rollback(version: number | null): Promise<RecommendationRecord> {
    this.#choosing.rollback(version);
    return this.record();
  }

  /** Notes what came of what was taken, and learns from it. */
  tick(): void {
    this.#decide();
    this.#choosing.tick();
  }

  #decide(): void {
    const { db, clock } = this.#ctx;
    const now = clock();
    const decided = db.recommendations.undecided().flatMap((row) => {
      const task = db.tasks.get(row.taskId);
      const helped = task ? outcomeOf(row, task, now) : null;
      return helped === null ? [] : [{ id: row.id, helped }];
    });
    if (decided.length === 0) return;
    const options = {
      name: 'recommendations.outcome',
      requestTime: requestTimeOf(this.#ctx),
      undoable: false,
    };
    runIntent(this.#ctx, options, () => {
      for (const { id, helped } of decided) db.recommendations.decide(id, helped, now);
    });
  }

  async #found(tasks: readonly Task[], request: RequestTime): Promise<Found[]> {
    const each = tasks.map((task) => ({
      task,
      why: stallOf(task, request),
      offers: this.#offers(task, request),
    }));
    const orders = await this.#choosing.order(
      each.map(({ task, offers }) => ({
        key: `${task.id}/${request.local.slice(0, 10)}`,
        context: contextOf(task),
        kinds: offers.map(({ kind }) => kind),
      })),
    );
    const rows = Map.groupBy(this.#ctx.db.recommendations.list(), ({ kind }) => kind);
    return each.map(({ why, offers }, i) => ({
      why,
      offers: orders[i]!.flatMap((kind) => {
        const offer = offers.find((one) => one.kind === kind);
        if (!offer) return [];
        const { words: action, reason } = offer;
        return [{ kind, action, reason, helped: helpedOf(rows.get(kind) ?? []) }];
      }),
    }));
  }

  /** What makes sense and was neither dismissed for this task nor taken and is still open. */
  #offers(task: Task, request: RequestTime): Offer[] {
    if (stallOf(task, request) === null) return [];
    const answered = new Set(
      this.#ctx.db.recommendations
        .ofTask(task.id)
        .filter(({ answer, decidedAt }) => answer === 'dismissed' || decidedAt === null)
        .map(({ kind }) => kind),
    );
    const source = offerSource(this.#ctx, this.#planner, task, request);
    return offersFor(source, request).filter(({ kind }) => !answered.has(kind));
  }

  #offered(task: Task, kind: RecommendationKind, request: RequestTime): Offer {
    const offer = this.#offers(task, request).find((one) => one.kind === kind);
    if (offer) return offer;
    throw new DaymarkError('invalidInput', { reason: `${kind} is not recommended for this task` });
  }

  #row(
    task: Task,
    kind: RecommendationKind,
    answer: RecommendationRow['answer'],
    { at }: RequestTime,
  ): RecommendationRow {
    const decidedAt = answer === 'dismissed' ? at : null;
    return {
      id: this.#ctx.ids(),
      taskId: task.id,
      kind,
      context: contextOf(task),
      answer,
      at,
      helped: null,
      decidedAt,
    };
  }

  #task(id: TaskId): Task {
    const task = this.#ctx.db.tasks.get(id);
    if (!task) throw new DaymarkError('notFound', { what: 'task', id });
    return task;
  }
}

function helpedOf(rows: readonly RecommendationRow[]): { count: number; of: number } {
  const known = rows.filter(({ helped }) => helped !== null);
  return { count: known.filter(({ helped }) => helped).length, of: known.length };
}
