/** Longest filter, in UTF-16 units. */
export const MAX_FILTER_LENGTH = 1_000;
