export { FeatureBuilder, type Evidence, type PastTask } from './builder.ts';
export { factsOf, routineKey, wordsOf, type TaskFacts } from './facts.ts';
export type { Neighbour } from './neighbours.ts';
export { RowTable } from './row-table.ts';
export {
  categoricalMask,
  durationSchema,
  type ColumnGroup,
  type FeatureColumn,
  type FeatureSchema,
} from './schema.ts';
