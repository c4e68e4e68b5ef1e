import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import { createEmbedder, type Embedder } from '../../embedding/index.ts';
import { serveThread } from '../../../rpc/thread-serve.ts';

/** Texts to vectors, in a thread of its own: ONNX Runtime computes on the thread that calls it. */
export type EmbeddingMethods = {
  /** Loads the model if it isn't loaded; throws `modelUnavailable`. */
  load: { input: null; progress: never; output: { modelVersion: string } };
  embed: { input: string[]; progress: never; output: { modelVersion: string; vectors: Float32Array[] } };
  /** Gives back what ONNX Runtime holds, which the end of a thread alone would do late. */
  unload: { input: null; progress: never; output: null };
};

export const embeddingWorkerData = z.object({ modelDir: z.string(), threads: z.int().positive() });

let loading: Promise<Embedder> | null = null;

function load(): Promise<Embedder> {
  loading ??= createEmbedder(embeddingWorkerData.parse(workerData)).catch((error: unknown) => {
    // A later attempt may find the model built.
    loading = null;
    throw error;
  });
  return loading;
}

serveThread<EmbeddingMethods>({
  load: async () => ({ modelVersion: (await load()).modelVersion }),
  embed: async (texts) => {
    const embedder = await load();
    return { modelVersion: embedder.modelVersion, vectors: await embedder.embed(texts) };
  },
  unload: async () => {
    const loaded = await loading?.catch(() => null);
    loading = null;
    await loaded?.close();
    return null;
  },
});
