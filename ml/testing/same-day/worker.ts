import { PREDICTORS } from '../../predictors/index.ts';
import { serveLearners } from '../../process/learner-thread.ts';
import { sameDayPredictor } from './definition.ts';

/** `ml/process/workers/learner.ts` with one more entry in the list. */
serveLearners([...PREDICTORS, sameDayPredictor]);
