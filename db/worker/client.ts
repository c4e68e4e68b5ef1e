import { Worker } from 'node:worker_threads';
import { DaymarkError, isErrorCode } from '../../core/errors.ts';
import { defaultExtensionPath } from '../extension.ts';
import type { DbLog, DbWorker, DbWorkerOptions } from '../database.ts';
import type { WorkerCalls, WorkerMethod, WorkerReply, WorkerStart } from './protocol.ts';

interface Pending {
  resolve: (answer: never) => void;
  reject: (error: unknown) => void;
}

/** Chores come in bursts with hours between them; a thread that waits for the next holds 15 MB. */
const CHORES_IDLE_MS = 3_000;

/**
 * One thread with its pending calls. When it dies every pending call is rejected, and the next call starts it
 * again; so it does when the thread was ended because it lay idle.
 */
class Lane {
  readonly #url: URL;
  readonly #start: WorkerStart;
  readonly #log: DbLog | undefined;
  readonly #idleMs: number | null;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #nextId = 1;
  #closed = false;
  #idle: NodeJS.Timeout | undefined;

  /** @param idleMs after which the thread is ended; null keeps it */
  constructor(url: URL, start: WorkerStart, log: DbLog | undefined, idleMs: number | null = null) {
    this.#url = url;
    this.#start = start;
    this.#log = log;
    this.#idleMs = idleMs;
  }

  call<M extends WorkerMethod>(
    method: M,
    ...args: WorkerCalls[M]['args']
  ): Promise<WorkerCalls[M]['answer']> {
    if (this.#closed) return Promise.reject(new DaymarkError('cancelled'));
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      const worker = this.#running();
      clearTimeout(this.#idle);
      this.#pending.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, method, args }, []);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    this.#rejectAll(new DaymarkError('cancelled'));
    if (worker) await worker.terminate();
  }

  /** Nothing is asked for now: the thread must not keep the program alive, and may end. */
  #rest(): void {
    const worker = this.#worker;
    worker?.unref();
    if (!worker || this.#idleMs === null) return;
    this.#idle = setTimeout(() => {
      if (this.#worker !== worker || this.#pending.size > 0) return;
      this.#worker = null;
      this.#log?.('db.workerIdle', {});
      void worker.terminate();
    }, this.#idleMs);
    this.#idle.unref();
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#url, { workerData: this.#start, name: 'daymark-db' });
    this.#worker = worker;
    let failure: Error | null = null;
    worker.on('message', (reply: WorkerReply) => this.#settle(reply));
    worker.on('error', (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    worker.on('exit', (code) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#log?.('db.workerExit', { code });
      this.#rejectAll(new DaymarkError('internal', { ref: 'db-worker' }, { cause: failure ?? undefined }));
    });
    return worker;
  }

  #settle(reply: WorkerReply): void {
    if ('log' in reply) {
      this.#log?.(...reply.log);
      return;
    }
    const pending = this.#pending.get(reply.id);
    if (!pending) return;
    this.#pending.delete(reply.id);
    if ('error' in reply) {
      const { code, params, message } = reply.error;
      const known = isErrorCode(code) ? code : 'internal';
      pending.reject(new DaymarkError(known, params, { cause: message }));
    } else {
      pending.resolve(reply.answer as never);
    }
    if (this.#pending.size === 0) this.#rest();
  }

  #rejectAll(error: DaymarkError): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(error);
  }
}

/**
 * Starts the worker side of the database. Searches have one thread, and slow chores (checks, backups, training data)
 * another, so that a backup never holds up a search; each thread starts with its first call, and that of the chores
 * ends after the last. But for the questions about backups the profile
 * must be open already: a read-only connection can't make or migrate it.
 */
export function startDbWorker(options: DbWorkerOptions): DbWorker {
  const start: WorkerStart = {
    dataDir: options.dataDir,
    key: options.key,
    extensionPath: options.extensionPath ?? defaultExtensionPath(),
  };
  const searches = new Lane(options.workerUrl, start, options.log);
  const chores = new Lane(options.workerUrl, start, options.log, options.choresIdleMs ?? CHORES_IDLE_MS);
  return {
    knn: (vector, k, knnOptions) => searches.call('knn', vector, k, knnOptions),
    searchWords: (query, searchOptions) => searches.call('searchWords', query, searchOptions),
    integrityCheck: () => chores.call('integrityCheck'),
    createBackup: () => chores.call('createBackup', options.now()),
    describeBackups: () => chores.call('describeBackups'),
    restoreBackup: (name, now) => chores.call('restoreBackup', name, now),
    findBackup: (name) => chores.call('findBackup', name),
    pastStart: (schema, most, recent) => chores.call('pastStart', schema, most, recent),
    pastChunk: (schema, after, limit) => chores.call('pastChunk', schema, after, limit),
    openRows: (schema, limit) => chores.call('openRows', schema, limit),
    ready: async () => {
      await searches.call('warm');
    },
    close: async () => {
      await Promise.all([searches.close(), chores.close()]);
    },
  };
}
