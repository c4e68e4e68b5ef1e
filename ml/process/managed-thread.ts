import type { ManagedModel, ModelManager } from './model-manager.ts';
import { ThreadHost, type Caller, type CallOptions } from '../../rpc/thread-host.ts';
import type { Methods } from '../../rpc/thread-protocol.ts';

/** Room for short-lived objects of a thread, MB. */
const YOUNG_HEAP_MB = 12;

export interface ManagedThreadOptions<M extends Methods> {
  /** What the log and the manager call it. */
  name: string;
  models: ModelManager;
  log: (line: string) => void;
  data?: unknown;
  /** What the thread must have loaded before its first call. Without it, the calls themselves fill it. */
  load?: (thread: Caller<M>) => Promise<unknown>;
  /** Called while the thread still runs, before it is unloaded. */
  unload?: (thread: Caller<M>) => Promise<unknown>;
  /** What it takes beside its heap, MB. */
  nativeMb?: () => Promise<number>;
}

/** A worker thread that starts at its first call and lives by the model manager's rules. */
export class ManagedThread<M extends Methods> implements Caller<M> {
  readonly #host: ThreadHost<M>;
  readonly #model: ManagedModel;

  constructor(file: URL, options: ManagedThreadOptions<M>) {
    const { name, models, log, data, load, unload, nativeMb } = options;
    const host = new ThreadHost<M>(file, {
      data,
      name,
      youngHeapMb: YOUNG_HEAP_MB,
      onFailure: (detail) => log(`worker ${name}: ${detail}`),
      onExit: (code) => {
        log(`worker ${name} ended with code ${code}`);
        this.#model.lost();
      },
    });
    this.#host = host;
    this.#model = models.register({
      name,
      load: async () => void (await load?.(host)),
      dispose: async () => {
        // A thread that fails now is ended all the same.
        await unload?.(host).catch(() => {});
        await host.close();
      },
      sizeMb: async () => {
        const heap = await host.heapMb();
        return heap === 0 ? 0 : heap + ((await nativeMb?.()) ?? 0);
      },
    });
  }

  call<K extends keyof M & string>(
    method: K,
    input: M[K]['input'],
    options: CallOptions<M[K]['progress']> = {},
  ): Promise<M[K]['output']> {
    return this.#model.use(() => this.#host.call(method, input, options));
  }

  /** Loads it and keeps it for as long as `work`, which may be several calls, takes. */
  use<T>(work: () => Promise<T>): Promise<T> {
    return this.#model.use(work);
  }

  /** See `ManagedModel.hold`. */
  hold(): () => void {
    return this.#model.hold();
  }

  /** Ends the thread at once, whatever it does; calls that wait are rejected with `cancelled`. */
  async close(): Promise<void> {
    await this.#host.close();
    this.#model.lost();
  }
}
