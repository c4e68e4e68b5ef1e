import type { ChoiceMoment, OrderedTask } from '../../../core/ml-contract/index.ts';
import { z } from 'zod';
import type { Message } from '../../../core/messages/message.ts';
import { PredictionLog, predictionLogState } from '../../learning/prediction-log.ts';
import type { Predictor } from '../../learning/predictor.ts';
import type { TrainingReason, TrainingReport } from '../../learning/training.ts';
import {
  arrayOf,
  boostingFromState,
  boostingToState,
  damaged,
  decodeState,
  encodeState,
  type GradientBoosting,
} from '../../trees/index.ts';
import { clusterScores, matrixOfRows, URGENCY_PULL, urgencyScores, type BaseCluster } from './base-models.ts';
import { choiceRows, PRIORITY_COLUMNS, PRIORITY_SCHEMA_VERSION } from './columns.ts';
import { COMPARED, orderUncertainty, type OrderUncertainty } from './uncertainty.ts';
import { describe, Effects, effectsState, labelsOf, softmax } from './effects.ts';
import { Associations, associationsState } from './associations.ts';
import { reasonsOf } from './reasons.ts';
import { Gate, gateState } from './gate.ts';
import { trainChallenger, type PriorityJob, type PriorityResult } from './model.ts';
import { packChoices, remembered, unpackChoices, type Remembered } from './remembered.ts';
import { urgency } from './baseline.ts';

/** One open task's place: higher goes first. */
export interface RankedTask {
  readonly id: string;
  /** 0–1. */
  readonly score: number;
  /** Up to three, strongest first. */
  readonly reasons: readonly Message[];
}

/** What the learner of priorities starts from. */
export interface PriorityLearnerOptions {
  /** Base models of the simulated population; none = urgency alone until something is learned. */
  readonly clusters?: readonly BaseCluster[] | undefined;
  /** What onboarding says of the clusters, by name; 1 is neutral. */
  readonly leanings?: Readonly<Record<string, number>> | undefined;
  readonly seed?: number | undefined;
}

const REMEMBERED = 300;
/** Early choices teach at once; later ones in fives, since each changes little. */
const FIT_ALWAYS = 80;
const FIT_EVERY = 5;
/** After this many choices the clusters count fully, before it by n / (n + this). */
const TRUST = 6;
const FIRST_TREES = 40;
const RETRAIN_EVERY = 20;
const VERSION = 2;

/**
 * Learns in which order a person takes what is open. Three layers of log odds are summed: urgency; what people of
 * a kind do (boosted trees of the simulated population, weighed by how well each kind has predicted this person); what
 * this person does (label effects, and trees boosted on top of all before). A gate weighs the whole
 * against plain urgency, and the log keeps the record of both.
 */
export class PriorityLearner implements Predictor<PriorityJob, PriorityResult> {
  readonly #clusters: readonly BaseCluster[];
  readonly #options: PriorityLearnerOptions;
  readonly #effects = new Effects();
  readonly #associations = new Associations();
  readonly #choices: Remembered[] = [];
  /** Log weight of each cluster; the last one is "urgency alone". */
  #logWeights: number[];
  #trees: GradientBoosting | undefined;
  #treesSince = 0;
  #count = 0;
  #middle = URGENCY_PULL * 6;
  readonly #gate = new Gate(URGENCY_PULL);
  #log = new PredictionLog();

  constructor(options: PriorityLearnerOptions = {}) {
    this.#options = options;
    this.#clusters = options.clusters ?? [];
    this.#logWeights = [...this.#clusters.map((c) => Math.log(options.leanings?.[c.name] ?? 1)), 0];
  }

  /** Choices seen. */
  get known(): number {
    return this.#count;
  }

  /** True while plain urgency explains this person better than what was learned. */
  get usesBaseline(): boolean {
    return this.#gate.trust < 0.5;
  }

  /** Scores of everything open, in the order given, with reasons. */
  rank(open: readonly OrderedTask[], moment: ChoiceMoment): RankedTask[] {
    const rows = choiceRows(open, moment, this.#associations);
    const { raw, described } = this.#raw(rows, open, moment);
    const likely = this.#gate.probabilities(raw, open.map(urgency));
    // Log odds on the scale of the raw scores, so that scores of different days can be compared.
    const level = Math.log(raw.reduce((sum, r) => sum + Math.exp(r), 0));
    const effects = this.usesBaseline ? null : this.#effects;
    return open.map((task, i) => ({
      id: task.id,
      score: 1 / (1 + Math.exp(this.#middle - level - Math.log(Math.max(1e-300, likely[i]!)))),
      reasons: reasonsOf(task, moment, effects, described[i]!),
    }));
  }

  /** Log odds of each open task, and of what they are made. */
  #raw(rows: Float64Array, open: readonly OrderedTask[], moment: ChoiceMoment) {
    const cols = PRIORITY_COLUMNS.length;
    const described = open.map((task, i) => describe(task, rows.subarray(i * cols, (i + 1) * cols), moment));
    const start = this.#base(rows);
    const before: Float64Array = start.map((s, i) => s + this.#effects.score(described[i]!));
    const raw = this.#trees ? this.#trees.predictRaw(matrixOfRows(rows), before) : before;
    return { described, start, before, raw };
  }

  /** Urgency plus the clusters, weighed by trust. With no choice and no leaning this is urgency's order exactly. */
  #base(rows: Float64Array): Float64Array {
    const scores = urgencyScores(rows);
    const weights = softmax(this.#logWeights);
    const leaning = this.#options.leanings ? 3 : 0;
    const trust = (this.#count + leaning) / (this.#count + leaning + TRUST);
    this.#clusters.forEach((cluster, c) => {
      if (weights[c]! < 0.01) return;
      const added = clusterScores(cluster, rows);
      for (let i = 0; i < scores.length; i++) scores[i]! += trust * weights[c]! * added[i]!;
    });
    return scores;
  }

  /** How unsure the order is, and which comparisons would help most; of `pair` alone when it is given. */
  compare(
    open: readonly OrderedTask[],
    moment: ChoiceMoment,
    pair?: readonly [string, string],
  ): OrderUncertainty {
    const { raw, described } = this.#raw(choiceRows(open, moment, this.#associations), open, moment);
    const all = open.map((task, i) => ({ id: task.id, score: raw[i]!, labels: described[i]! }));
    const top = all.toSorted((a, b) => b.score - a.score);
    const near = top.filter((one, i) => i < COMPARED || pair?.includes(one.id));
    return orderUncertainty(near, (key) => this.#effects.variance(key), pair);
  }

  /**
   * The person took `chosenId` of what was open. `compared`: they only said that it comes first, or moved it up; their
   * day went on as it was.
   */
  choose(open: readonly OrderedTask[], moment: ChoiceMoment, chosenId: string, compared = false): void {
    const chosen = open.findIndex((t) => t.id === chosenId);
    if (chosen < 0 || open.length < 2) return;
    const rows = choiceRows(open, moment, this.#associations);
    const { start, before, raw } = this.#raw(rows, open, moment);
    const plain = urgencyScores(rows);
    this.#log.record(this.#gate.observe(raw, open.map(urgency), chosen));
    this.#weigh(rows, plain, chosen);
    const labels = open.map((task) => labelsOf(task, moment));
    this.#choices.push(remembered(this.#effects, { rows, labels, chosen, start, before }));
    if (!compared) this.#associations.record(open, moment, chosen);
    if (this.#choices.length > REMEMBERED) this.#choices.shift();
    this.#count++;
    const mean = raw.reduce((a, b) => a + b, 0) / raw.length;
    this.#middle += Math.max(0.02, 1 / (this.#count + 10)) * (mean - this.#middle);
    if (this.#count < FIT_ALWAYS || this.#count % FIT_EVERY === 0) this.#effects.fit(this.#choices);
  }

  /** Bayes' rule over the kinds of people, with slow forgetting. */
  #weigh(rows: Float64Array, plain: Float64Array, chosen: number): void {
    const scores: Float64Array[] = this.#clusters.map((c) =>
      clusterScores(c, rows).map((s, i) => s + plain[i]!),
    );
    scores.push(plain);
    this.#logWeights = this.#logWeights.map(
      (w, k) => 0.99 * w + Math.log(Math.max(1e-4, softmax(scores[k]!)[chosen]!)),
    );
    const top = Math.max(...this.#logWeights);
    this.#logWeights = this.#logWeights.map((w) => w - top);
  }

  trainingDue(): TrainingReason | null {
    const fresh = this.#count - this.#treesSince;
    const due = this.#count >= FIRST_TREES && fresh >= Math.max(RETRAIN_EVERY, this.#treesSince * 0.1);
    return due ? 'count' : null;
  }

  trainingJob(): PriorityJob {
    return {
      reason: this.trainingDue() ?? 'asked',
      seen: this.#count,
      seed: this.#options.seed ?? 1,
      choices: this.#choices.map(({ rows, before, chosen }) => ({ rows, before, chosen })),
    };
  }

  adopt({ seen, trees, report }: PriorityResult): TrainingReport {
    this.#trees = trees ? boostingFromState(trees) : undefined;
    this.#treesSince = seen;
    return report;
  }

  retrain(): TrainingReport {
    const job = this.trainingJob();
    const { trees, report } = trainChallenger(job);
    this.#trees = trees ?? undefined;
    this.#treesSince = job.seen;
    return report;
  }

  /** The most likely kinds of person, best first. */
  kinds(): { name: string; weight: number }[] {
    const weights = softmax(this.#logWeights);
    const all = [...this.#clusters.map((c) => c.name), 'urgency'].map((name, i) => ({
      name,
      weight: weights[i]!,
    }));
    return all.toSorted((a, b) => b.weight - a.weight);
  }

  /** Everything learned and the choices it was learned from: what is loaded answers and trains as this one would. */
  toState(): Uint8Array {
    const notes: StateNotes = {
      schema: PRIORITY_SCHEMA_VERSION,
      clusters: this.#clusters.map((c) => c.name),
      logWeights: this.#logWeights,
      effects: this.#effects.state,
      lifts: this.#associations.state,
      count: this.#count,
      middle: this.#middle,
      treesSince: this.#treesSince,
      referee: this.#gate.state,
      ledger: this.#log.state,
    };
    const trees = this.#trees ? boostingToState(this.#trees) : new Uint8Array(0);
    return encodeState('priorityLearner', VERSION, {
      meta: notes,
      arrays: { trees, ...packChoices(this.#effects, this.#choices) },
    });
  }

  /** @throws DaymarkError `stateDamaged` when the bytes are no such state, or belong to other clusters or another schema */
  static fromState(bytes: Uint8Array, options: PriorityLearnerOptions = {}): PriorityLearner {
    const content = decodeState(bytes, 'priorityLearner', VERSION);
    const parsed = stateNotes.safeParse(content.meta);
    if (!parsed.success) throw damaged('its notes are incomplete', parsed.error);
    const notes = parsed.data;
    if (notes.schema !== PRIORITY_SCHEMA_VERSION) throw damaged('it was trained on another feature schema');
    const made = new PriorityLearner(options);
    const same = notes.clusters.join() === made.#clusters.map((c) => c.name).join();
    if (!same || notes.logWeights.length !== made.#logWeights.length)
      throw damaged('it belongs to other base models');
    made.#logWeights = notes.logWeights;
    made.#effects.restore(notes.effects);
    made.#associations.restore(notes.lifts);
    made.#choices.push(...unpackChoices(made.#effects, content));
    made.#count = notes.count;
    made.#middle = notes.middle;
    made.#treesSince = notes.treesSince;
    made.#gate.restore(notes.referee);
    made.#log = PredictionLog.of(notes.ledger);
    const trees = arrayOf(content, 'trees', 'u8');
    if (trees.length > 0) made.#trees = boostingFromState(trees);
    return made;
  }
}

const stateNotes = z.object({
  schema: z.number(),
  clusters: z.array(z.string()),
  logWeights: z.array(z.number()),
  effects: effectsState,
  lifts: associationsState,
  count: z.int().nonnegative(),
  middle: z.number(),
  treesSince: z.int().nonnegative(),
  referee: gateState,
  ledger: predictionLogState,
});
type StateNotes = z.infer<typeof stateNotes>;

/** Ranks by urgency alone, for comparison. */
export function urgencyOrder(open: readonly OrderedTask[]): OrderedTask[] {
  return open.toSorted((a, b) => urgency(b) - urgency(a));
}
