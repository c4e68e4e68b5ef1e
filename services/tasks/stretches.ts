import { DaymarkError } from '../../core/errors.ts';
import type { Task } from '../../core/domain/task.ts';
import type { TrackedStretch } from '../../core/domain/tracked-stretch.ts';
import type { TaskId } from '../../core/ids.ts';
import { instantOf } from '../../core/time/zoned.ts';
import type { TimeEntry } from '../../db/index.ts';
import { requestTimeOf, type ServiceContext } from '../context.ts';
import { runIntent, type Intent } from '../intent.ts';

/** The stretches of work that were tracked, put right by hand. What a finished task took follows from them, and is learned from. */

interface Given {
  now?: string;
  tz?: string;
}

/** A stretch on the wall clock of the caller; `to` null for a timer that goes on. */
interface Span {
  from: string;
  to: string | null;
}

const MAX_TRACKED_MS = 24 * 3_600_000;
const MS_PER_MIN = 60_000;

export class Stretches {
  readonly #ctx: ServiceContext;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  /** Those of one task, the oldest first. */
  list(id: TaskId): TrackedStretch[] {
    this.#task(id);
    return this.#ctx.db.timeEntries.forTask(id);
  }

  /**
   * Adds a stretch of work that no timer saw.
   *
   * @throws DaymarkError `invalidInput` for one that is empty, longer than a day, not over yet or counted already
   */
  add(id: TaskId, span: { from: string; to: string }, given: Given): Task {
    const { db, ids } = this.#ctx;
    const before = this.#task(id);
    const { start, end } = this.#checked(span, db.timeEntries.forTask(id), given);
    return this.#intent('tasks.track', before, given, (intent) => {
      db.timeEntries.add({ id: ids(), taskId: id, start, end, source: 'manual' });
      const minutes = ((end ?? start) - start) / MS_PER_MIN;
      intent.behavior('tracked', id, { minutes });
      return this.#taken(intent, before, minutes);
    });
  }

  /**
   * Changes when a stretch began and ended.
   *
   * @throws DaymarkError `notFound`, and `invalidInput` as for a new one
   */
  change(stretchId: string, span: Span, given: Given): Task {
    const { db } = this.#ctx;
    const entry = this.#entry(stretchId);
    const before = this.#task(entry.taskId);
    if (span.to === null && entry.end !== null)
      throw new DaymarkError('invalidInput', { reason: 'to: only a running timer has no end' });
    const others = db.timeEntries.forTask(entry.taskId).filter(({ id }) => id !== stretchId);
    const { start, end } = this.#checked(span, others, given);
    return this.#intent('tasks.changeStretch', before, given, (intent) => {
      db.timeEntries.update(stretchId, { start, end });
      intent.behavior('tracked', before.id, { corrected: true });
      return this.#taken(intent, before, minutesOf({ start, end }) - minutesOf(entry));
    });
  }

  /** Takes a stretch away, a running timer included. @throws DaymarkError `notFound` */
  remove(stretchId: string, given: Given): Task {
    const entry = this.#entry(stretchId);
    const before = this.#task(entry.taskId);
    return this.#intent('tasks.removeStretch', before, given, (intent) => {
      this.#ctx.db.timeEntries.remove(stretchId);
      intent.behavior('tracked', before.id, { corrected: true });
      return this.#taken(intent, before, -minutesOf(entry));
    });
  }

  /**
   * Takes a span (epoch ms) out of a stretch, as a break; without `to` the stretch, or its timer, ends at `from`.
   *
   * @throws DaymarkError `notFound`, and `invalidInput` for a span that begins outside of the stretch
   */
  cut(stretchId: string, { from, to }: { from: number; to: number | null }): Task {
    const { db, clock } = this.#ctx;
    const entry = this.#entry(stretchId);
    const before = this.#task(entry.taskId);
    if (from < entry.start || from > (entry.end ?? clock()))
      throw new DaymarkError('invalidInput', { reason: 'at: the timer did not run then' });
    return this.#intent('tasks.answerTimerGap', before, {}, (intent) => {
      if (from > entry.start) db.timeEntries.update(stretchId, { start: entry.start, end: from });
      else db.timeEntries.remove(stretchId);
      const rest = to === null || (entry.end !== null && entry.end <= to) ? null : { ...entry, start: to };
      if (rest) this.#goOn(rest);
      intent.behavior('tracked', before.id, { corrected: true });
      const left = (from - entry.start) / MS_PER_MIN + (rest ? minutesOf(rest) : 0);
      return this.#taken(intent, before, left - minutesOf(entry));
    });
  }

  /** What is left of a stretch behind a break; its timer runs on if it ran. */
  #goOn(rest: TimeEntry): void {
    const { db, ids } = this.#ctx;
    if (rest.end === null) db.timeEntries.start({ id: ids(), taskId: rest.taskId, at: rest.start });
    else db.timeEntries.add({ ...rest, id: ids() });
  }

  /** What a finished task took grows by what was tracked more; what was not known is what is tracked now. */
  #taken(intent: Intent, before: Task, minutes: number): Task {
    const now = this.#task(before.id);
    if (before.status !== 'done') return now;
    const took = before.actualMin === null ? now.trackedMin : before.actualMin + minutes;
    // Less than half a minute is no measurement.
    const actualMin = took >= 0.5 ? took : null;
    return this.#ctx.db.tasks.update(before.id, { actualMin }, intent.requestTime.at);
  }

  #checked(span: Span, known: readonly TimeEntry[], given: Given): { start: number; end: number | null } {
    const { at, tz } = requestTimeOf(this.#ctx, given);
    const start = instantOf(span.from, tz);
    const end = span.to === null ? null : instantOf(span.to, tz);
    const refuse = (reason: string): never => {
      throw new DaymarkError('invalidInput', { reason });
    };
    const until = end ?? at;
    if (until <= start)
      refuse(end === null ? 'from: it lies in the future' : 'to: it has to come after from');
    if (until - start > MAX_TRACKED_MS) refuse('to: at most a day can be tracked at once');
    if (until > at) refuse('to: it lies in the future');
    if (known.some((entry) => entry.start < until && (entry.end ?? at) > start))
      refuse('from: some of this time is tracked already');
    return { start, end };
  }

  #entry(id: string): TimeEntry {
    const entry = this.#ctx.db.timeEntries.get(id);
    if (!entry) throw new DaymarkError('notFound', { what: 'tracked stretch', id });
    return entry;
  }

  #task(id: TaskId): Task {
    const task = this.#ctx.db.tasks.get(id);
    if (!task) throw new DaymarkError('notFound', { what: 'task', id });
    return task;
  }

  #intent(name: string, { title }: Task, given: Given, work: (intent: Intent) => Task): Task {
    return runIntent(this.#ctx, { name, requestTime: requestTimeOf(this.#ctx, given), about: title }, work);
  }
}

function minutesOf({ start, end }: { start: number; end: number | null }): number {
  return end === null ? 0 : (end - start) / MS_PER_MIN;
}
