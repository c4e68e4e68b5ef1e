import '../no-telemetry.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { DaymarkError } from '../../core/errors.ts';
import { batchesByLength, truncate } from './batches.ts';
import { LruCache } from '../../core/lru.ts';
import { VECTOR_WIDTH } from '../../core/vector.ts';

export { cosine } from './cosine.ts';

/**
 * Characters of a text that are looked at. Far beyond what the model's 256 tokens hold of any language; it
 * bounds the tokenizer's time for pasted books.
 */
const MAX_CHARACTERS = 20_000;
/** Vectors of the latest texts: a keystroke's text comes back with Enter. 512 × 1.5 kB. */
const CACHED_TEXTS = 512;
const DEFAULT_THREADS = 2;

/** `model.json`, written by the build script beside the model. */
const modelCard = z.object({
  version: z.string().min(1),
  file: z.string().regex(/^[\w.-]+$/),
  dimensions: z.literal(VECTOR_WIDTH),
  maxTokens: z.int().min(8).max(512),
});

/** Turns texts into vectors whose cosine says how alike the texts are. */
export interface Embedder {
  /** Changes whenever the same text could get another vector; vectors of two versions must not be compared. */
  readonly modelVersion: string;
  /**
   * One L2-normalised vector of 384 numbers per text, in order. Any string is taken; what lies beyond the
   * first 256 tokens is ignored. Throws `modelUnavailable` once closed.
   */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
  /** Token ids with the start and end marks, cut to the model's length. */
  tokenIds(text: string): number[];
  close(): Promise<void>;
}

/** Where the model lies and how much memory it may use. */
export interface EmbedderOptions {
  /** Folder with `model.json`, `tokenizer.json` and the ONNX file it names. */
  modelDir: string;
  /** Threads for one multiplication; 2 by default. */
  threads?: number;
}

/**
 * Loads all-MiniLM-L6-v2 (Reimers & Gurevych 2019; Wang et al. 2020). ONNX Runtime computes on the calling
 * thread and blocks its event loop for about a millisecond a text, so interactive code calls this in a worker.
 *
 * @throws DaymarkError `modelUnavailable` when the files or the native runtime can't be loaded
 */
export async function createEmbedder(options: EmbedderOptions): Promise<Embedder> {
  try {
    const card = modelCard.parse(JSON.parse(await readFile(join(options.modelDir, 'model.json'), 'utf8')));
    const tokenizer = await loadTokenizer(options.modelDir);
    const session = await openSession(join(options.modelDir, card.file), options.threads ?? DEFAULT_THREADS);
    return new MiniLmEmbedder(card, tokenizer, session);
  } catch (error) {
    throw new DaymarkError(
      'modelUnavailable',
      { reason: shortReason(error, options.modelDir) },
      { cause: error },
    );
  }
}

async function loadTokenizer(modelDir: string): Promise<Tokenizer> {
  const file: unknown = JSON.parse(await readFile(join(modelDir, 'tokenizer.json'), 'utf8'));
  if (typeof file !== 'object' || file === null) throw new Error('tokenizer.json is no object');
  return new Tokenizer(file, {});
}

/** A loaded model: ids of equally long texts in, one row of 384 numbers per text out. */
interface Session {
  run(ids: readonly number[][]): Promise<Float32Array>;
  release(): Promise<void>;
}

async function openSession(path: string, threads: number): Promise<Session> {
  // Loaded here and not at the top, so that a machine without the native library still gets the typed error.
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // Threads that spin between operators hold a core that the other threads of the app need: with the rest of
    // the program awake, a sentence took 9 ms with spinning and 2.5 ms without.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  return {
    async run(batch) {
      const tokens = batch[0]?.length ?? 0;
      const ids = BigInt64Array.from(batch.flat(), BigInt);
      const answer = await session.run({ input_ids: new Tensor('int64', ids, [batch.length, tokens]) });
      const rows = answer['embedding']?.data;
      if (!(rows instanceof Float32Array)) throw new Error('the model gave no embedding');
      return rows;
    },
    release: () => session.release(),
  };
}

class MiniLmEmbedder implements Embedder {
  readonly modelVersion: string;
  readonly #maxTokens: number;
  readonly #tokenizer: Tokenizer;
  readonly #cache = new LruCache<string, Float32Array>(CACHED_TEXTS);
  #session: Session | null;
  /** Calls still computing; `close` waits for them. */
  readonly #running = new Set<Promise<unknown>>();

  constructor(card: z.infer<typeof modelCard>, tokenizer: Tokenizer, session: Session) {
    this.modelVersion = card.version;
    this.#maxTokens = card.maxTokens;
    this.#tokenizer = tokenizer;
    this.#session = session;
  }

  tokenIds(text: string): number[] {
    return truncate(this.#tokenizer.encode(text.slice(0, MAX_CHARACTERS)).ids, this.#maxTokens);
  }

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    const session = this.#session;
    if (!session) throw new DaymarkError('modelUnavailable', { reason: 'it was closed' });
    const work = this.#embed(session, texts);
    this.#running.add(work);
    try {
      return await work;
    } finally {
      this.#running.delete(work);
    }
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    await Promise.allSettled(this.#running);
    await session?.release();
  }

  async #embed(session: Session, texts: readonly string[]): Promise<Float32Array[]> {
    const known = new Map<string, Float32Array>();
    const missing: string[] = [];
    for (const text of new Set(texts)) {
      const cached = this.#cache.get(text);
      if (cached) known.set(text, cached);
      else missing.push(text);
    }
    const ids = missing.map((text) => this.tokenIds(text));
    for (const batch of batchesByLength(ids)) {
      const rows = await session.run(batch.map((index) => ids[index] ?? []));
      batch.forEach((index, row) => {
        const text = missing[index];
        if (text === undefined) return;
        const vector = rows.slice(row * VECTOR_WIDTH, (row + 1) * VECTOR_WIDTH);
        known.set(text, vector);
        this.#cache.set(text, vector);
      });
    }
    // Copies: a caller may keep or change its vector without touching the cache's.
    return texts.map((text) => Float32Array.from(known.get(text) ?? []));
  }
}

/** One line for the person: what is missing, without a stack or a list of validation issues. */
function shortReason(error: unknown, modelDir: string): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    return `nothing was built in ${modelDir}`;
  if (error instanceof z.ZodError || error instanceof SyntaxError)
    return `its files in ${modelDir} are damaged`;
  return error instanceof Error ? (error.message.split('\n')[0] ?? 'unknown') : String(error);
}
