import { PREDICTORS } from '../../predictors/index.ts';
import { serveLearners } from '../learner-thread.ts';

serveLearners(PREDICTORS);
