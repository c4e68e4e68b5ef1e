/** Lengths of time without a calendar: days that a clock change makes longer or shorter are not of this length. */

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MIN = 24 * 60;
export const DAY_MS = DAY_MIN * MINUTE_MS;
