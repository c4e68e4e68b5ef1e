import type { HistoryTask, ReplayAnswer, ReplayTarget } from '../../core/replay.ts';
import { factsOf, type TaskFacts } from '../features/index.ts';
import { DurationLearner, type DurationLearnerOptions } from './duration-learner.ts';
import { knownFrom, readMoment, type HistoryMoment } from './history-time.ts';

/** Turns texts into L2-normalised vectors of 384 numbers. */
export type EmbedTexts = (texts: string[]) => Promise<Float32Array[]>;

export interface ReplayOptions {
  readonly targets: readonly ReplayTarget[];
  /** Whether the person's estimates may be looked at. */
  readonly ownEstimate: boolean;
  /** Null: no language model; text then counts only through its words. */
  readonly embed: EmbedTexts | null;
  readonly tz: string;
  readonly seed?: number;
  readonly learner?: DurationLearnerOptions;
}

interface Waiting {
  readonly knownFrom: number;
  readonly order: number;
  readonly facts: TaskFacts;
  readonly actualMin: number | null;
}

/** Vectors kept for titles that come again. */
const CACHED_TITLES = 4096;

/**
 * Replays a history line by line, with the learners the app uses. Each answer depends only on its own line and
 * on outcomes known strictly before its `createdAt`; lines must come in time order.
 */
export class ReplaySession {
  readonly #options: ReplayOptions;
  readonly #duration: DurationLearner;
  readonly #vectors = new Map<string, Float32Array>();
  #waiting: Waiting[] = [];
  #line = 0;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#duration = new DurationLearner({ ...options.learner, seed: options.seed ?? 1 });
  }

  /** Answers one line. Throws `invalidInput` for a date that is none. */
  async next(task: HistoryTask): Promise<ReplayAnswer> {
    const { tz, ownEstimate } = this.#options;
    const created = readMoment(task.createdAt, tz);
    const completed = task.completedAt ? readMoment(task.completedAt, tz) : null;
    // Ids may repeat in a history; the line number never does.
    const facts = { ...factsOf(task, created, ownEstimate), id: `${this.#line++}` };
    this.#release(created.epochMs);
    const vector = await this.#vectorOf(task.title);
    const duration = this.#duration.predict(facts, vector);
    this.#duration.created(facts);
    this.#await(task, facts, created, completed);
    const answer: ReplayAnswer = { id: task.id };
    if (this.#options.targets.includes('duration')) {
      const { p10, p50, p90, source } = duration;
      answer.duration = { p10, p50, p90, source };
    }
    return answer;
  }

  asideNow(): boolean {
    return this.#duration.ledger.aside;
  }
  #await(task: HistoryTask, facts: TaskFacts, created: HistoryMoment, completed: HistoryMoment | null): void {
    const judged = typeof task.done === 'boolean';
    if (!completed && !judged) return;
    const from = completed ? knownFrom(completed) : created.nextDayMs - 1;
    const finished = completed !== null || task.done === true;
    const actualMin = finished ? (task.actualMin ?? null) : null;
    this.#waiting.push({ knownFrom: from, order: this.#line, facts, actualMin });
  }

  /** Lets the learners see every outcome known strictly before a moment, in the order in which they became known. */
  #release(beforeMs: number): void {
    const ready = this.#waiting.filter((w) => w.knownFrom < beforeMs);
    if (ready.length === 0) return;
    this.#waiting = this.#waiting.filter((w) => w.knownFrom >= beforeMs);
    ready.sort((a, b) => a.knownFrom - b.knownFrom || a.order - b.order);
    for (const outcome of ready) {
      this.#duration.finished(outcome.facts.id, outcome.actualMin);
      if (this.#duration.retrainDue()) this.#duration.retrain();
    }
  }

  async #vectorOf(title: string): Promise<Float32Array | null> {
    const { embed } = this.#options;
    if (!embed) return null;
    const cached = this.#vectors.get(title);
    if (cached) return cached;
    const [vector] = await embed([title]);
    if (!vector) return null;
    if (this.#vectors.size >= CACHED_TITLES) this.#vectors.clear();
    this.#vectors.set(title, vector);
    return vector;
  }
}

/** The same as a stream: one answer a line, in order, each given before the next line is read. */
export async function* replayHistory(
  lines: AsyncIterable<HistoryTask>,
  options: ReplayOptions,
): AsyncIterable<ReplayAnswer> {
  const session = new ReplaySession(options);
  for await (const line of lines) yield await session.next(line);
}
