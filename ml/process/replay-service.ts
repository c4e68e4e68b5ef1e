import { vectorsOf } from '../../core/lexical-vector.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { HistoryTask, ReplayAnswer, ReplayTarget } from '../../core/replay.ts';
import type { EmbeddingService } from './embedding-service.ts';
import { readBaseModels } from './base-models.ts';
import { ManagedThread } from './managed-thread.ts';
import type { ModelManager } from './model-manager.ts';
import type { PhraseTable } from './phrases.ts';
import type { ReplayMethods } from './workers/replay.ts';

/** Replays held at the same time; each keeps a learner in memory. */
const MAX_SESSIONS = 8;

export interface ReplayRequest {
  targets: ReplayTarget[];
  ownEstimate: boolean;
  tz: string;
  seed: number;
}

interface Session {
  /** What it is doing now: the next chunk waits for the one before. */
  turn: Promise<unknown>;
  release(): void;
}

/**
 * Opens replays, embeds the titles of their lines, and keeps the chunks of one replay in order. One that is never
 * closed is unloaded with its thread when no one has gone on with any for long.
 */
export class ReplayService {
  readonly #thread: ManagedThread<ReplayMethods>;
  readonly #embedding: EmbeddingService;
  readonly #phrases: PhraseTable;
  readonly #baseModels: URL;
  readonly #sessions = new Map<string, Session>();
  #opened = 0;

  constructor(options: {
    worker: URL;
    embedding: EmbeddingService;
    phrases: PhraseTable;
    baseModels: URL;
    models: ModelManager;
    log: (line: string) => void;
  }) {
    const { worker, models, log } = options;
    this.#thread = new ManagedThread(worker, {
      name: 'replay',
      models,
      log,
      unload: async () => this.#sessions.clear(),
    });
    this.#embedding = options.embedding;
    this.#phrases = options.phrases;
    this.#baseModels = options.baseModels;
  }

  /** @throws DaymarkError `busy` when too many are open */
  async open(request: ReplayRequest): Promise<{ session: string }> {
    if (this.#sessions.size >= MAX_SESSIONS) throw new DaymarkError('busy');
    this.#opened += 1;
    const session = `replay-${this.#opened}`;
    this.#sessions.set(session, { turn: Promise.resolve(), release: this.#thread.hold() });
    try {
      const phrases = await withoutModel(this.#phrases.load(), []);
      const baseModels = await readBaseModels(this.#baseModels);
      await this.#thread.call('open', { ...request, session, phrases, baseModels });
      return { session };
    } catch (error) {
      this.#forget(session);
      throw error;
    }
  }

  /** @throws DaymarkError `notFound` for a session that isn't open, `invalidInput` for a date that is none */
  async next(session: string, lines: HistoryTask[]): Promise<{ answers: ReplayAnswer[] }> {
    const opened = this.#sessions.get(session);
    if (!opened) throw new DaymarkError('notFound', { what: 'replay', id: session });
    const turn = opened.turn.then(() =>
      this.#thread.use(async () => {
        const vectors = await withoutModel(this.#embed(lines), new Map<string, Float32Array>());
        return this.#thread.call('next', { session, lines, vectors });
      }),
    );
    opened.turn = turn.catch(() => {});
    return { answers: await turn };
  }

  async close(session: string): Promise<{ closed: boolean }> {
    const opened = this.#sessions.get(session);
    if (!opened) return { closed: false };
    await opened.turn;
    try {
      return { closed: await this.#thread.call('close', { session }) };
    } finally {
      this.#forget(session);
    }
  }

  #forget(session: string): void {
    this.#sessions.get(session)?.release();
    this.#sessions.delete(session);
  }

  async #embed(lines: readonly HistoryTask[]): Promise<Map<string, Float32Array>> {
    const titles = [...new Set(lines.map((line) => line.title))];
    const vectors = await vectorsOf(titles, async (texts) => (await this.#embedding.embed(texts)).vectors);
    return new Map(
      titles.flatMap((title, i) => (vectors[i] ? [[title, Float32Array.from(vectors[i])] as const] : [])),
    );
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
