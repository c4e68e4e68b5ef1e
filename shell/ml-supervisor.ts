import { createORPCClient, type ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { DaymarkError } from '../core/errors.ts';
import type { MlState } from '../core/domain/views.ts';
import type { KnownNames, VocabularyRule } from '../core/language.ts';
import type { MlContract } from '../core/ml-contract/index.ts';
import type { Random } from '../core/random.ts';
import type { RpcPort } from './ports.ts';
import { fromWireError } from '../rpc/wire-errors.ts';

/** Keeps the ml process running, and stands for it while it isn't. */

export type MlClient = ContractRouterClient<MlContract>;

/** One running ml process, however it was started. */
export interface MlProcess {
  port: RpcPort;
  pid: number | undefined;
  /** Ends it at once; its port then reports `close`. */
  kill(): void;
}

/** Starts one ml process. Injected: a fork under Node, a `utilityProcess` under Electron. */
export type SpawnMl = () => MlProcess;

export interface MlSnapshot {
  version: number;
  vocabulary: VocabularyRule[];
  known: KnownNames;
}

export interface MlSupervisorOptions {
  spawn: SpawnMl;
  random: Random;
  /** Called at each change of state. */
  onState?: (state: MlState) => void;
  /** Called when the process answers, after the snapshot was pushed. */
  onReady?: () => void;
  /** Called with each end of the process; `delayMs` until the next start. */
  onExit?: (info: { pid: number | undefined; restarts: number; delayMs: number }) => void;
  /** What the process has to know before it parses; pushed at each start. */
  snapshot?: () => MlSnapshot | null;
  /** First and longest wait before a restart, milliseconds; each failure doubles it. */
  backoff?: { firstMs: number; maxMs: number };
  /** How often a silent process is asked whether it lives, and how long it may take to answer. */
  heartbeat?: { everyMs: number; timeoutMs: number };
}

const DOWN: MlState = {
  process: 'down',
  embedding: 'unavailable',
  embeddingReason: null,
  modelVersion: null,
};
const STARTING: MlState = {
  process: 'starting',
  embedding: 'loading',
  embeddingReason: null,
  modelVersion: null,
};
/** A process that lived this long had not failed because of its start. */
const STABLE_MS = 30_000;
const START_TIMEOUT_MS = 60_000;
const EMBEDDING_POLL_MS = 100;

function typedError(error: unknown): DaymarkError {
  return fromWireError(error, () => new DaymarkError('mlUnavailable', {}, { cause: error }));
}

function isStream(output: unknown): output is AsyncIterable<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
}

/** A stream's errors come while it is read; a reader that stops early stops the work. */
async function* typedStream(source: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  try {
    for await (const item of source) yield item;
  } catch (error) {
    throw typedError(error);
  }
}

export class MlSupervisor {
  /** Always the same client; calls are refused with `mlUnavailable` while the process is away. */
  readonly client: MlClient;
  readonly #options: MlSupervisorOptions;
  #state: MlState = DOWN;
  #process: MlProcess | null = null;
  #link: ClientLink<Record<never, never>> | null = null;
  #stopped = true;
  #failures = 0;
  #restarts = 0;
  #timer: NodeJS.Timeout | undefined;
  #heart: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;
  #stable: NodeJS.Timeout | undefined;

  constructor(options: MlSupervisorOptions) {
    this.#options = options;
    this.client = createORPCClient<MlClient>({
      call: async (path, input, callOptions) => {
        const link = this.#link;
        if (!link) throw new DaymarkError('mlUnavailable');
        try {
          const output = await link.call(path, input, callOptions);
          return isStream(output) ? typedStream(output) : output;
        } catch (error) {
          throw typedError(error);
        }
      },
    } satisfies ClientLink<Record<never, never>>);
  }

  get state(): MlState {
    return this.#state;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts the process; answers at once. */
  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#spawn();
  }

  /** Ends the process for good. */
  stop(): void {
    this.#stopped = true;
    this.#clearTimers();
    clearTimeout(this.#timer);
    this.#link = null;
    const running = this.#process;
    this.#process = null;
    running?.port.close();
    running?.kill();
    this.#setState(DOWN);
  }

  /** Pushes the present vocabulary and names; a no-op while the process is away, since a start pushes them too. */
  async pushSnapshot(): Promise<void> {
    const snapshot = this.#link ? this.#options.snapshot?.() : null;
    if (!snapshot) return;
    await this.client.setSnapshot(snapshot);
  }

  /** Resolves once the process answers; rejects with `mlUnavailable` after `timeoutMs`. */
  async whenReady(timeoutMs: number): Promise<void> {
    await this.#until((state) => state.process === 'ready', timeoutMs);
  }

  /** Resolves once the embedding model is loaded or known to be unavailable. */
  async whenEmbedding(timeoutMs: number): Promise<boolean> {
    await this.#until((state) => state.process === 'ready' && state.embedding !== 'loading', timeoutMs);
    return this.#state.embedding === 'ready';
  }

  readonly #watchers = new Set<() => void>();

  #until(reached: (state: MlState) => boolean, timeoutMs: number): Promise<void> {
    if (reached(this.#state)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        this.#watchers.delete(check);
        settle();
      };
      const timer = setTimeout(() => finish(() => reject(new DaymarkError('mlUnavailable'))), timeoutMs);
      const check = (): void => {
        if (reached(this.#state)) finish(resolve);
      };
      this.#watchers.add(check);
    });
  }

  #spawn(): void {
    this.#setState(STARTING);
    let started: MlProcess;
    try {
      started = this.#options.spawn();
    } catch {
      this.#ended(null);
      return;
    }
    this.#process = started;
    started.port.on('close', () => this.#ended(started));
    const link = new RPCLink({ port: started.port });
    this.#link = link;
    void this.#handshake(started);
  }

  async #handshake(started: MlProcess): Promise<void> {
    try {
      const signal = AbortSignal.timeout(START_TIMEOUT_MS);
      const state = await this.client.status(undefined, { signal });
      const snapshot = this.#options.snapshot?.();
      if (snapshot) await this.client.setSnapshot(snapshot, { signal });
      if (this.#process !== started) return;
      this.#setState({ ...state, process: 'ready' });
      this.#stable = setTimeout(() => (this.#failures = 0), STABLE_MS);
      this.#stable.unref();
      this.#beat(started);
      this.#followEmbedding(started);
      this.#options.onReady?.();
    } catch {
      if (this.#process === started) started.kill();
    }
  }

  /** The model loads after the process answers; its state is asked for until it is settled. */
  #followEmbedding(started: MlProcess): void {
    if (this.#state.embedding !== 'loading') return;
    this.#poll = setTimeout(async () => {
      try {
        const state = await this.client.status();
        if (this.#process !== started) return;
        this.#setState({ ...state, process: 'ready' });
        this.#followEmbedding(started);
      } catch {
        // The end of the process is handled where its port closes.
      }
    }, EMBEDDING_POLL_MS);
    this.#poll.unref();
  }

  #beat(started: MlProcess): void {
    const { everyMs, timeoutMs } = this.#options.heartbeat ?? { everyMs: 30_000, timeoutMs: 60_000 };
    this.#heart = setTimeout(async () => {
      const timeout = setTimeout(() => started.kill(), timeoutMs);
      timeout.unref();
      try {
        await this.client.status();
      } catch {
        return;
      } finally {
        clearTimeout(timeout);
      }
      if (this.#process === started) this.#beat(started);
    }, everyMs);
    this.#heart.unref();
  }

  #ended(which: MlProcess | null): void {
    if (this.#stopped || this.#process !== which) return;
    this.#clearTimers();
    this.#process = null;
    this.#link = null;
    const { firstMs, maxMs } = this.#options.backoff ?? { firstMs: 250, maxMs: 30_000 };
    const delayMs = Math.min(maxMs, firstMs * 2 ** this.#failures) * (0.75 + 0.5 * this.#options.random());
    this.#failures += 1;
    this.#restarts += 1;
    this.#setState(DOWN);
    this.#options.onExit?.({ pid: which?.pid, restarts: this.#restarts, delayMs });
    this.#timer = setTimeout(() => this.#spawn(), delayMs);
  }

  #clearTimers(): void {
    clearTimeout(this.#heart);
    clearTimeout(this.#poll);
    clearTimeout(this.#stable);
  }

  #setState(state: MlState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    this.#options.onState?.(state);
    for (const watcher of this.#watchers) watcher();
  }
}
