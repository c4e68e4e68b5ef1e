/** Monday first, as ISO numbers the days of a week. */
export const WEEKDAY_NAMES: readonly string[] = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
];

export const MONTH_NAMES: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** "Mon", "Jan": the first three letters, in the same order. */
export const SHORT_WEEKDAY_NAMES = WEEKDAY_NAMES.map((name) => name.slice(0, 3));
export const SHORT_MONTH_NAMES = MONTH_NAMES.map((name) => name.slice(0, 3));
