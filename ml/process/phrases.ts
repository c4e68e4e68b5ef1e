import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { EmbeddedPhrase } from './estimate.ts';

/** `resources/priors/durations.json`: what things usually take, in minutes. */
const referencePhrases = z
  .array(z.object({ phrase: z.string().min(1), minutes: z.number().positive() }))
  .min(1);

/**
 * The reference phrases with their vectors, computed at the first use and kept. A model that isn't there now
 * may be there later, so a failure isn't kept.
 */
export class PhraseTable {
  readonly #file: URL;
  readonly #embed: (texts: readonly string[]) => Promise<{ vectors: Float32Array[] }>;
  #table: Promise<EmbeddedPhrase[]> | null = null;

  constructor(file: URL, embed: (texts: readonly string[]) => Promise<{ vectors: Float32Array[] }>) {
    this.#file = file;
    this.#embed = embed;
  }

  /** @throws DaymarkError `modelUnavailable`; a missing or damaged file is an Error of its own */
  load(): Promise<EmbeddedPhrase[]> {
    this.#table ??= this.#read().catch((error: unknown) => {
      this.#table = null;
      throw error;
    });
    return this.#table;
  }

  async #read(): Promise<EmbeddedPhrase[]> {
    const phrases = referencePhrases.parse(JSON.parse(await readFile(this.#file, 'utf8')));
    const { vectors } = await this.#embed(phrases.map(({ phrase }) => phrase));
    return phrases.map(({ phrase, minutes }, i) => ({
      phrase,
      minutes,
      vector: vectors[i] ?? new Float32Array(),
    }));
  }
}
