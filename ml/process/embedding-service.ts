import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DaymarkError } from '../../core/errors.ts';
import type { MlState } from '../../core/domain/views.ts';
import { ManagedThread } from './managed-thread.ts';
import type { ModelManager } from './model-manager.ts';
import type { EmbeddingMethods } from './workers/embedding.ts';

/** Texts sent to the thread at once, so that a short request never waits long behind a big one. */
const CHUNK = 64;

export type EmbeddingState = Omit<MlState, 'process'>;

/**
 * The embedding thread as the rest of the ml process sees it, with its state for `status`. A model that was unloaded
 * still counts as ready: the next text waits for it, some 0.3 s.
 */
export class EmbeddingService {
  readonly #thread: ManagedThread<EmbeddingMethods>;
  #state: EmbeddingState = { embedding: 'loading', embeddingReason: null, modelVersion: null };

  constructor(options: {
    worker: URL;
    modelDir: string;
    threads: number;
    models: ModelManager;
    log: (line: string) => void;
  }) {
    const { worker, modelDir, threads, models, log } = options;
    this.#thread = new ManagedThread(worker, {
      name: 'embedding',
      models,
      log,
      data: { modelDir, threads },
      load: async (thread) => this.#ready((await thread.call('load', null)).modelVersion),
      unload: (thread) => thread.call('unload', null),
      nativeMb: () => weightsMb(modelDir),
    });
  }

  get state(): EmbeddingState {
    return this.#state;
  }

  /** Starts loading. Never rejects: the outcome is in `state`. */
  async load(): Promise<void> {
    try {
      await this.#thread.use(async () => {});
    } catch (error) {
      this.#failed(error);
    }
  }

  /**
   * One vector per text, in order.
   * @throws DaymarkError `modelUnavailable` without a model, `internal` when the thread crashed
   */
  async embed(texts: readonly string[]): Promise<{ modelVersion: string; vectors: Float32Array[] }> {
    try {
      return await this.#thread.use(() => this.#embed(texts));
    } catch (error) {
      this.#failed(error);
      throw error;
    }
  }

  async #embed(texts: readonly string[]): Promise<{ modelVersion: string; vectors: Float32Array[] }> {
    const vectors: Float32Array[] = Array.from({ length: texts.length });
    let version = this.#state.modelVersion ?? '';
    // Texts of like length go together, because the embedder batches those with equally many tokens.
    const order = texts.map((_, i) => i).sort((a, b) => (texts[a]?.length ?? 0) - (texts[b]?.length ?? 0));
    for (let from = 0; from < texts.length || version === ''; from += CHUNK) {
      const chunk = order.slice(from, from + CHUNK);
      const answer = await this.#thread.call(
        'embed',
        chunk.map((index) => texts[index] ?? ''),
      );
      for (const [i, index] of chunk.entries()) vectors[index] = answer.vectors[i] ?? new Float32Array();
      version = answer.modelVersion;
    }
    this.#ready(version);
    return { modelVersion: version, vectors };
  }

  #ready(modelVersion: string): void {
    this.#state = { embedding: 'ready', embeddingReason: null, modelVersion };
  }

  #failed(error: unknown): void {
    if (!(error instanceof DaymarkError) || error.code !== 'modelUnavailable') return;
    const reason = error.params['reason'];
    this.#state = {
      embedding: 'unavailable',
      embeddingReason: reason === undefined ? error.message : String(reason),
      modelVersion: null,
    };
  }
}

/** What ONNX Runtime holds outside of the thread's heap, which can't be asked for: measured 22–27 MB for files of 26. */
async function weightsMb(modelDir: string): Promise<number> {
  const files = (await readdir(modelDir)).filter((name) => name.includes('.onnx'));
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(modelDir, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0) / 2 ** 20;
}
