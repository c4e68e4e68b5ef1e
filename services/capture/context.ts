import type { ParseContext } from '../../core/language.ts';
import type { ServiceContext, RequestTime } from '../context.ts';
import type { Literal } from './store.ts';

/** What a line is read against: the moment, and what the person has set about dates and languages. */
export function readingContext(
  ctx: ServiceContext,
  { local, tz }: Pick<RequestTime, 'local' | 'tz'>,
  literals: Literal[] = [],
): ParseContext {
  const { locale, dayParts, languages, holidayCountry } = ctx.db.settings.get();
  const country = holidayCountry === null ? {} : { country: holidayCountry };
  return { now: local, tz, locale, ...country, languages, dayParts, literals };
}
