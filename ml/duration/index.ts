export { IntervalCalibrator } from './calibration.ts';
export { EXPERTS, simpleOpinions, type Expert, type Opinions, type PriorOpinion } from './experts.ts';
export { DurationForest, type ForestModelParams } from './forest-model.ts';
export { Pace } from './pace.ts';
export { OpinionPool } from './pool.ts';
export {
  levelOf,
  logScore,
  pointLoss,
  pointOf,
  tilted,
  type PointTaste,
  type Predictive,
} from './predictive.ts';
export { UsualMiss } from './usual-miss.ts';
