import { z } from 'zod';
import type { TaskFacts } from '../../features/index.ts';
import { ExpertMix } from '../../learning/expert-mix.ts';
import { OnlineLogistic, onlineLogisticState } from '../../learning/online-logistic.ts';
import { sigmoid } from '../../trees/index.ts';
import { RATE_COLUMNS } from './baseline.ts';
import { LIST_WIDTH, ListFeatures, listState } from '../../learning/list-features.ts';
import { BASE_COLUMN, LABELS_COLUMN, ONLINE_COLUMN, TITLE_COLUMN } from './model.ts';

/** Weights at the start: rate of the title, rate of the labels, base, regression, stack, trees. */
const START = [0.01, 0.03, 0.3, 0.03, 0.03, 0.6];
/** Where the base stands among them. */
const BASE_MEMBER = 2;
/** What the stack weighs, and how far from equal weights it is believed to lie. */
const STACKED = [LABELS_COLUMN, BASE_COLUMN, ONLINE_COLUMN];
const STACK_VARIANCE = 0.05;
const FIRST_VARIANCE = 0.01;
const DRIFT = 1e-5;

/**
 * Everything of the completion predictor that learns from one outcome at a time: what is known of days' lists, a logistic
 * regression on it, a regression on what the others say (a stack, which calibrates as well), and the weights of all members. The
 * mixture never loses to its best member by more than the price of finding it.
 */
export class CompletionMembers {
  readonly #lists = new ListFeatures();
  readonly #online = new OnlineLogistic({ columns: LIST_WIDTH, variance: FIRST_VARIANCE, drift: DRIFT });
  readonly #stack = new OnlineLogistic({
    columns: STACKED.length,
    start: [0, ...STACKED.map(() => 1 / STACKED.length)],
    variance: STACK_VARIANCE,
    drift: 0,
    standardise: false,
  });
  readonly #mix = new ExpertMix(START);

  /** Fills in the columns of the day's list and the regression's log odds. */
  writeColumns(row: Float32Array, facts: TaskFacts): void {
    row.set(this.#lists.columns(facts), RATE_COLUMNS);
    row[ONLINE_COLUMN] = this.#online.score(listPart(row), this.#lists.effects(facts));
  }

  /** What each column of the day's list adds to the regression's log odds. */
  contributions(row: Float32Array): Float64Array {
    return this.#online.contributions(listPart(row));
  }

  /** What each member says, 0–1; `boosted`: log odds by the trees, NaN without. */
  say(row: Float32Array, boosted: number): number[] {
    const stacked = this.#stack.score(stackPart(row));
    const odds = [TITLE_COLUMN, ...STACKED].map((column) => row[column]!);
    return [...odds, stacked, boosted].map((value) => bounded(sigmoid(value)));
  }

  /** 0–1. */
  mixed(said: readonly number[]): number {
    return bounded(this.#mix.mix(said));
  }

  /** Whether the base weighs more than any other member. */
  get isBaseBest(): boolean {
    const { weights } = this.#mix;
    return weights[BASE_MEMBER]! >= Math.max(...weights);
  }

  written(facts: TaskFacts): void {
    this.#lists.written(facts);
  }

  /**
   * An outcome, 0–1, or by how much it differs from what had been assumed of it when `first` is false. `row` and `said`: what was
   * said when the task was written down; null when nothing was.
   */
  learn(
    facts: TaskFacts,
    row: Float32Array | null,
    said: readonly number[] | null,
    outcome: number,
    first: boolean,
  ): void {
    const effects = this.#lists.effects(facts);
    if (row && first) {
      this.#online.learn(listPart(row), effects, outcome);
      this.#stack.learn(stackPart(row), [], outcome);
    } else if (row) {
      this.#online.correct(listPart(row), effects, outcome);
      this.#stack.correct(stackPart(row), [], outcome);
    }
    if (said) this.#mix.learn(said, outcome, first);
    this.#lists.count(facts, outcome, first);
  }

  /** What became of a task in the end; after it was learned. */
  closed(facts: TaskFacts, done: boolean): void {
    this.#lists.closed(facts, done);
  }

  get state(): MembersState {
    return {
      lists: this.#lists.state,
      online: this.#online.state,
      stack: this.#stack.state,
      weights: [...this.#mix.weights],
    };
  }

  restore(state: MembersState): void {
    this.#lists.restore(state.lists);
    this.#online.restore(state.online);
    this.#stack.restore(state.stack);
    this.#mix.restore(state.weights);
  }
}

export const membersState = z.object({
  lists: listState,
  online: onlineLogisticState,
  stack: onlineLogisticState,
  weights: z.array(z.number().nonnegative()).length(START.length),
});
type MembersState = z.infer<typeof membersState>;

function listPart(row: Float32Array): Float32Array {
  return row.subarray(RATE_COLUMNS, RATE_COLUMNS + LIST_WIDTH);
}

function stackPart(row: Float32Array): number[] {
  return STACKED.map((column) => row[column]!);
}

function bounded(probability: number): number {
  return Math.min(0.999, Math.max(0.001, probability));
}
