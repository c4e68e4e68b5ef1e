import { DaymarkError } from '../../core/errors.ts';
import type { HistoryTask, ReplayAnswer, ReplayTarget } from '../../core/replay.ts';
import type { EmbeddingService } from './embedding-service.ts';
import { readBaseModels } from './base-models.ts';
import type { PriorTable } from './priors.ts';
import { WorkerHost } from './worker-host.ts';
import type { ReplayMethods } from './workers/replay.ts';

/** Replays held at the same time; each keeps a learner in memory. */
const MOST_SESSIONS = 8;

export interface ReplayRequest {
  targets: ReplayTarget[];
  ownEstimate: boolean;
  tz: string;
  seed: number;
}

/** Opens replays, embeds the titles of their lines, and keeps the chunks of one replay in order. */
export class ReplayService {
  readonly #host: WorkerHost<ReplayMethods>;
  readonly #embedding: EmbeddingService;
  readonly #priors: PriorTable;
  readonly #baseModels: URL;
  /** Per session, what it is doing now: the next chunk waits for the one before. */
  readonly #turns = new Map<string, Promise<unknown>>();
  #opened = 0;

  constructor(options: {
    worker: URL;
    embedding: EmbeddingService;
    priors: PriorTable;
    baseModels: URL;
    log: (line: string) => void;
  }) {
    this.#host = new WorkerHost(options.worker, { log: options.log });
    this.#embedding = options.embedding;
    this.#priors = options.priors;
    this.#baseModels = options.baseModels;
  }

  /** @throws DaymarkError `busy` when too many are open */
  async open(request: ReplayRequest): Promise<{ session: string }> {
    if (this.#turns.size >= MOST_SESSIONS) throw new DaymarkError('busy');
    this.#opened += 1;
    const session = `replay-${this.#opened}`;
    this.#turns.set(session, Promise.resolve());
    try {
      const priors = await withoutModel(this.#priors.load(), []);
      const base = await readBaseModels(this.#baseModels);
      await this.#host.call('open', { ...request, session, priors, base });
      return { session };
    } catch (error) {
      this.#turns.delete(session);
      throw error;
    }
  }

  /** @throws DaymarkError `notFound` for a session that isn't open, `invalidInput` for a date that is none */
  async next(session: string, lines: HistoryTask[]): Promise<{ answers: ReplayAnswer[] }> {
    const before = this.#turns.get(session);
    if (!before) throw new DaymarkError('notFound', { what: 'replay', id: session });
    const turn = before.then(async () => {
      const vectors = await withoutModel(this.#embed(lines), new Map<string, Float32Array>());
      return this.#host.call('next', { session, lines, vectors });
    });
    this.#turns.set(
      session,
      turn.catch(() => {}),
    );
    return { answers: await turn };
  }

  async close(session: string): Promise<{ closed: boolean }> {
    const before = this.#turns.get(session);
    if (!before) return { closed: false };
    this.#turns.delete(session);
    await before;
    return { closed: await this.#host.call('close', { session }) };
  }

  async #embed(lines: readonly HistoryTask[]): Promise<Map<string, Float32Array>> {
    const titles = [...new Set(lines.map((line) => line.title))];
    const { vectors } = await this.#embedding.embed(titles);
    return new Map(titles.flatMap((title, i) => (vectors[i] ? [[title, vectors[i]] as const] : [])));
  }
}

/** Without a model, learning goes on with less to go by. */
async function withoutModel<T>(work: Promise<T>, instead: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DaymarkError && error.code === 'modelUnavailable') return instead;
    throw error;
  }
}
