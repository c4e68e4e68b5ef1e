/**
 * Version of the rows of features that tasks are predicted from. A stored row of another version is no use: it is
 * made again, and models that were trained on such rows are refused.
 */
export const ROW_SCHEMA = 4;
