import { ORPCError, type ClientContext, type ClientLink } from '@orpc/client';
import { commands, queries } from '../../core/contract/kinds.ts';
import { DaymarkError } from '../../core/errors.ts';
import { createStore, type Store } from './store.ts';

/** Whether requests reach the process that owns the profile; `refused` when it is there and does not know this page. */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused';

/** What a transport gets besides the input of a call. */
export interface CallContext extends ClientContext {
  /** Under the same id a change is made once, however often it is asked for. */
  intentId?: string;
}

export type Link = ClientLink<CallContext>;

/** Carries `intentId` on the wire. */
export function intentHeader(context: CallContext): Record<string, string> {
  return context.intentId === undefined ? {} : { 'idempotency-key': context.intentId };
}

/** Going back is for what a person sees now; one that arrives later would take back something else. */
const TAKES_BACK: ReadonlySet<string> = new Set(['tasks.undo', 'tasks.redo', 'planning.undo']);
/** Two of these that look alike are meant as two. */
const COUNTS: ReadonlySet<string> = new Set([
  'tasks.create',
  'tasks.createMany',
  'habits.create',
  'habits.checkIn',
]);

interface Waiting {
  isChange: boolean;
  go(link: Link): void;
  fail(error: DaymarkError): void;
}

/**
 * A link that outlives its transport. Questions wait for the next one. A change that was under way, or is made while there
 * is none or the profile is locked, is kept and sent (again) under its own id; `unsent` counts those. What must not come late is refused at once.
 */
export class HoldingLink implements Link {
  readonly state: Store<ConnectionState> = createStore<ConnectionState>('connecting');
  readonly unsent: Store<number> = createStore(0);
  readonly #newId: () => string;
  /** The newest change of each thing that was made without a connection. */
  readonly #last = new Map<string, { request: string; sent: Promise<unknown> }>();
  #current: Link | null = null;
  #waiting: Waiting[] = [];

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  provide(link: Link): void {
    this.#current = link;
    this.state.set('open');
    this.#flush(link);
  }

  withdraw(): void {
    this.#current = null;
    this.state.set('lost');
  }

  /** There will be no way back for this page: what was kept is given back to its caller. */
  refuse(): void {
    this.#current = null;
    this.state.set('refused');
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ isChange }) => !isChange);
    for (const one of waiting) if (one.isChange) one.fail(new DaymarkError('notConnected'));
  }

  call(path: readonly string[], input: unknown, options: Parameters<Link['call']>[2]): Promise<unknown> {
    const name = path.join('.');
    if (this.#current || queries.has(name)) return this.#send(path, input, options);
    if (this.#isAway() && (commands.has(name) || TAKES_BACK.has(name) || this.state.get() === 'refused')) {
      return Promise.reject(new DaymarkError('notConnected'));
    }
    const wanted = withoutRevision(input);
    // A second click on what seems not to have been received is the same request.
    const request = JSON.stringify([name, wanted]);
    const subject = subjectOf(name, wanted);
    const last = this.#last.get(subject);
    if (last?.request === request && !COUNTS.has(name)) return last.sent;
    const sent = this.#send(path, wanted, options).finally(() => {
      if (this.#last.get(subject)?.request === request) this.#last.delete(subject);
    });
    this.#last.set(subject, { request, sent });
    return sent;
  }

  #isAway(): boolean {
    return this.state.get() !== 'connecting';
  }

  async #send(
    path: readonly string[],
    input: unknown,
    options: Parameters<Link['call']>[2],
  ): Promise<unknown> {
    const name = path.join('.');
    const isChange = !queries.has(name) && !commands.has(name);
    const context = { intentId: this.#newId(), ...options.context };
    let link = this.#current ?? (await this.#next(isChange));
    for (;;) {
      try {
        const answer = await link.call(path, input, { ...options, context });
        if (name === 'vault.unlock') this.#flush(link);
        return answer;
      } catch (error) {
        const isWanted = isChange && options.signal?.aborted !== true;
        if (isWanted && isLocked(error)) {
          // A host that was started again may ask for the passphrase first.
          link = await this.#next(isChange);
          continue;
        }
        const wasAnswered = error instanceof ORPCError || error instanceof DaymarkError;
        if (wasAnswered || !isWanted || this.#current === link) throw error;
        link = this.#current ?? (await this.#next(isChange));
      }
    }
  }

  #flush(link: Link): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) one.go(link);
  }

  #next(isChange: boolean): Promise<Link> {
    if (isChange && this.#isAway()) this.unsent.set((count) => count + 1);
    const counted = isChange && this.#isAway();
    const settle = (): void => {
      if (counted) this.unsent.set((count) => count - 1);
    };
    return new Promise<Link>((go, fail) => this.#waiting.push({ isChange, go, fail })).finally(settle);
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'locked';
}

/** What a change is about: the thing with its id, else all that the procedure changes. */
function subjectOf(name: string, input: unknown): string {
  return typeof input === 'object' && input !== null && 'id' in input ? String(input.id) : name;
}

/** Several edits made without a connection all know the revision before the first; the last of them is what is wanted. */
function withoutRevision(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('revision' in input) || !('patch' in input))
    return input;
  const { revision: _revision, ...rest } = input;
  return rest;
}
