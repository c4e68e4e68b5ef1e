import { DaymarkError } from '../../core/errors.ts';
import type {
  ChoiceMoment,
  LearnedDuration,
  LearnerStatus,
  LearnerTarget,
  OrderChoice,
  OrderDoubt,
  OrderedTask,
  TrainingMetrics,
} from '../../core/ml-contract/index.ts';
import type { Message } from '../../core/messages/index.ts';
import type { HistoryTask } from '../../core/replay.ts';
import { collectGarbage } from './collect.ts';
import { ManagedThread } from './managed-thread.ts';
import type { ModelManager } from './model-manager.ts';
import type { PriorTable } from './priors.ts';
import { readBaseModels } from './base-models.ts';
import type { LearnerMethods } from './workers/learner.ts';

interface FedLines {
  lines: HistoryTask[];
  /** Base64 of float32. */
  vectors: string;
}

interface Opening {
  tz: string;
  /** Base64 of states. */
  duration: string | null;
  durationUpTo: number | null;
  priority: string | null;
  onboarding: LearnerMethods['open']['input']['onboarding'];
}

export interface LearnerServiceOptions {
  worker: URL;
  priors: PriorTable;
  /** Base models of the simulated population. */
  baseModels: URL;
  models: ModelManager;
  log: (line: string) => void;
}

/**
 * Keeps the person's learners: loads them once, serves from their thread and trains in another. When they are put
 * away, whoever asks next hears that none is loaded and loads.
 */
export class LearnerService {
  readonly #thread: ManagedThread<LearnerMethods>;
  readonly #trainer: ManagedThread<LearnerMethods>;
  readonly #priors: PriorTable;
  readonly #baseModels: URL;
  #session: string | null = null;
  #loaded = false;
  #opened = 0;
  #training = false;
  /** Lets go of learners that are being filled: between two chunks of the past nothing runs, and yet they must stay. */
  #filled: () => void = () => {};

  constructor({ worker, priors, baseModels, models, log }: LearnerServiceOptions) {
    this.#thread = new ManagedThread(worker, {
      name: 'learner',
      models,
      log,
      unload: async () => this.#forget(),
    });
    this.#trainer = new ManagedThread(worker, { name: 'trainer', models, log });
    this.#priors = priors;
    this.#baseModels = baseModels;
  }

  async open(input: Opening): Promise<{ session: string; damaged: LearnerTarget[] }> {
    this.#opened += 1;
    const session = `learner-${this.#opened}`;
    this.#session = session;
    this.#filled();
    this.#filled = this.#thread.hold();
    const priors = await this.#priors.load().catch(() => []);
    const clusters = await readBaseModels(this.#baseModels);
    const { damaged } = await this.#call('open', {
      tz: input.tz,
      duration: bytesOf(input.duration),
      durationUpTo: input.durationUpTo,
      priority: bytesOf(input.priority),
      onboarding: input.onboarding,
      priors,
      clusters: clusters && new Uint8Array(clusters),
    });
    return { session, damaged };
  }

  async feed(session: string, fed: FedLines): Promise<{ taken: number }> {
    this.#mine(session);
    return { taken: await this.#call('feed', decoded(fed)) };
  }

  async feedChoices(session: string, choices: OrderChoice[]): Promise<{ taken: number }> {
    this.#mine(session);
    return { taken: await this.#call('feedChoices', choices) };
  }

  async ready(session: string): Promise<{ status: LearnerStatus }> {
    this.#mine(session);
    const status = await this.#call('ready', null);
    this.#loaded = true;
    this.#filled();
    collectGarbage();
    return { status };
  }

  async predict(
    input: FedLines & { draft: boolean },
  ): Promise<{ status: LearnerStatus | null; durations: LearnedDuration[] }> {
    if (!this.#loaded) return { status: null, durations: [] };
    return this.#call('predict', { ...decoded(input), draft: input.draft });
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
  ): Promise<OrderDoubt & { status: LearnerStatus | null }> {
    if (!this.#loaded) return { status: null, doubt: 0, pairs: [] };
    return this.#call('compare', input);
  }

  async observe(input: FedLines): Promise<{ status: LearnerStatus | null }> {
    return { status: this.#loaded ? await this.#call('observe', decoded(input)) : null };
  }

  async choose(choices: OrderChoice[]): Promise<{ status: LearnerStatus | null }> {
    return { status: this.#loaded ? await this.#call('choose', choices) : null };
  }

  async status(): Promise<{ status: LearnerStatus | null }> {
    return { status: this.#loaded ? await this.#call('status', null) : null };
  }

  /** @throws DaymarkError `notFound` without a loaded learner, `busy` while one trains, `cancelled` when aborted */
  async retrain(
    target: LearnerTarget,
    signal: AbortSignal | undefined,
  ): Promise<{ state: string; metrics: TrainingMetrics; status: LearnerStatus }> {
    if (!this.#loaded) throw new DaymarkError('notFound', { what: 'learner', id: target });
    if (this.#training) throw new DaymarkError('busy');
    if (signal?.aborted) throw new DaymarkError('cancelled');
    // Boosting and forests never look up while they grow, so that stopping one means ending its thread.
    const stop = (): void => void this.#trainer.close();
    signal?.addEventListener('abort', stop, { once: true });
    this.#training = true;
    try {
      const { state, metrics, status } = await this.#thread.use(() =>
        target === 'priority' ? this.#call('retrainPriority', null) : this.#trainDuration(signal),
      );
      return { state: Buffer.from(state).toString('base64'), metrics, status };
    } finally {
      this.#training = false;
      signal?.removeEventListener('abort', stop);
      await this.#trainer.close();
    }
  }

  async #trainDuration(signal: AbortSignal | undefined): Promise<LearnerMethods['adopt']['output']> {
    const job = await this.#call('trainingJob', null);
    const result = await this.#trainer.call('train', job, signal ? { signal } : {});
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

function bytesOf(blob: string | null): Uint8Array | null {
  return blob === null ? null : new Uint8Array(Buffer.from(blob, 'base64'));
}

/** @throws DaymarkError `invalidInput` when the vectors are not 384 numbers a line */
function decoded({ lines, vectors }: FedLines): { lines: HistoryTask[]; vectors: Float32Array } {
  const bytes = new Uint8Array(Buffer.from(vectors, 'base64'));
  if (bytes.length !== lines.length * 384 * 4)
    throw new DaymarkError('invalidInput', { reason: 'a line without its vector' });
  return { lines, vectors: new Float32Array(bytes.buffer) };
}
