import { Worker } from 'node:worker_threads';
import { DaymarkError } from '../core/errors.ts';
import type { AnswerMessage, CallMessage, Methods } from './thread-protocol.ts';

/** One call that waits for its thread. */
interface Pending {
  progress(value: unknown): void;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

export interface CallOptions<Progress> {
  /** Aborting tells the thread to stop early; the call then still ends with what the thread answers. */
  signal?: AbortSignal;
  onProgress?: (value: Progress) => void;
}

/** What takes the calls of one kind of thread. */
export interface Caller<M extends Methods> {
  /**
   * @throws DaymarkError as the method threw it; `internal` for anything else that it threw, and when the thread ended
   *   meanwhile; `cancelled` when the caller or the host stopped it
   */
  call<K extends keyof M & string>(
    method: K,
    input: M[K]['input'],
    options?: CallOptions<M[K]['progress']>,
  ): Promise<M[K]['output']>;
}

export interface ThreadOptions {
  /** Handed to the thread as `workerData`. */
  data?: unknown;
  /** What its errors and events call it. */
  name: string;
  /** Room for its short-lived objects, MB. Node's own limit is 48 MB, which fills with garbage before it is collected. */
  youngHeapMb?: number;
  /** Calls under way keep the process alive. Otherwise it lives as long as something else does. */
  keepsProcess?: boolean;
  /** The thread is ended when nothing was asked of it for so long; null or absent keeps it. */
  idleMs?: number | null;
  /** A method failed in a way that has no error code, or the thread did; `detail` is for the log. */
  onFailure?: (detail: string) => void;
  /** It ended by itself. */
  onExit?: (code: number) => void;
  /** It was ended because nothing was asked of it. */
  onIdle?: () => void;
  /** It noted something that belongs to no call. */
  onNote?: (value: unknown) => void;
}

/**
 * Runs one kind of worker thread. It starts at the first call; when it ends, what waited is rejected with `internal` and
 * the next call starts a new one.
 */
export class ThreadHost<M extends Methods> implements Caller<M> {
  readonly #file: URL;
  readonly #options: ThreadOptions;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #lastId = 0;
  #idle: NodeJS.Timeout | undefined;

  /** @param file a module that calls `serveThread` */
  constructor(file: URL, options: ThreadOptions) {
    this.#file = file;
    this.#options = options;
  }

  call<K extends keyof M & string>(
    method: K,
    input: M[K]['input'],
    options: CallOptions<M[K]['progress']> = {},
  ): Promise<M[K]['output']> {
    const { signal, onProgress } = options;
    if (signal?.aborted) return Promise.reject(new DaymarkError('cancelled'));
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    if (this.#options.keepsProcess) worker.ref();
    this.#lastId += 1;
    const id = this.#lastId;
    const stop = new SharedArrayBuffer(4);
    const halt = (): void => void Atomics.store(new Int32Array(stop), 0, 1);
    signal?.addEventListener('abort', halt, { once: true });
    return new Promise<M[K]['output']>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, progress: (value) => onProgress?.(value) });
      worker.postMessage({ id, method, input, stop } satisfies CallMessage, []);
    }).finally(() => signal?.removeEventListener('abort', halt));
  }

  /** Ends the thread at once; calls that wait are rejected with `cancelled`. The next call starts a new one. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    this.#rejectAll(() => new DaymarkError('cancelled'));
    await worker?.terminate();
  }

  /** What the thread's heap takes, with what its JavaScript holds outside of it, MB; 0 while there is no thread. */
  async heapMb(): Promise<number> {
    const worker = this.#worker;
    if (!worker) return 0;
    const heap = await worker.getHeapStatistics();
    return (heap.total_physical_size + heap.malloced_memory + heap.external_memory) / 2 ** 20;
  }

  #start(): Worker {
    const { data, name, youngHeapMb, onFailure, onExit } = this.#options;
    const worker = new Worker(this.#file, {
      workerData: data,
      name: `daymark-${name}`,
      ...(youngHeapMb === undefined ? {} : { resourceLimits: { maxYoungGenerationSizeMb: youngHeapMb } }),
    });
    worker.unref();
    let cause: unknown;
    worker.on('message', (message: AnswerMessage) => this.#receive(message));
    worker.on('error', (error) => {
      cause = error;
      onFailure?.(`crashed: ${describe(error)}`);
    });
    worker.on('exit', (code) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#rejectAll(() => new DaymarkError('internal', { ref: name }, { cause }));
      onExit?.(code);
    });
    return worker;
  }

  #receive(message: AnswerMessage): void {
    if (message.kind === 'note') {
      this.#options.onNote?.(message.value);
      return;
    }
    const call = this.#pending.get(message.id);
    if (!call) return;
    if (message.kind === 'progress') {
      call.progress(message.value);
      return;
    }
    this.#pending.delete(message.id);
    if (message.kind === 'done') call.resolve(message.value);
    else {
      if (message.detail) this.#options.onFailure?.(message.detail);
      call.reject(new DaymarkError(message.code, message.params, { cause: message.detail || undefined }));
    }
    if (this.#pending.size === 0) this.#rest();
  }

  /** Nothing is asked for now: the thread must not keep the program alive, and may end. */
  #rest(): void {
    const worker = this.#worker;
    const { idleMs, onIdle } = this.#options;
    worker?.unref();
    if (!worker || typeof idleMs !== 'number') return;
    this.#idle = setTimeout(() => {
      if (this.#worker !== worker || this.#pending.size > 0) return;
      this.#worker = null;
      onIdle?.();
      void worker.terminate();
    }, idleMs);
    this.#idle.unref();
  }

  #rejectAll(error: () => DaymarkError): void {
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const call of waiting) call.reject(error());
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
