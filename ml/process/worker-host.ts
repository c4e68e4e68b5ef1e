import { Worker } from 'node:worker_threads';
import { DaymarkError } from '../../core/errors.ts';
import type { AnswerMessage, CallMessage, Methods } from './worker-protocol.ts';

/** Room for short-lived objects. Node's own limit is 48 MB a thread, which fills with garbage before it is collected. */
const YOUNG_HEAP_MB = 12;

/** One call that waits for its worker. */
interface Pending {
  stop: SharedArrayBuffer;
  progress(value: unknown): void;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

export interface CallOptions<Progress> {
  /** Aborting tells the worker to stop early; the call then still ends with what the worker answers. */
  signal?: AbortSignal;
  onProgress?: (value: Progress) => void;
}

/** Whoever takes the calls of one kind of worker. */
export interface Caller<M extends Methods> {
  call<K extends keyof M & string>(
    method: K,
    input: M[K]['input'],
    options?: CallOptions<M[K]['progress']>,
  ): Promise<M[K]['output']>;
}

/**
 * Runs one kind of worker thread. It starts at the first call; when it crashes, what waited is rejected with
 * `internal` and the next call starts a new one.
 */
export class WorkerHost<M extends Methods> implements Caller<M> {
  /** Called when a thread has ended by itself. */
  onCrash: () => void = () => {};
  readonly #file: URL;
  readonly #data: unknown;
  readonly #log: (line: string) => void;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #lastId = 0;

  constructor(file: URL, options: { data?: unknown; log: (line: string) => void }) {
    this.#file = file;
    this.#data = options.data;
    this.#log = options.log;
  }

  call<K extends keyof M & string>(
    method: K,
    input: M[K]['input'],
    options: CallOptions<M[K]['progress']> = {},
  ): Promise<M[K]['output']> {
    const { signal, onProgress } = options;
    if (signal?.aborted) return Promise.reject(new DaymarkError('cancelled'));
    const worker = (this.#worker ??= this.#start());
    this.#lastId += 1;
    const id = this.#lastId;
    const stop = new SharedArrayBuffer(4);
    const halt = (): void => void Atomics.store(new Int32Array(stop), 0, 1);
    signal?.addEventListener('abort', halt, { once: true });
    return new Promise<M[K]['output']>((resolve, reject) => {
      this.#pending.set(id, {
        stop,
        resolve,
        reject,
        progress: (value) => onProgress?.(value),
      });
      worker.postMessage({ id, method, input, stop } satisfies CallMessage, []);
    }).finally(() => signal?.removeEventListener('abort', halt));
  }

  /** Ends the worker at once; calls that wait are rejected with `cancelled`. */
  async close(): Promise<void> {
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
    const worker = new Worker(this.#file, {
      workerData: this.#data,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
    });
    // The process lives as long as its parent's channel, not as long as its workers.
    worker.unref();
    worker.on('message', (message: AnswerMessage) => this.#receive(message));
    worker.on('error', (error) => this.#log(`worker ${this.#name()} crashed: ${describe(error)}`));
    worker.on('exit', (code) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#log(`worker ${this.#name()} ended with code ${code}`);
      this.#rejectAll(() => new DaymarkError('internal', { ref: `worker-${this.#name()}` }));
      this.onCrash();
    });
    return worker;
  }

  #receive(message: AnswerMessage): void {
    const call = this.#pending.get(message.id);
    if (!call) return;
    if (message.kind === 'progress') {
      call.progress(message.value);
      return;
    }
    this.#pending.delete(message.id);
    if (message.kind === 'done') call.resolve(message.value);
    else {
      if (message.detail) this.#log(`worker ${this.#name()}: ${message.detail}`);
      call.reject(new DaymarkError(message.code, message.params));
    }
  }

  #rejectAll(error: () => DaymarkError): void {
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const call of waiting) call.reject(error());
  }

  #name(): string {
    return (this.#file.pathname.split('/').at(-1) ?? '').replace(/\.\w+$/, '');
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
