/**
 * What the day that a task is planned for is expected to be like, from the days before it: log odds that a planned task is done
 * then, log2 of the focus time beside that of a usual day, the same for the hour it is planned for, and the logarithm of one more
 * than how many tasks are planned. NaN where nothing is known.
 */
export const OUTLOOK_COLUMNS = ['dayShare', 'dayFocus', 'hourFocus', 'dayLoad'] as const;

/** Values of `OUTLOOK_COLUMNS`. */
export type Outlook = readonly [dayShare: number, dayFocus: number, hourFocus: number, dayLoad: number];

/** Where there is no forecast of days. */
export const NO_OUTLOOK: Outlook = [Number.NaN, Number.NaN, Number.NaN, Number.NaN];
