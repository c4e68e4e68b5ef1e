import type { ChoiceMoment, OrderedTask } from '../../core/ml-contract/index.ts';
import type { PredictionTarget } from '../../core/prediction-targets/index.ts';
import type { ClosedTask } from '../behavior/day-network/day-log.ts';
import type { Evidence, FeatureBuilder, TaskFacts } from '../features/index.ts';
import type { ColdStart } from './cold-start.ts';
import type { Outlook } from './outlook.ts';
import type { TrainingReason, TrainingReport } from './training.ts';

/** A task as a predictor sees it. */
export interface ModelTask {
  readonly facts: TaskFacts;
  /** Of its title, 384 numbers, L2-normalised; null when there is none. */
  readonly vector: Float32Array | null;
  /** Values of `durationSchema` as they were when the task was written down: no row knows the future. */
  readonly features: Float64Array;
  /** What the day it is planned for is expected to be like (`OUTLOOK_COLUMNS`); absent where no one forecasts days. */
  readonly outlook?: Outlook | undefined;
  /** What the past says of it now, the similar tasks included; expensive. */
  evidence(): Evidence;
}

/** What is said of a task before its outcome is known. Goes over the wire and into the prediction log as it is. */
export interface Prediction {
  /** In the unit of the outcome. */
  readonly value: number;
  /** What the baseline says, in the same unit; null while it knows too little. */
  readonly baseline: number | null;
  /** What else the target tells. */
  readonly [detail: string]: unknown;
}

/**
 * What every predictor has in common. It learns online from each outcome, is trained again from time to time in another
 * thread, and keeps a record of itself against a baseline: while it loses, the baseline answers.
 *
 * `Job` and `Result` are what a training takes and gives; structured-cloneable.
 */
export interface Predictor<Job = unknown, Result = unknown> {
  /** Outcomes learned from. */
  readonly known: number;
  /** True while the baseline does better on this person and answers instead. */
  readonly usesBaseline: boolean;
  /** Why a training would pay; null while it wouldn't. */
  trainingDue(): TrainingReason | null;
  trainingJob(): Job;
  /** Puts a finished training in place; outcomes that came in meanwhile count as new. */
  adopt(result: Result): TrainingReport;
  /** Trains here and now; absent where a training needs a thread of its own. */
  retrain?(): TrainingReport;
  /** All that was learned, as versioned bytes; the past itself is kept by the owner of the data. */
  toState(): Uint8Array;
}

/** A predictor that says something of a task when it is written down and learns from what becomes of it. */
export interface TaskPredictor<
  Answer extends Prediction = Prediction,
  Job = unknown,
  Result = unknown,
> extends Predictor<Job, Result> {
  /** Remembers what it said, so that the outcome can be compared with it. Null: it has nothing to say of such a task. */
  predict(task: ModelTask): Answer | null;
  /** The task is open from now on (after its first `predict`). */
  created?(task: ModelTask): void;
  /**
   * A task of the past, with the columns of its own that were stored for it (`columnsOf`): nothing is said of it, so
   * nothing is compared. Null: none are stored, and they have to be made from what is known now.
   */
  restore?(task: ModelTask, columns: Float64Array | null): void;
  /** An outcome that its state knows already: kept for the next training at most. */
  remember?(task: ModelTask, columns: Float64Array | null, outcome: number | null): void;
  /** Says what it would say of a restored task now, so that its outcome can be compared; nothing when it said it. */
  evaluate(task: ModelTask): void;
  /** What became of the task, in the unit of the target; null where nothing is known. A second word is ignored. */
  observe(task: ModelTask, outcome: number | null): void;
  /** What became of a task on its person's wall clock; told before `observe`, and of outcomes that the state knows, too. */
  onClosed?(task: ClosedTask): void;
  /** Forecasts the day that a task is planned for; the other predictors see it. */
  outlook?(facts: TaskFacts): Outlook;
  /** Columns that it has put before the shared ones in the row that is stored for a task; see `columns`. */
  columnsOf?(id: string): ArrayLike<number> | null;
  /** The past has been restored; `fresh` of its outcomes came after the state. */
  restored?(fresh: number): void;
}

/** A predictor that learns from what is taken of what is open. */
export interface ChoicePredictor extends Predictor {
  /** `compared`: nothing was begun, the person only said that this one comes first. */
  choose(open: readonly OrderedTask[], moment: ChoiceMoment, chosenId: string, compared?: boolean): void;
}

/** Reads choices out of a history, where no one wrote them down, and answers for tasks as they are written down. */
export interface HistoryChoices {
  /** What is said of a task just written down that is expected to take so many minutes. */
  created(facts: TaskFacts, expectedMin: number): Record<string, unknown>;
  /** A task was finished at a moment of its person's wall clock, minutes since 1970. */
  finished(facts: TaskFacts, localMin: number, hasClock: boolean): void;
  /** A task was given up. */
  dropped(facts: TaskFacts): void;
}

/** What a predictor begins with. */
export interface PredictorContext {
  readonly seed?: number | undefined;
  /** What was said at the first run. */
  readonly coldStart?: Pick<ColdStart, 'leanings' | 'pace'> | undefined;
  /** What reference phrases say of a title's vector: minutes, and how far they are to be trusted, 0–1. */
  readonly phrases?: ((vector: Float32Array) => { minutes: number; confidence: number } | null) | undefined;
  /** The shipped base models of the order, as bytes. */
  readonly baseModels?: Uint8Array | null | undefined;
  /** Trees of a forest; fewer make tests fast. */
  readonly trees?: number | undefined;
}

/** An answer as it is kept in the prediction log. */
export function loggedOf({ logged }: PredictorDefinition, answer: Prediction): Prediction {
  const { value, baseline, ...rest } = answer;
  return { ...(logged?.(answer) ?? rest), value, baseline };
}

/** An answer as `replay` prints it. */
export function replayedOf(definition: PredictorDefinition, answer: Prediction): Record<string, unknown> {
  const { value: _value, baseline: _baseline, ...rest } = answer;
  return (definition.replayed ?? definition.logged)?.(answer) ?? rest;
}

/** Trees, or whatever a training counts its progress by. */
export type TrainingProgress = (done: number, total: number) => void;

/** How a predictor is made, loaded and trained: what the list of predictors holds. */
export interface PredictorDefinition<P extends Predictor = Predictor, Job = never> {
  readonly target: PredictionTarget;
  /** `task`: learns from outcomes of tasks. `choice`: from what is taken of what is open. */
  readonly kind: 'task' | 'choice';
  /** Width of the columns of its own in a stored row; see `ROW_SCHEMA` before changing it. */
  readonly columns?: number;
  /** Trained as soon as it is due in a replay, else once all outcomes of a moment are known. */
  readonly eager?: boolean;
  create(context: PredictorContext, features: FeatureBuilder): P;
  /** @throws DaymarkError `stateDamaged` for bytes that are no such state, or belong to another feature schema */
  load(state: Uint8Array, context: PredictorContext, features: FeatureBuilder): P;
  /** Pure; runs in the training thread. May answer with a promise. */
  train(job: Job, progress: TrainingProgress): unknown;
  /** What of an answer is kept in the prediction log beside value and baseline; all of it unless said otherwise. */
  logged?(answer: Prediction): Record<string, unknown>;
  /** What of an answer `replay` prints; as `logged` unless said otherwise. */
  replayed?(answer: Prediction): Record<string, unknown>;
  /** How a predictor of choices takes part in a replay. */
  inHistory?(predictor: P): HistoryChoices;
}
