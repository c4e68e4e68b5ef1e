export { FeatureBuilder, VECTOR_DIMS, type Evidence, type PastTask } from './builder.ts';
export { factsOf, routineKey, wordsOf, type TaskFacts } from './facts.ts';
export { quantileOf } from './groups.ts';
export type { Neighbour } from './neighbours.ts';
export {
  categoricalMask,
  durationSchema,
  type ColumnGroup,
  type FeatureColumn,
  type FeatureSchema,
} from './schema.ts';
