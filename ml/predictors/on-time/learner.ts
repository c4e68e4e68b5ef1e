import type { Message } from '../../../core/messages/message.ts';
import { onTime } from '../../../core/prediction-targets/index.ts';
import { chanceReasons } from '../../learning/chance-reasons.ts';
import { ChanceLearner, type ChanceJob } from '../../learning/chance-learner.ts';
import type { ModelTask, Prediction, TaskPredictor } from '../../learning/predictor.ts';
import type { TrainingReport } from '../../learning/training.ts';

/** The chance, and what of the task moves it most. */
export interface OnTimeAnswer extends Prediction {
  readonly reasons: readonly Message[];
}

/** How likely a task with a deadline is to be done before it is over, 0–1. */
export class OnTimeLearner
  extends ChanceLearner
  implements TaskPredictor<OnTimeAnswer, ChanceJob, TrainingReport>
{
  constructor() {
    super(onTime.name);
  }

  /** Null without a deadline. */
  predict(task: ModelTask): OnTimeAnswer | null {
    if (task.facts.dueInDays === null) return null;
    const { probability, baseline, contributions } = this.say(task);
    return { value: probability, baseline, reasons: chanceReasons(task.facts, contributions) };
  }

  static fromState(bytes: Uint8Array): OnTimeLearner {
    const made = new OnTimeLearner();
    made.restoreState(bytes);
    return made;
  }
}
