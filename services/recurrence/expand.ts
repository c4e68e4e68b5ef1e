import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';

/** Where a series begins: `YYYY-MM-DD` or `YYYY-MM-DDTHH:mm`, local to `tz`. */
export interface RecurrenceAnchor {
  start: string;
  tz: string;
}

/** Evaluations after which a rule that never comes true is given up. */
const MAX_CANDIDATES = 20_000;

const CLOCK_RULE = /FREQ=(?:HOURLY|MINUTELY|SECONDLY)/i;

/**
 * The next `count` occurrences of an RFC 5545 rule after a local moment, as local days (when the anchor is a day)
 * or moments.
 *
 * Rules of days and longer keep the wall clock: they are expanded without a zone and then placed in it, so that 09:00
 * stays 09:00 when clocks change, and a time that a change leaves out moves forward with the clock instead of being
 * lost for that day (the RFC would drop it). Hourly rules count real hours.
 *
 * @throws what the rule library throws on text that is no rule
 */
export function nextOccurrences(
  rrule: string,
  anchor: RecurrenceAnchor,
  after: string,
  count: number,
  inclusive = false,
): string[] {
  const timed = anchor.start.length > 10;
  const hourly = CLOCK_RULE.test(rrule);
  // Real hours are counted in UTC: in the zone itself the library loses the hour that a change repeats.
  const toScale = (local: string): Temporal.ZonedDateTime => {
    const wall = Temporal.PlainDateTime.from(momentOf(local));
    return hourly ? wall.toZonedDateTime(anchor.tz).withTimeZone('UTC') : wall.toZonedDateTime('UTC');
  };
  const rule = ruleFrom(rrule, toScale(anchor.start));
  const out: string[] = [];
  let from = toScale(after);
  let include = inclusive;
  while (out.length < count) {
    const found = rule.next(new Date(from.epochMilliseconds), include);
    if (found === null) break;
    from = Temporal.ZonedDateTime.from(found.toString());
    include = false;
    const placed = hourly ? from.withTimeZone(anchor.tz) : from.toPlainDateTime().toZonedDateTime(anchor.tz);
    const local = placed.toPlainDateTime();
    out.push(timed || hourly ? local.toString({ smallestUnit: 'minute' }) : local.toPlainDate().toString());
  }
  return out;
}

function ruleFrom(rrule: string, dtstart: Temporal.ZonedDateTime): RRuleTemporal {
  const value = rrule.replace(/^RRULE:/i, '').replace(/(^|;)DTSTART[^;]*/gi, '');
  return new RRuleTemporal({
    rruleString: `RRULE:${value}`,
    dtstart,
    tzid: 'UTC',
    strict: false,
    maxCandidateEvaluations: MAX_CANDIDATES,
  });
}

const momentOf = (value: string): string => (value.length > 10 ? value : `${value}T00:00`);
