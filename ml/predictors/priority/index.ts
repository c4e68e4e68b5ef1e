export { priorityPredictor } from './definition.ts';
export { decodeBase, encodeBase, type BaseCluster } from './base-models.ts';
export type { OrderUncertainty } from './uncertainty.ts';
export { trainPopulation, type PopulationSize } from './population.ts';
export { PriorityLearner, urgencyOrder, type PriorityLearnerOptions, type RankedTask } from './learner.ts';
export {
  CLUSTERS,
  nearPreferences,
  SimulatedPerson,
  type SimulatedChoice,
  type Preferences,
} from './simulator.ts';
