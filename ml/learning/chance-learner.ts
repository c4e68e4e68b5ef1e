import { z } from 'zod';
import { damaged, decodeState, encodeState, sigmoid } from '../trees/index.ts';
import { ExpertMix } from './expert-mix.ts';
import { LABELS_RATE, LIST_WIDTH, ListFeatures, listState, TITLE_ALONE } from './list-features.ts';
import { OnlineLogistic, onlineLogisticState, type Effect } from './online-logistic.ts';
import { PLAN_WIDTH, planColumns, planEffects } from './plan-columns.ts';
import { PredictionLog, predictionLogState } from './prediction-log.ts';
import type { ModelTask } from './predictor.ts';
import type { TrainingReason, TrainingReport } from './training.ts';

const VERSION = 2;
/** Weights at the start: rate of the title, of the labels, regression, stack. */
const START = [0.1, 0.3, 0.3, 0.3];
const STACK_VARIANCE = 0.05;
const COLUMNS = LIST_WIDTH + PLAN_WIDTH;
/** Columns of lists say much the same, those of the plan different things. */
const VARIANCES = [
  ...Array.from({ length: LIST_WIDTH }, () => 0.01),
  ...Array.from({ length: PLAN_WIDTH }, () => 0.15),
];
const LEAST_NEW = 20;
const NEW_SHARE = 0.1;

/** What a training takes and gives: it has nothing to grow, so it only makes a version of what was learned. */
export interface ChanceJob {
  readonly reason: TrainingReason | 'asked';
  readonly seen: number;
}

/** What was said of a task; probabilities 0–1. */
export interface Chance {
  readonly probability: number;
  readonly baseline: number;
  /** What each column adds to the log odds: those of the list, then those of the plan. */
  readonly contributions: Float64Array;
}

interface Predicted {
  readonly row: Float64Array;
  readonly effects: readonly Effect[];
  readonly members: readonly number[];
}

/**
 * The chance of one outcome of a task, learned online from each: rates of title and labels, a logistic regression on what is known
 * of the person's lists and of the task's plan, a regression on what these say, all mixed by Bayes' rule. No training grows
 * anything; a version is made of what was learned when enough is new.
 */
export class ChanceLearner {
  readonly #name: string;
  readonly #lists = new ListFeatures();
  readonly #online = new OnlineLogistic({ columns: COLUMNS, variance: VARIANCES });
  readonly #stack = new OnlineLogistic({
    columns: 2,
    start: [0, 0.5, 0.5],
    variance: STACK_VARIANCE,
    drift: 0,
    standardise: false,
  });
  readonly #mix = new ExpertMix(START);
  /** By task. */
  readonly #predicted = new Map<string, Predicted>();
  #log = new PredictionLog();
  #seen = 0;
  #trainedOn = 0;

  /** `name`: of the target; states of another one are refused. */
  constructor(name: string) {
    this.#name = name;
  }

  get known(): number {
    return this.#seen;
  }

  get usesBaseline(): boolean {
    const { weights } = this.#mix;
    return this.#log.usesBaseline && weights[1]! >= Math.max(...weights);
  }

  say(task: ModelTask): Chance {
    const { facts } = task;
    const predicted = this.#membersOf(task);
    this.#predicted.set(facts.id, predicted);
    const baseline = predicted.members[1]!;
    const probability = this.usesBaseline ? baseline : bounded(this.#mix.mix(predicted.members));
    return { probability, baseline, contributions: this.#online.contributions(predicted.row) };
  }

  #membersOf({ facts, features, outlook }: ModelTask): Predicted {
    const row = new Float64Array(COLUMNS);
    row.set(this.#lists.columns(facts));
    row.set(planColumns(facts, features, outlook), LIST_WIDTH);
    const effects = [...this.#lists.effects(facts), ...planEffects(facts)];
    const odds = [row[TITLE_ALONE]!, row[LABELS_RATE]!, this.#online.score(row, effects)];
    const stacked = this.#stack.score(odds.slice(1));
    return { row, effects, members: [...odds, stacked].map((value) => bounded(sigmoid(value))) };
  }

  evaluate(task: ModelTask): void {
    if (!this.#predicted.has(task.facts.id)) this.say(task);
  }

  created({ facts }: ModelTask): void {
    this.#lists.written(facts);
  }

  /** `outcome` 0 or 1; null: it says nothing, and what was said is forgotten. */
  observe(task: ModelTask, outcome: number | null): void {
    const { facts } = task;
    const predicted = this.#predicted.get(facts.id);
    this.#predicted.delete(facts.id);
    if (outcome === null) return;
    const { row, effects, members } = predicted ?? this.#membersOf(task);
    if (predicted) {
      const loss = (p: number): number => -Math.log(outcome === 1 ? p : 1 - p);
      this.#log.record({ model: loss(bounded(this.#mix.mix(members))), baseline: loss(members[1]!) });
    }
    this.#stack.learn(members.slice(1, 3).map(logit), [], outcome);
    this.#online.learn(row, effects, outcome);
    this.#mix.learn(members, outcome);
    this.#lists.count(facts, outcome, true);
    this.#lists.closed(facts, outcome === 1);
    this.#seen++;
  }

  trainingDue(): TrainingReason | null {
    const fresh = this.#seen - this.#trainedOn;
    return fresh >= Math.max(LEAST_NEW, this.#trainedOn * NEW_SHARE) ? 'count' : null;
  }

  trainingJob(): ChanceJob {
    return { reason: this.trainingDue() ?? 'asked', seen: this.#seen };
  }

  adopt(report: TrainingReport): TrainingReport {
    this.#trainedOn = report.examples;
    return report;
  }

  retrain(): TrainingReport {
    return this.adopt(versionOf(this.trainingJob()));
  }

  toState(): Uint8Array {
    const meta: StateNotes = {
      lists: this.#lists.state,
      online: this.#online.state,
      stack: this.#stack.state,
      weights: [...this.#mix.weights],
      log: this.#log.state,
      seen: this.#seen,
      trainedOn: this.#trainedOn,
    };
    return encodeState(this.#name, VERSION, { meta, arrays: {} });
  }

  /** @throws DaymarkError `stateDamaged` for anything else than a state of this target */
  restoreState(bytes: Uint8Array): void {
    const notes = stateNotes.safeParse(decodeState(bytes, this.#name, VERSION).meta);
    if (!notes.success) throw damaged('its notes are incomplete', notes.error);
    try {
      this.#online.restore(notes.data.online);
      this.#stack.restore(notes.data.stack);
    } catch (error) {
      throw damaged('its columns differ from the schema', error);
    }
    this.#lists.restore(notes.data.lists);
    this.#mix.restore(notes.data.weights);
    this.#log = PredictionLog.of(notes.data.log);
    this.#seen = notes.data.seen;
    this.#trainedOn = notes.data.trainedOn;
  }
}

/** A version of what was learned online. */
export function versionOf({ reason, seen }: ChanceJob): TrainingReport {
  return { reason, examples: seen, championLoss: null, challengerLoss: null, promoted: true };
}

const stateNotes = z.object({
  lists: listState,
  online: onlineLogisticState,
  stack: onlineLogisticState,
  weights: z.array(z.number().nonnegative()).length(START.length),
  log: predictionLogState,
  seen: z.int().nonnegative(),
  trainedOn: z.int().nonnegative(),
});
type StateNotes = z.infer<typeof stateNotes>;

function bounded(probability: number): number {
  return Math.min(0.999, Math.max(0.001, probability));
}

function logit(p: number): number {
  return Math.log(p / (1 - p));
}
