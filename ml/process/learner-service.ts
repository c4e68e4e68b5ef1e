import { DaymarkError } from '../../core/errors.ts';
import type {
  BackfilledPrediction,
  ChoiceMoment,
  EarlyOutcome,
  FeatureRow,
  LearnerStatus,
  LearnerTarget,
  OrderChoice,
  OrderedTask,
  OrderUncertainty,
  Predictions,
  TrainingMetrics,
} from '../../core/ml-contract/index.ts';
import type { Message } from '../../core/messages/index.ts';
import type { HistoryTask } from '../../core/replay.ts';
import { VECTOR_WIDTH } from '../../core/vector.ts';
import type { NewRow } from '../learning/index.ts';
import { collectGarbage } from './collect.ts';
import { ManagedThread } from './managed-thread.ts';
import type { ModelManager } from './model-manager.ts';
import type { PhraseTable } from './phrases.ts';
import { readBaseModels } from './base-models.ts';
import type { GrownTrees, LearnerInit, LearnerMethods } from './learner-thread.ts';

interface TrainingBatch {
  lines: HistoryTask[];
  /** Base64 of float32. */
  vectors: string;
}

/** A training's answer, as it goes to the caller, who stores it. */
interface Trained {
  state: string;
  metrics: TrainingMetrics;
}

interface OpenInput extends Pick<LearnerInit, 'tz' | 'evaluateFrom' | 'backfill' | 'onboarding'> {
  /** By target, base64. */
  states: Record<string, { state: string; upTo: number }>;
}

export interface LearnerServiceOptions {
  worker: URL;
  phrases: Pick<PhraseTable, 'load'>;
  /** Base models of the simulated population. */
  baseModels: URL;
  models: ModelManager;
  log: (line: string) => void;
}

/**
 * Keeps the person's learners: loads them once, serves from their thread and trains in another. When they are
 * unloaded, the next caller hears that none is loaded and loads.
 */
export class LearnerService {
  readonly #thread: ManagedThread<LearnerMethods>;
  readonly #trainer: ManagedThread<LearnerMethods>;
  readonly #phrases: Pick<PhraseTable, 'load'>;
  readonly #baseModels: URL;
  #session: string | null = null;
  #loaded = false;
  #opened = 0;
  #training = false;
  #grown: GrownTrees | null = null;
  /** Lets go of learners that are being filled: between two chunks of the past nothing runs, and yet they must stay. */
  #filled: () => void = () => {};

  constructor({ worker, phrases, baseModels, models, log }: LearnerServiceOptions) {
    this.#thread = new ManagedThread(worker, {
      name: 'learner',
      models,
      log,
      unload: async () => this.#forget(),
    });
    this.#trainer = new ManagedThread(worker, { name: 'trainer', models, log });
    this.#phrases = phrases;
    this.#baseModels = baseModels;
  }

  async open({ states, ...input }: OpenInput): Promise<{ session: string; damaged: LearnerTarget[] }> {
    this.#opened += 1;
    const session = `learner-${this.#opened}`;
    this.#session = session;
    this.#filled();
    this.#filled = this.#thread.hold();
    const phrases = await this.#phrases.load().catch(() => []);
    const base = await readBaseModels(this.#baseModels);
    const blobs = Object.entries(states).map(
      ([target, { state, upTo }]) => [target, { state: bytesOf(state), upTo }] as const,
    );
    const { damaged } = await this.#call('open', {
      ...input,
      states: Object.fromEntries(blobs),
      phrases,
      baseModels: base && new Uint8Array(base),
    });
    return { session, damaged };
  }

  async restore(
    session: string,
    { rows, ...batch }: TrainingBatch & { rows: (string | null)[] },
  ): Promise<{ taken: number; rows: FeatureRow[] }> {
    this.#mine(session);
    const stored = batch.lines.map((_, i) => floatsOf(rows[i] ?? null));
    const made = await this.#call('restore', { ...decoded(batch), rows: stored });
    return { taken: batch.lines.length, rows: made.map(packedRow) };
  }

  async backfill(
    session: string,
  ): Promise<{ done: number; total: number; rows: FeatureRow[]; predicted: BackfilledPrediction[] }> {
    this.#mine(session);
    const step = await this.#call('backfill', null);
    return { ...step, rows: step.rows.map(packedRow) };
  }

  async restoreChoices(session: string, choices: OrderChoice[]): Promise<{ taken: number }> {
    this.#mine(session);
    return { taken: await this.#call('restoreChoices', choices) };
  }

  async ready(
    session: string,
  ): Promise<{ status: LearnerStatus; trained: (Trained & { target: LearnerTarget })[] }> {
    this.#mine(session);
    const { status, trained } = await this.#call('ready', null);
    this.#loaded = true;
    this.#filled();
    collectGarbage();
    return {
      status,
      trained: trained.map(({ target, state, metrics }) => ({ target, state: base64(state), metrics })),
    };
  }

  async predict(input: TrainingBatch & { draft: boolean }): Promise<{
    status: LearnerStatus | null;
    predictions: Predictions[];
    rows: string[];
  }> {
    if (!this.#loaded) return { status: null, predictions: [], rows: [] };
    const answer = await this.#call('predict', { ...decoded(input), draft: input.draft });
    const predictions = answer.predictions.map((one) =>
      Object.fromEntries(Object.entries(one).map(([target, said]) => [target, { ...said }])),
    );
    return { status: answer.status, predictions, rows: answer.rows.map(base64) };
  }

  async rank(input: { open: OrderedTask[]; moment: ChoiceMoment }): Promise<{
    status: LearnerStatus | null;
    ranked: { id: string; score: number; reasons: Message[] }[];
    byUrgency: string[];
  }> {
    if (!this.#loaded) return { status: null, ranked: [], byUrgency: [] };
    return this.#call('rank', input);
  }

  async compare(
    input: LearnerMethods['compare']['input'],
  ): Promise<OrderUncertainty & { status: LearnerStatus | null }> {
    if (!this.#loaded) return { status: null, uncertainty: 0, pairs: [] };
    return this.#call('compare', input);
  }

  async observe(input: TrainingBatch): Promise<{ status: LearnerStatus | null; rows: FeatureRow[] }> {
    if (!this.#loaded) return { status: null, rows: [] };
    const { status, rows } = await this.#call('observe', decoded(input));
    return { status, rows: rows.map(packedRow) };
  }

  async conclude(outcomes: EarlyOutcome[]): Promise<{ status: LearnerStatus | null }> {
    return { status: this.#loaded ? await this.#call('conclude', outcomes) : null };
  }

  async choose(choices: OrderChoice[]): Promise<{ status: LearnerStatus | null }> {
    return { status: this.#loaded ? await this.#call('choose', choices) : null };
  }

  async status(): Promise<{ status: LearnerStatus | null; training: GrownTrees | null }> {
    return { status: this.#loaded ? await this.#call('status', null) : null, training: this.#grown };
  }

  /** @throws DaymarkError `notFound` without a loaded learner, `busy` while one trains, `cancelled` when aborted */
  async retrain(
    target: LearnerTarget,
    signal: AbortSignal | undefined,
  ): Promise<Trained & { status: LearnerStatus }> {
    if (!this.#loaded) throw new DaymarkError('notFound', { what: 'learner', id: target });
    if (this.#training) throw new DaymarkError('busy');
    if (signal?.aborted) throw new DaymarkError('cancelled');
    // Boosting and forests never look up while they grow, so that stopping one means ending its thread.
    const stop = (): void => void this.#trainer.close();
    signal?.addEventListener('abort', stop, { once: true });
    this.#training = true;
    try {
      const { state, metrics, status } = await this.#thread.use(() => this.#trainApart(target, signal));
      return { state: base64(state), metrics, status };
    } finally {
      this.#training = false;
      this.#grown = null;
      signal?.removeEventListener('abort', stop);
      await this.#trainer.close();
    }
  }

  async #trainApart(
    target: LearnerTarget,
    signal: AbortSignal | undefined,
  ): Promise<LearnerMethods['adopt']['output']> {
    const job = await this.#call('trainingJob', target);
    const onProgress = (grown: GrownTrees): void => {
      this.#grown = grown;
    };
    const result = await this.#trainer.call('train', job, signal ? { signal, onProgress } : { onProgress });
    if (signal?.aborted) throw new DaymarkError('cancelled');
    return this.#call('adopt', result);
  }

  async close(): Promise<{ closed: boolean }> {
    const was = this.#session !== null;
    this.#forget();
    await Promise.all([this.#thread.close(), this.#trainer.close()]);
    if (was) collectGarbage();
    return { closed: was };
  }

  #forget(): void {
    this.#session = null;
    this.#loaded = false;
    this.#filled();
  }

  #mine(session: string): void {
    if (session !== this.#session) throw new DaymarkError('notFound', { what: 'learner', id: session });
  }

  /** A thread that crashed took the learners with it. */
  async #call<K extends keyof LearnerMethods & string>(
    method: K,
    input: LearnerMethods[K]['input'],
  ): Promise<LearnerMethods[K]['output']> {
    try {
      return await this.#thread.call(method, input);
    } catch (error) {
      if (error instanceof DaymarkError && (error.code === 'notFound' || error.code === 'internal'))
        this.#forget();
      throw error;
    }
  }
}

function base64(bytes: Uint8Array | Float32Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function packedRow({ id, row }: NewRow): FeatureRow {
  return { id, row: base64(row) };
}

/** Null for none; a length that is no whole number of floats can't be a row. */
function floatsOf(blob: string | null): Float32Array | null {
  const bytes = blob === null ? null : bytesOf(blob);
  return bytes && bytes.length % 4 === 0 ? new Float32Array(bytes.slice().buffer) : null;
}

function bytesOf(blob: string): Uint8Array {
  return new Uint8Array(Buffer.from(blob, 'base64'));
}

/** @throws DaymarkError `invalidInput` when the vectors are not 384 numbers a line */
function decoded({ lines, vectors }: TrainingBatch): { lines: HistoryTask[]; vectors: Float32Array } {
  const bytes = new Uint8Array(Buffer.from(vectors, 'base64'));
  if (bytes.length !== lines.length * VECTOR_WIDTH * 4)
    throw new DaymarkError('invalidInput', { reason: 'a line without its vector' });
  return { lines, vectors: new Float32Array(bytes.buffer) };
}
