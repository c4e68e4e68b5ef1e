import { DaymarkError } from '../../core/errors.ts';
import type { MlState } from '../../core/domain/views.ts';
import { WorkerHost } from './worker-host.ts';
import type { EmbeddingMethods } from './workers/embedding.ts';

/** Texts sent to the thread at once, so that a short request never waits long behind a big one. */
const CHUNK = 64;

export type EmbeddingState = Omit<MlState, 'process'>;

/** The embedding thread as the rest of the ml process sees it, with its state for `status`. */
export class EmbeddingService {
  readonly #host: WorkerHost<EmbeddingMethods>;
  #state: EmbeddingState = { embedding: 'loading', embeddingReason: null, modelVersion: null };

  constructor(options: { worker: URL; modelDir: string; threads: number; log: (line: string) => void }) {
    const { worker, modelDir, threads, log } = options;
    this.#host = new WorkerHost(worker, { data: { modelDir, threads }, log });
  }

  get state(): EmbeddingState {
    return this.#state;
  }

  /** Starts loading. Never rejects: the outcome is in `state`. */
  async load(): Promise<void> {
    try {
      const { modelVersion } = await this.#host.call('load', null);
      this.#ready(modelVersion);
    } catch (error) {
      this.#failed(error);
    }
  }

  /**
   * One vector per text, in order.
   * @throws DaymarkError `modelUnavailable` without a model, `internal` when the thread crashed
   */
  async embed(texts: readonly string[]): Promise<{ modelVersion: string; vectors: Float32Array[] }> {
    const vectors: Float32Array[] = Array.from({ length: texts.length });
    let version = this.#state.modelVersion ?? '';
    // Texts of like length go together, because the embedder batches those with equally many tokens.
    const order = texts.map((_, i) => i).sort((a, b) => (texts[a]?.length ?? 0) - (texts[b]?.length ?? 0));
    try {
      for (let from = 0; from < texts.length || version === ''; from += CHUNK) {
        const chunk = order.slice(from, from + CHUNK);
        const answer = await this.#host.call(
          'embed',
          chunk.map((index) => texts[index] ?? ''),
        );
        for (const [i, index] of chunk.entries()) vectors[index] = answer.vectors[i] ?? new Float32Array();
        version = answer.modelVersion;
      }
    } catch (error) {
      this.#failed(error);
      throw error;
    }
    this.#ready(version);
    return { modelVersion: version, vectors };
  }

  close(): Promise<void> {
    return this.#host.close();
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
