import { DaymarkError } from '../../core/errors.ts';
import { replayAnswer, type HistoryTask, type ReplayAnswer, type ReplayTarget } from '../../core/replay.ts';
import { factsOf, type TaskFacts } from '../features/index.ts';
import { readMoment, withInstants, type HistoryMoment, type ResolvedTask } from '../../core/time/history.ts';
import { knownFrom, withPlan } from './history-time.ts';
import {
  replayedOf,
  type HistoryChoices,
  type PredictorContext,
  type PredictorDefinition,
} from './predictor.ts';
import { PredictorSet } from './predictor-set.ts';

/** Turns texts into L2-normalised vectors of 384 numbers. */
export type EmbedTexts = (texts: string[]) => Promise<Float32Array[]>;

/** What of a history is replayed, and how. */
export interface ReplayOptions {
  readonly targets: readonly ReplayTarget[];
  /** Whether the person's estimates may be looked at. */
  readonly ownEstimate: boolean;
  /** Null: no language model; text then counts only through its words. */
  readonly embed: EmbedTexts | null;
  readonly tz: string;
  /** The list to choose from by target. */
  readonly predictors: readonly PredictorDefinition[];
  readonly context?: PredictorContext;
}

interface Waiting {
  readonly knownFrom: number;
  readonly order: number;
  readonly facts: TaskFacts;
  readonly line: ResolvedTask;
  /** Wall clock of the outcome. */
  readonly localMin: number;
  readonly hasClock: boolean;
}

/** What a choice takes a task's expected minutes from. */
const EXPECTED_LENGTH = 'duration';
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
  readonly #set: PredictorSet;
  readonly #choices = new Map<string, HistoryChoices>();
  readonly #vectors = new Map<string, Float32Array>();
  #waiting: Waiting[] = [];
  /** Tasks that will be open when their deadline is over. */
  #overdue: { knownFrom: number; id: string }[] = [];
  #line = 0;
  #latestMs = Number.NEGATIVE_INFINITY;

  /** @throws DaymarkError `invalidInput` for a target without a predictor */
  constructor(options: ReplayOptions) {
    this.#options = options;
    const { targets, predictors, context = {} } = options;
    const asked = targets.map((target) => {
      const found = predictors.find((one) => one.target.name === target);
      if (!found) throw new DaymarkError('invalidInput', { reason: `nothing predicts ${target}` });
      return found;
    });
    // A choice is between tasks of expected lengths.
    const needed = asked.some(({ kind }) => kind === 'choice') ? [...targets, EXPECTED_LENGTH] : targets;
    this.#set = new PredictorSet(
      predictors.filter(({ target }) => needed.includes(target.name)),
      { seed: 1, ...context },
    );
    for (const { target, inHistory } of asked)
      if (inHistory) this.#choices.set(target.name, inHistory(this.#set.get(target.name)));
  }

  /** Answers one line. @throws DaymarkError `invalidInput` for a date that is none, or a day older than an earlier line's */
  async next(task: HistoryTask): Promise<ReplayAnswer> {
    const { tz, ownEstimate, targets, predictors } = this.#options;
    const created = readMoment(task.createdAt, tz);
    const completed = task.completedAt ? readMoment(task.completedAt, tz) : null;
    this.#inOrder(task, created.epochMs);
    // Ids may repeat in a history; the line number never does.
    const facts = { ...withPlan(factsOf(task, created, ownEstimate), task, tz), id: `${this.#line++}` };
    this.#release(created.epochMs);
    const predictions = this.#set.predict(facts, await this.#vectorOf(task.title));
    this.#await(task, facts, created, completed);
    const answer: Record<string, unknown> = { id: task.id };
    for (const definition of predictors) {
      const { name } = definition.target;
      if (!targets.includes(name)) continue;
      const said = predictions[name];
      if (said) answer[name] = replayedOf(definition, said);
      const expectedMin = predictions[EXPECTED_LENGTH]?.value;
      const choices = this.#choices.get(name);
      if (choices && expectedMin !== undefined) answer[name] = choices.created(facts, expectedMin);
    }
    this.#set.created(facts);
    return replayAnswer.parse(answer);
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
    this.#awaitDeadline(task, facts);
    const isGivenUp = Boolean(task.dropped);
    const isKnown = typeof task.done === 'boolean' || isGivenUp;
    if (!completed && !isKnown) return;
    const done = completed !== null || (task.done === true && !isGivenUp);
    const resolved = withInstants(task, this.#options.tz);
    this.#waiting.push({
      knownFrom: completed ? knownFrom(completed) : givenUpFrom(task, resolved, created),
      order: this.#line,
      facts,
      line: { ...resolved, done, actualMin: done ? (task.actualMin ?? null) : null },
      localMin: (completed ?? created).localMin,
      hasClock: (completed ?? created).hasClock,
    });
  }

  /** What is open when its deadline is over has an outcome of its own then. */
  #awaitDeadline(task: HistoryTask, facts: TaskFacts): void {
    const { due, completedAt } = withInstants(task, this.#options.tz);
    if (!due || (completedAt && completedAt <= due)) return;
    this.#overdue.push({ knownFrom: Date.parse(due) + 1, id: facts.id });
  }

  #releaseOverdue(beforeMs: number): void {
    const ready = this.#overdue.filter(({ knownFrom }) => knownFrom < beforeMs);
    if (ready.length === 0) return;
    this.#overdue = this.#overdue.filter(({ knownFrom }) => knownFrom >= beforeMs);
    for (const { id } of ready) {
      for (const { target } of this.#set.definitions)
        if (target.whenOverdue !== undefined) this.#set.observeOne(target.name, id, target.whenOverdue);
    }
  }

  /** Lets the learners see every outcome known strictly before a moment, in the order in which they became known. */
  #release(beforeMs: number): void {
    this.#releaseOverdue(beforeMs);
    const ready = this.#waiting.filter((w) => w.knownFrom < beforeMs);
    if (ready.length > 0) {
      this.#waiting = this.#waiting.filter((w) => w.knownFrom >= beforeMs);
      ready.sort((a, b) => a.knownFrom - b.knownFrom || a.order - b.order);
      for (const outcome of ready) this.#learn(outcome);
    }
    this.#train(false);
  }

  #learn({ facts, line, localMin, hasClock }: Waiting): void {
    this.#set.observe(facts.id, line);
    this.#train(true);
    for (const choices of this.#choices.values()) {
      if (line.done) choices.finished(facts, localMin, hasClock);
      else choices.dropped(facts);
    }
  }

  #train(eager: boolean): void {
    for (const { target, kind, eager: isEager = false } of this.#set.definitions) {
      const predictor = this.#set.get(target.name);
      if (kind === 'task' && isEager === eager && predictor.trainingDue()) predictor.retrain?.();
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

/** When it is known that a task was given up: as it says, else when the days it was meant for are over. */
function givenUpFrom(
  { dropped }: HistoryTask,
  { due, plannedStart }: HistoryTask,
  created: HistoryMoment,
): number {
  if (typeof dropped === 'string' && !Number.isNaN(Date.parse(dropped))) return Date.parse(dropped);
  const meant = [due, plannedStart].map((at) => (at ? Date.parse(at) : 0));
  return Math.max(created.nextDayMs - 1, ...meant);
}
