import type { TaskId } from '../core/ids.ts';
import type { OrderChoice } from '../core/ml-contract/index.ts';
import { dayOf } from '../core/time/zoned.ts';
import type { BehaviorType, ChangeOrigin, ForeignChange, NewJob, Touched } from '../db/index.ts';
import type { ServiceContext, RequestTime } from './context.ts';
import { announce, followUp, type Reach } from './follow-up.ts';
import type { WriteEvent } from './write-events.ts';

/**
 * One intent of the person: one transaction, one group in the change log, one step of the history. What is written in
 * it is seen by the journal (`db/write`), and everything that follows is derived from what was seen: change rows and
 * their inverse, the versions that the planner watches, outcomes, jobs, and the topics that views listen to. Only what
 * the person meant is said here: the name, what it was done to, and the behaviour event.
 */

export interface IntentOptions {
  name: string;
  requestTime: RequestTime;
  /** False for what follows by itself (a late parse, a week that passes): it isn't the person's to take back. */
  undoable?: boolean;
  /** What it was done to, in the person's words. */
  about?: string | undefined;
}

/**
 * Runs one intent. Views hear of it only after it is durable.
 *
 * @throws whatever `work` throws; then nothing was changed.
 */
export function runIntent<T>(ctx: ServiceContext, options: IntentOptions, work: (intent: Intent) => T): T {
  const { name, requestTime, undoable = true } = options;
  const group = ctx.ids();
  const planRevision = ctx.db.plans.revision();
  const intent = new Intent(ctx, requestTime, options.about);
  const scope = { group, at: ctx.clock(), origin: undoable ? ('local' as const) : ('auto' as const) };
  const { value, reach } = ctx.db.changes.write(scope, (touched) => {
    const result = work(intent);
    const reached = followUp(ctx, touched, intent.jobs);
    reached.learned.push(...intent.choices);
    if (undoable && touched.some(isSeen)) {
      const { subject } = intent;
      ctx.db.history.push({ intent: name, subject, group, planRevision, at: scope.at });
      reached.history = true;
    }
    return { value: result, reach: reached };
  });
  announce(ctx, reach);
  return value;
}

/**
 * Puts changes that were made elsewhere (another device, a log) into this profile. The same path as an intent, but nothing
 * the person here did: no behaviour events, no step of the history, no effects beyond what is derived from the rows.
 *
 * @public for sync, which has its place but no code yet
 */
export function applyChanges(
  ctx: ServiceContext,
  changes: readonly ForeignChange[],
  origin: Extract<ChangeOrigin, 'remote' | 'import'>,
): void {
  const scope = { group: ctx.ids(), at: ctx.clock(), origin };
  const reach: Reach = ctx.db.changes.write(scope, (touched) => {
    ctx.db.changes.apply(changes);
    return followUp(ctx, touched, []);
  });
  announce(ctx, reach);
}

/** Whether a change is more than the note of when a row was changed last. */
function isSeen({ op, fields }: Touched): boolean {
  return op !== 'update' || Object.keys(fields).some((name) => name !== 'updated_at');
}

export class Intent {
  readonly requestTime: RequestTime;
  readonly jobs: NewJob[] = [];
  readonly choices: Extract<WriteEvent, { type: 'choiceMade' }>[] = [];
  subject: { title: string | null; count: number };
  readonly #ctx: ServiceContext;

  constructor(ctx: ServiceContext, requestTime: RequestTime, about?: string) {
    this.#ctx = ctx;
    this.requestTime = requestTime;
    this.subject = { title: about ?? null, count: 1 };
  }

  /** Says what the intent is done to; with a count when it is more than one. */
  about(title: string | null, count = 1): void {
    this.subject = { title, count };
  }

  /** Stores what the person did. With a `choice` in it the learners hear of that once it is durable. */
  behavior(
    type: BehaviorType,
    taskId: TaskId | null,
    data: Record<string, unknown> & { choice?: OrderChoice; asked?: boolean } = {},
  ): void {
    const { at, tz } = this.requestTime;
    const id = this.#ctx.ids();
    this.#ctx.db.behavior.append({ id, type, taskId, at, tz, day: dayOf(at, tz), data });
    const { choice, asked = false } = data;
    if (choice) this.choices.push({ type: 'choiceMade', choice, event: { id, at }, asked });
  }

  /** Asks for work beyond what follows from the changed rows. */
  job(job: NewJob): void {
    this.jobs.push(job);
  }
}
