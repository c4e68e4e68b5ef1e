export { insightsOf } from './insights/index.ts';
export { learnProfile } from './learn.ts';
export { patternsOf, patternTypes, planningProfile, type Pattern } from './patterns.ts';
