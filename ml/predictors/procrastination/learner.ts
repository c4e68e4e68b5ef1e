import type { Message } from '../../../core/messages/message.ts';
import { procrastination } from '../../../core/prediction-targets/index.ts';
import { ChanceLearner, type ChanceJob } from '../../learning/chance-learner.ts';
import type { ModelTask, Prediction, TaskPredictor } from '../../learning/predictor.ts';
import type { TrainingReport } from '../../learning/training.ts';
import { reasonsFor } from './reasons.ts';

/** How likely a task is to be put off, 0–1, and what of it makes that likelier. */
export interface ProcrastinationAnswer extends Prediction {
  readonly risk: number;
  readonly reasons: readonly Message[];
}

/** Learns the chance that a task is begun as planned; the risk is what is left. */
export class ProcrastinationLearner
  extends ChanceLearner
  implements TaskPredictor<ProcrastinationAnswer, ChanceJob, TrainingReport>
{
  constructor() {
    super(procrastination.name);
  }

  predict(task: ModelTask): ProcrastinationAnswer {
    const { probability, baseline, contributions } = this.say(task);
    const risk = 1 - probability;
    return { value: risk, baseline: 1 - baseline, risk, reasons: reasonsFor(task.facts, contributions) };
  }

  override observe(task: ModelTask, outcome: number | null): void {
    super.observe(task, outcome === null ? null : 1 - outcome);
  }

  static fromState(bytes: Uint8Array): ProcrastinationLearner {
    const made = new ProcrastinationLearner();
    made.restoreState(bytes);
    return made;
  }
}
