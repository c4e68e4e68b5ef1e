export { decodeBase, encodeBase, type BaseCluster } from './base.ts';
export type { OrderDoubt } from './doubt.ts';
export { trainPopulation, type PopulationSize } from './population.ts';
export {
  PriorityLearner,
  urgencyOrder,
  type PriorityLearnerOptions,
  type RankedTask,
} from './priority-learner.ts';
export { CLUSTERS, nearTaste, SimulatedPerson, type SimulatedChoice, type Taste } from './simulator.ts';
export type { Moment, OpenTask } from './urgency.ts';
