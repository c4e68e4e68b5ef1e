import { z } from 'zod';
import { literalSpan } from '../language.ts';
import { calendarMoment, zoneId } from '../time/schemas.ts';

/** Parts that requests of several groups have in common. */

/** Longest line or paste that is taken at once, in UTF-16 units. */
export const MAX_CAPTURE_LENGTH = 10_000;
/** Longest question to the search, in UTF-16 units. */
export const MAX_QUERY_LENGTH = 20_000;

/** A caller may place itself in another moment or zone (the command line's `--now` and `--tz`). */
export const requestTime = { now: calendarMoment.optional(), tz: zoneId.optional() };

/** Stretches of a line that were clicked to be plain text. */
export const literals = z.array(literalSpan).max(200).default([]);
