import { MAX_PASTED, pastedItems, type PastedItem } from '../../core/domain/paste.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { TaskId } from '../../core/ids.ts';
import type { ParseResult } from '../../core/language.ts';
import { requestTimeOf, type ServiceContext, type RequestTime } from '../context.ts';
import type { History } from '../history.ts';
import { withPauses, yieldToEvents } from '../pauses.ts';
import { Intent } from '../intent.ts';
import { readingContext } from './context.ts';
import { storeLine } from './store.ts';

/**
 * Adding a list of any length: read in the helper process some lines at a time, stored in short transactions, one group
 * and one step of the history. Until the last line is stored the step is under way: cancelling it, a failure, or an end of the
 * program takes all of it away again.
 */

/** Lines that are read in one go; a keystroke waits no longer than for these. */
const READ_AT_ONCE = 40;
const READ_MS = 10_000;
/** How long one transaction goes on before it is stored, which takes some milliseconds of its own. */
const STORE_MS = 4;

export interface ListProgress {
  added: number;
  total: number;
  /** The last of them: all of it is stored. */
  complete: boolean;
}

export interface ListInput {
  items?: readonly PastedItem[] | undefined;
  /** Instead of items: the text as it was pasted. */
  text?: string | undefined;
  now?: string;
  tz?: string;
}

export class ListAdder {
  readonly #ctx: ServiceContext;
  readonly #history: History;
  #busy = false;

  constructor(ctx: ServiceContext, history: History) {
    this.#ctx = ctx;
    this.#history = history;
  }

  /**
   * Adds a list and tells how far it is. Ending early, by `signal` or by not listening on, adds nothing.
   *
   * @throws DaymarkError `busy` while another list is added, `tooLarge`, `invalidInput`, `cancelled`.
   */
  async *add(input: ListInput, signal?: AbortSignal): AsyncGenerator<ListProgress, void, void> {
    if (this.#busy) throw new DaymarkError('busy');
    this.#busy = true;
    try {
      // A long text has just been unpacked; others go first before it is read.
      await yieldToEvents();
      yield* this.#addAll(await itemsOf(input), input, signal);
    } finally {
      this.#busy = false;
    }
  }

  async *#addAll(
    items: readonly PastedItem[],
    input: ListInput,
    signal?: AbortSignal,
  ): AsyncGenerator<ListProgress, void, void> {
    const { db, ids, clock } = this.#ctx;
    const requestTime = requestTimeOf(this.#ctx, input);
    const group = ids();
    const seq = db.history.push({
      intent: 'tasks.createMany',
      subject: { title: items.length === 1 ? items[0]!.text : null, count: items.length },
      group,
      planRevision: db.plans.revision(),
      at: clock(),
      underway: { group, kind: 'add', below: null },
    });
    let complete = false;
    let first: TaskId | null = null;
    try {
      for (let from = 0; from < items.length; from += READ_AT_ONCE) {
        const part = items.slice(from, from + READ_AT_ONCE);
        const parsed = await this.#read(part, requestTime);
        for (let at = 0; at < part.length;) {
          if (signal?.aborted) throw new DaymarkError('cancelled');
          const stored = this.#store(group, requestTime, part, parsed, at);
          at = stored.next;
          first ??= stored.first;
          await db.checkpointed();
          await yieldToEvents();
        }
        if (from + part.length < items.length)
          yield { added: from + part.length, total: items.length, complete };
      }
      db.history.update(seq, { underway: null });
      complete = true;
      if (first) this.#announce(first);
      yield { added: items.length, total: items.length, complete };
    } finally {
      if (!complete) await this.#history.abandon(seq, group);
    }
  }

  /** Nulls for lines that can't be read now; they are read later. */
  async #read(part: readonly PastedItem[], requestTime: RequestTime): Promise<(ParseResult | null)[]> {
    const context = readingContext(this.#ctx, requestTime);
    try {
      const signal = AbortSignal.timeout(READ_MS);
      const texts = part.map((item) => item.text);
      return (await this.#ctx.ml.client.parseMany({ texts, context }, { signal })).results;
    } catch {
      return part.map(() => null);
    }
  }

  /** Stores items from `at` on for a moment; answers the first that is left, and the first task made. */
  #store(
    group: string,
    requestTime: RequestTime,
    part: readonly PastedItem[],
    parsed: readonly (ParseResult | null)[],
    at: number,
  ): { next: number; first: TaskId } {
    const { db, clock } = this.#ctx;
    const until = performance.now() + STORE_MS;
    const intent = new Intent(this.#ctx, requestTime);
    return db.changes.write({ group, at: clock(), origin: 'local' }, () => {
      let next = at;
      let first: TaskId | null = null;
      do {
        const line = { literals: [], picked: {}, acceptedRules: [], background: true, ...part[next]! };
        const task = storeLine(this.#ctx, intent, line, parsed[next] ?? null);
        first ??= task.id;
        next += 1;
      } while (next < part.length && performance.now() < until);
      for (const job of intent.jobs) db.jobs.enqueue(job, clock());
      return { next, first: first! };
    });
  }

  /** Vectors and guesses follow in the background; the plan is asked for at once. */
  #announce(first: TaskId): void {
    const { db, hub, ml, clock, namesChanged, wake } = this.#ctx;
    // The first vector; the rest is found missing once it is there.
    const modelVersion = ml.state.modelVersion ?? '';
    const { id, revision } = db.tasks.get(first)!;
    const job = { kind: 'embed', taskId: id, revision, modelVersion, background: true } as const;
    db.jobs.enqueue(job, clock());
    if (db.settings.get().autoReplan)
      db.jobs.enqueue({ kind: 'plan', taskId: null, revision: db.changes.lastSeq() }, clock());
    hub.publish({ topic: 'tasks', ids: [] });
    hub.publish({ topic: 'projects' });
    hub.publish({ topic: 'habits' });
    hub.publish({ topic: 'history' });
    namesChanged();
    wake();
  }
}

async function itemsOf({ items, text }: ListInput): Promise<readonly PastedItem[]> {
  const read = items ?? (await withPauses(firstItems(text ?? '')));
  if (read.length === 0) throw new DaymarkError('invalidInput', { reason: 'the list is empty' });
  if (read.length > MAX_PASTED) throw new DaymarkError('tooLarge', { limit: `${MAX_PASTED} tasks` });
  return read;
}

/** One more than there may be is enough to say so. */
function* firstItems(text: string): Generator<void, PastedItem[], void> {
  const items: PastedItem[] = [];
  for (const item of pastedItems(text)) {
    if (items.push(item) > MAX_PASTED) break;
    yield;
  }
  return items;
}
