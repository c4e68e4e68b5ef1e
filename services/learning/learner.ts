import type { Task } from '../../core/domain/task.ts';
import type {
  EarlyOutcome,
  LearnerStatus,
  LearnerTarget,
  OrderChoice,
  OrderUncertainty,
  Predictions,
} from '../../core/ml-contract/index.ts';
import type { HistoryTask } from '../../core/replay.ts';
import type { ServiceContext } from '../context.ts';
import { lineOf, packVectors } from './examples.ts';
import { storeRows } from './backfill.ts';
import { Loading, type LoadProgress } from './loading.ts';
import type { Models } from './models.ts';

/**
 * The learners in the ml process, as the rest of the services sees them: loaded at the first question from the stored
 * state and the past, which is streamed from the worker thread in chunks; loaded again when they are gone.
 */

/** A guess doesn't wait longer for a learner that is being loaded. */
const ANSWER_TIMEOUT_MS = 1_500;
const RECHECK_MS = 100;
/** How often the page hears how far the reading is. */
const REPORT_EVERY_MS = 500;
/** What is predicted for a line. */
export interface Predicted {
  predictions: Predictions;
  /** The features it was predicted from, to be stored. */
  row: string | null;
}

/** One loaded set of learners and what is asked of it. */
export class Learner {
  readonly #ctx: ServiceContext;
  readonly #models: Models;
  /** Called when a learner has been loaded: what was done meanwhile, or imported, may ask for a training. */
  readonly #loaded: (status: LearnerStatus, trained: readonly LearnerTarget[]) => void;
  #loading: Promise<void> | null = null;
  #status: LearnerStatus | null = null;
  #generation = 0;
  /** A past waits for its vectors. */
  #early = false;
  /** The load that someone already waited for without an answer; no one else waits. */
  #slow: Promise<void> | null = null;
  #choicesUpTo = { at: 0, id: '' };
  #upTo = 0;
  #progress: LoadProgress | null = null;
  /** When the page last heard of the progress. */
  #stated = 0;

  constructor(
    ctx: ServiceContext,
    models: Models,
    loaded: (status: LearnerStatus, trained: readonly LearnerTarget[]) => void,
  ) {
    this.#ctx = ctx;
    this.#models = models;
    this.#loaded = loaded;
  }

  /** As of the last answer; null before the first. */
  get status(): LearnerStatus | null {
    return this.#status;
  }

  /** Set while the past is being read. */
  get progress(): LoadProgress | null {
    return this.#progress;
  }

  /** The newest outcome that was handed over, epoch ms. */
  get upTo(): number {
    return this.#upTo;
  }

  /** The newest choice that was handed over, epoch ms. */
  get choicesUpTo(): number {
    return this.#choicesUpTo.at;
  }

  /** What is loaded is no longer what should be: the next question loads again. */
  forget(): void {
    this.#generation += 1;
    this.#loading = null;
  }

  /** Whatever waited for a vector has it: a past that waited can be backfilled. */
  async vectorsReady(): Promise<void> {
    await this.#loading?.catch(() => {});
    if (!this.#early) return;
    this.#early = false;
    this.forget();
    await this.load();
  }

  load(): Promise<void> {
    if (!this.#loading) {
      const loading = this.#load(this.#generation).catch((error: unknown) => {
        if (this.#loading === loading) this.#loading = null;
        throw error;
      });
      this.#loading = loading;
    }
    return this.#loading;
  }

  /** The same, but a backfill is not waited for. */
  async loadSoon(): Promise<void> {
    const loading = this.load();
    const isReading = (): boolean => this.#loading === loading && (this.#progress?.total ?? null) === null;
    while (!(await within(loading, RECHECK_MS)) && isReading());
  }

  /** What is predicted for each line, with the rows it was predicted from. Null while the learner is away or loading. */
  async predict(
    lines: readonly HistoryTask[],
    vectors: readonly (Float32Array | null)[],
    draft: boolean,
  ): Promise<Predicted[] | null> {
    const { learning } = this.#ctx.ml.client;
    const input = { lines: [...lines], vectors: packVectors(vectors), draft };
    const answer = await this.#ask(() => learning.predict(input), ANSWER_TIMEOUT_MS);
    if (!answer) return null;
    const { rows } = answer;
    return answer.predictions.map((predictions, i) => ({ predictions, row: rows[i] ?? null }));
  }

  async rank(input: Pick<OrderChoice, 'open' | 'moment'>) {
    return this.#ask(() => this.#ctx.ml.client.learning.rank(input), ANSWER_TIMEOUT_MS);
  }

  /** How uncertain the order is and which comparisons would help; null while the learner is away. */
  async compare(
    input: Pick<OrderChoice, 'open' | 'moment'> & { pair?: [string, string] },
  ): Promise<OrderUncertainty | null> {
    return this.#ask(() => this.#ctx.ml.client.learning.compare(input), ANSWER_TIMEOUT_MS);
  }

  /** A task is done or given up. What the learner has heard of already changes nothing. */
  async observe(task: Task): Promise<LearnerStatus | null> {
    const vector = this.#ctx.db.embeddings.vector(task.id) ?? null;
    const input = { lines: [lineOf(this.#ctx, task)], vectors: packVectors([vector]) };
    const answer = await this.#ask(() => this.#ctx.ml.client.learning.observe(input));
    if (answer) await storeRows(this.#ctx, answer.rows);
    if (answer && task.actualMin !== null) this.#upTo = Math.max(this.#upTo, task.completedAt ?? 0);
    return answer?.status ?? null;
  }

  /** What became of tasks that stay open. */
  async conclude(outcomes: readonly EarlyOutcome[]): Promise<LearnerStatus | null> {
    const answer = await this.#ask(() => this.#ctx.ml.client.learning.conclude({ outcomes: [...outcomes] }));
    if (answer) this.#upTo = outcomes.reduce((newest, { at }) => Math.max(newest, at), this.#upTo);
    return answer?.status ?? null;
  }

  /** `event` is the stored one, so that a choice that was loaded with the past doesn't count twice. */
  async choose(choice: OrderChoice, event: { at: number; id: string }): Promise<LearnerStatus | null> {
    await this.load();
    if (isNotAfter(event, this.#choicesUpTo)) return this.#status;
    this.#choicesUpTo = event;
    const answer = await this.#ask(() => this.#ctx.ml.client.learning.choose({ choices: [choice] }));
    return answer?.status ?? null;
  }

  async #ask<T extends { status: LearnerStatus | null }>(
    question: () => Promise<T>,
    timeoutMs?: number,
  ): Promise<(T & { status: LearnerStatus }) | null> {
    for (let tries = 0; tries < 2; tries += 1) {
      const loading = this.load();
      const limitMs = this.#slow === loading && timeoutMs !== undefined ? 0 : timeoutMs;
      if (!(await within(loading, limitMs))) {
        this.#slow = loading;
        return null;
      }
      const answer = await question();
      const { status } = answer;
      if (status !== null) {
        this.#status = status;
        return Object.assign(answer, { status });
      }
      if (this.#loading === loading) this.#loading = null;
    }
    return null;
  }

  async #load(generation: number): Promise<void> {
    const ctx = this.#ctx;
    const progress = (made: LoadProgress): void => {
      this.#progress = made;
      if (made.at - this.#stated < REPORT_EVERY_MS) return;
      this.#stated = made.at;
      ctx.hub.publish({ topic: 'learning' });
    };
    progress({ done: 0, total: null, at: ctx.clock() });
    try {
      const wanted = (): boolean => generation === this.#generation;
      const loaded = await new Loading(ctx, this.#models, { progress, wanted }).run();
      this.#upTo = loaded.upTo;
      this.#choicesUpTo = loaded.choicesUpTo;
      this.#status = loaded.status;
      this.#early = loaded.early;
      ctx.hub.publish({ topic: 'learning' });
      this.#loaded(loaded.status, loaded.trained);
    } finally {
      if (generation === this.#generation) this.#progress = null;
    }
  }
}

function isNotAfter(event: { at: number; id: string }, last: { at: number; id: string }): boolean {
  return event.at < last.at || (event.at === last.at && event.id <= last.id);
}

/** Whether work is done within the time; without a time it is waited for. Its failure counts as not done. */
async function within(work: Promise<void>, ms: number | undefined): Promise<boolean> {
  if (ms === undefined) {
    await work;
    return true;
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = work.then(
    () => true,
    () => false,
  );
  const inTime = await Promise.race([done, late]);
  clearTimeout(timer);
  return inTime;
}
