import { z } from 'zod';
import { wordsOf } from '../../features/index.ts';
import { PredictionLog, predictionLogState } from '../../learning/prediction-log.ts';
import type { ModelTask, Prediction, TaskPredictor } from '../../learning/predictor.ts';
import type { TrainingReason, TrainingReport } from '../../learning/training.ts';
import { damaged, decodeState, encodeState } from '../../trees/index.ts';
import { OverallRate } from './baseline.ts';
import { trainSameDay, type SameDayJob, type SameDayResult } from './model.ts';

const TRAIN_EVERY = 10;

const stateNotes = z.object({
  overall: z.tuple([z.number(), z.number()]),
  rates: z.array(z.tuple([z.string(), z.number()])),
  examples: z.array(z.object({ word: z.string(), outcome: z.number() })),
  trainedOn: z.int(),
  log: predictionLogState,
});

export class SameDayLearner implements TaskPredictor<Prediction, SameDayJob, SameDayResult> {
  readonly #overall = new OverallRate();
  readonly #predictions = new Map<string, Prediction>();
  readonly #examples: { word: string; outcome: number }[] = [];
  #rates = new Map<string, number>();
  #trainedOn = 0;
  #log = new PredictionLog();

  get known(): number {
    return this.#examples.length;
  }

  get usesBaseline(): boolean {
    return this.#log.usesBaseline;
  }

  predict({ facts }: ModelTask): Prediction {
    const baseline = this.#overall.value;
    const rate = this.#rates.get(wordOf(facts.title)) ?? baseline;
    const prediction = { value: this.usesBaseline ? baseline : rate, baseline };
    this.#predictions.set(facts.id, prediction);
    return prediction;
  }

  evaluate(task: ModelTask): void {
    if (!this.#predictions.has(task.facts.id)) this.predict(task);
  }

  observe({ facts }: ModelTask, outcome: number | null): void {
    const prediction = this.#predictions.get(facts.id);
    this.#predictions.delete(facts.id);
    if (outcome === null) return;
    if (prediction)
      this.#log.record({
        model: (prediction.value - outcome) ** 2,
        baseline: ((prediction.baseline ?? 0.5) - outcome) ** 2,
      });
    this.#overall.add(outcome);
    this.#examples.push({ word: wordOf(facts.title), outcome });
  }

  trainingDue(): TrainingReason | null {
    return this.known - this.#trainedOn >= TRAIN_EVERY ? 'count' : null;
  }

  trainingJob(): SameDayJob {
    return { reason: this.trainingDue() ?? 'asked', examples: this.#examples };
  }

  adopt({ rates, report }: SameDayResult): TrainingReport {
    this.#rates = new Map(rates);
    this.#trainedOn = report.examples;
    return report;
  }

  retrain(): TrainingReport {
    return this.adopt(trainSameDay(this.trainingJob()));
  }

  toState(): Uint8Array {
    const meta: z.infer<typeof stateNotes> = {
      overall: this.#overall.state,
      rates: [...this.#rates],
      examples: this.#examples,
      trainedOn: this.#trainedOn,
      log: this.#log.state,
    };
    return encodeState('sameDay', 1, { meta, arrays: {} });
  }

  static fromState(bytes: Uint8Array): SameDayLearner {
    const notes = stateNotes.safeParse(decodeState(bytes, 'sameDay', 1).meta);
    if (!notes.success) throw damaged('its notes are incomplete', notes.error);
    const made = new SameDayLearner();
    made.#overall.restore(notes.data.overall);
    made.#rates = new Map(notes.data.rates);
    made.#examples.push(...notes.data.examples);
    made.#trainedOn = notes.data.trainedOn;
    made.#log = PredictionLog.of(notes.data.log);
    return made;
  }
}

function wordOf(title: string): string {
  return wordsOf(title)[0] ?? '';
}
