import { ROW_SCHEMA } from '../../core/feature-rows.ts';

/** What a column is about; explanations are summed by it. */
export type ColumnGroup = 'temporal' | 'labels' | 'text' | 'neighbours' | 'behaviour' | 'estimate';

/** One column of a row of features. */
export interface FeatureColumn {
  readonly name: string;
  readonly group: ColumnGroup;
  readonly categorical: boolean;
}

/** A typed, versioned list of columns. A model trained on another version is refused and rebuilt. */
export interface FeatureSchema {
  readonly version: number;
  readonly columns: readonly FeatureColumn[];
}

function columns(group: ColumnGroup, names: string, categorical = false): FeatureColumn[] {
  return names.split(' ').map((name) => ({ name, group, categorical }));
}

/**
 * Columns of the duration model. Groups of names follow the functions of `FeatureBuilder` in order; centres,
 * spreads and values of past tasks are in log2 minutes.
 */
export const durationSchema: FeatureSchema = {
  version: ROW_SCHEMA,
  columns: [
    ...columns('temporal', 'hour weekday month daysSinceStart gapDays createdToday openTasks dueInDays'),
    ...columns('labels', 'user project category tag priority firstWord', true),
    ...columns('text', 'words characters numbers capitals'),
    ...columns('behaviour', 'overall overallRecent userCentre userRecent userSpread userCount'),
    ...columns(
      'behaviour',
      'projectCentre projectRecent projectCount categoryCentre categoryRecent categoryCount',
    ),
    ...columns(
      'behaviour',
      'tagCentre userCategoryCentre userCategoryRecent userCategorySpread userCategoryCount',
    ),
    ...columns('behaviour', 'userProjectCentre userProjectRecent priorityCentre weekdayCentre'),
    ...columns('behaviour', 'cellCentre cellRecent cellCount routineCentre routineRecent routineCount'),
    ...columns('text', 'wordCentre wordHigh wordLow'),
    ...columns('behaviour', 'last1 last2 last3 lastRoutine'),
    ...columns('neighbours', 'nearCentre nearSpread nearBest nearFirst nearUserCentre nearResidual trend'),
    ...columns('estimate', 'estimate estimateBias estimateUserBias estimateExact estimateSameBias'),
  ],
};

/** By column: 1 for a categorical one. */
export function categoricalMask(schema: FeatureSchema): Uint8Array {
  return Uint8Array.from(schema.columns, (c) => (c.categorical ? 1 : 0));
}
