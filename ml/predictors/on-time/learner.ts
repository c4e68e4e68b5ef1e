import { onTime } from '../../../core/prediction-targets/index.ts';
import { ChanceLearner, type ChanceJob } from '../../learning/chance-learner.ts';
import type { ModelTask, Prediction, TaskPredictor } from '../../learning/predictor.ts';
import type { TrainingReport } from '../../learning/training.ts';

/** How likely a task with a deadline is to be done before it is over, 0–1. */
export class OnTimeLearner
  extends ChanceLearner
  implements TaskPredictor<Prediction, ChanceJob, TrainingReport>
{
  constructor() {
    super(onTime.name);
  }

  /** Null without a deadline. */
  predict(task: ModelTask): Prediction | null {
    if (task.facts.dueInDays === null) return null;
    const { probability, baseline } = this.say(task);
    return { value: probability, baseline };
  }

  static fromState(bytes: Uint8Array): OnTimeLearner {
    const made = new OnTimeLearner();
    made.restoreState(bytes);
    return made;
  }
}
