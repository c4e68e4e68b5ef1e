import { DaymarkError } from '../../core/errors.ts';
import type { HistoryTask, ReplayAnswer, ReplayTarget } from '../../core/replay.ts';
import { factsOf, type TaskFacts } from '../features/index.ts';
import type { BaseCluster } from '../priority/index.ts';
import { CompletionLearner } from './completion-learner.ts';
import { DurationLearner, type DurationLearnerOptions } from './duration-learner.ts';
import { knownFrom, readMoment, type HistoryMoment } from './history-time.ts';
import { ReplayOrder } from './replay-order.ts';

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
  /** Base models of the priority learner; none = urgency alone until something is learned. */
  readonly priorityBase?: readonly BaseCluster[];
}

interface Waiting {
  readonly knownFrom: number;
  readonly order: number;
  readonly facts: TaskFacts;
  readonly actualMin: number | null;
  readonly finished: boolean;
  /** Wall clock of the outcome. */
  readonly localMin: number;
  readonly hasClock: boolean;
}

/** Vectors kept for titles that come again. */
const CACHED_TITLES = 4096;
/** Plain days among clock times, and offsets that change with the season, may look this much out of order. */
const DISORDER_MS = 86_400_000;

/**
 * Replays a history line by line, with the learners the app uses. Each answer depends only on its own line and
 * on outcomes known strictly before its `createdAt`; lines must come in time order.
 */
export class ReplaySession {
  readonly #options: ReplayOptions;
  readonly #duration: DurationLearner;
  readonly #completion: CompletionLearner | null;
  readonly #order: ReplayOrder | null;
  readonly #vectors = new Map<string, Float32Array>();
  #waiting: Waiting[] = [];
  #line = 0;
  #latestMs = Number.NEGATIVE_INFINITY;

  constructor(options: ReplayOptions) {
    this.#options = options;
    const { targets, seed = 1 } = options;
    this.#duration = new DurationLearner({ ...options.learner, seed });
    this.#completion = targets.includes('completion') ? new CompletionLearner(seed) : null;
    this.#order = targets.includes('priority') ? new ReplayOrder(options.priorityBase ?? [], seed) : null;
  }

  /** Answers one line. Throws `invalidInput` for a date that is none, or more than a day before an earlier line's. */
  async next(task: HistoryTask): Promise<ReplayAnswer> {
    const { tz, ownEstimate } = this.#options;
    const created = readMoment(task.createdAt, tz);
    const completed = task.completedAt ? readMoment(task.completedAt, tz) : null;
    this.#inOrder(task, created.epochMs);
    // Ids may repeat in a history; the line number never does.
    const facts = { ...factsOf(task, created, ownEstimate), id: `${this.#line++}` };
    this.#release(created.epochMs);
    const vector = await this.#vectorOf(task.title);
    const duration = this.#duration.predict(facts, vector);
    const row = this.#duration.rowOf(facts.id);
    this.#duration.created(facts);
    this.#await(task, facts, created, completed);
    const answer: ReplayAnswer = { id: task.id };
    if (this.#options.targets.includes('duration')) {
      const { p10, p50, p90, source } = duration;
      answer.duration = { p10, p50, p90, source };
    }
    if (this.#order) answer.priority = { score: this.#order.written(facts, duration.p50) };
    if (this.#completion && row) {
      const { probability } = this.#completion.predict(facts, row);
      answer.completion = { probability };
      this.#completion.written(facts);
    }
    return answer;
  }

  /** A line out of order would be answered from outcomes that its own day did not know. */
  #inOrder(task: HistoryTask, createdMs: number): void {
    if (createdMs < this.#latestMs - DISORDER_MS) {
      const reason = `task ${this.#line + 1} of the history (createdAt ${task.createdAt.slice(0, 40)}) is older than the one before it; sort by createdAt`;
      throw new DaymarkError('invalidInput', { reason });
    }
    this.#latestMs = Math.max(this.#latestMs, createdMs);
  }

  #await(task: HistoryTask, facts: TaskFacts, created: HistoryMoment, completed: HistoryMoment | null): void {
    const judged = typeof task.done === 'boolean';
    if (!completed && !judged) return;
    const finished = completed !== null || task.done === true;
    this.#waiting.push({
      knownFrom: completed ? knownFrom(completed) : created.nextDayMs - 1,
      order: this.#line,
      facts,
      actualMin: finished ? (task.actualMin ?? null) : null,
      finished,
      localMin: (completed ?? created).localMin,
      hasClock: (completed ?? created).hasClock,
    });
  }

  /** Lets the learners see every outcome known strictly before a moment, in the order in which they became known. */
  #release(beforeMs: number): void {
    const ready = this.#waiting.filter((w) => w.knownFrom < beforeMs);
    if (ready.length > 0) {
      this.#waiting = this.#waiting.filter((w) => w.knownFrom >= beforeMs);
      ready.sort((a, b) => a.knownFrom - b.knownFrom || a.order - b.order);
      for (const outcome of ready) this.#learn(outcome);
    }
    if (this.#completion?.retrainDue()) this.#completion.retrain();
  }

  #learn(outcome: Waiting): void {
    const { id } = outcome.facts;
    this.#duration.finished(id, outcome.actualMin);
    if (this.#duration.retrainDue()) this.#duration.retrain();
    this.#completion?.observe(id, outcome.finished);
    if (outcome.finished) this.#order?.finished(outcome.facts, outcome.localMin, outcome.hasClock);
    else this.#order?.dropped(outcome.facts);
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
