/** Limits of what is imported. Apart from the schemas, so that a page can know them without building those. */

/** Longest piece of a file that is handed over at once, in UTF-16 units. */
export const MAX_PIECE = 2_000_000;
/** Longest file that can be imported, in UTF-16 units. */
export const MAX_IMPORT = 128 * 1024 * 1024;
