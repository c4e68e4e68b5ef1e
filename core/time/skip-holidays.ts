/**
 * Stored rules say with a part of their own that public holidays are left out. RFC 5545 has none for it: its rules know no
 * holidays, and a list of excluded days would have to be made again each year.
 */
const PART = 'X-SKIP=HOLIDAYS';
const PATTERN = /;?X-SKIP=HOLIDAYS/iu;

export function skipsHolidays(rrule: string): boolean {
  return PATTERN.test(rrule);
}

/** A rule that leaves out public holidays. */
export function skippingHolidays(rrule: string): string {
  return skipsHolidays(rrule) ? rrule : `${rrule};${PART}`;
}

/** A rule with nothing in it but what RFC 5545 knows, for other programs. */
export function plainRule(rrule: string): string {
  return rrule.replace(PATTERN, '');
}
