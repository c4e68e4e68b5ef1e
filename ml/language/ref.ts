import type { ParseContext } from '../../core/language.ts';
import { countryOfLocale } from '../../core/time/public-holidays.ts';
import { readMoment } from './calendar.ts';
import type { LanguageTables } from './languages/language.ts';
import { isMonthFirst } from './resolve.ts';
import type { Ref } from './scan.ts';

/** What the readings of a line are relative to. */
export function refOf(text: string, ctx: ParseContext, lang: LanguageTables): Ref {
  const now = readMoment(ctx.now);
  const parts = { morning: 9, afternoon: 12, evening: 19, night: 22, ...ctx.dayParts };
  const head = text.slice(0, 2000);
  const leaning = lang.eveningWords.test(head) ? 'pm' : lang.morningWords.test(head) ? 'am' : null;
  return {
    today: now.day,
    nowMin: now.min,
    tz: ctx.tz,
    monthFirst: !lang.dayFirst && isMonthFirst(ctx.locale ?? 'en-US'),
    country: ctx.country ?? countryOfLocale(ctx.locale ?? 'en-US'),
    parts,
    leaning,
  };
}

/** Whether a line is typed in capitals throughout, so that they say nothing about names. */
export const isShouting = (text: string): boolean => {
  const head = text.slice(0, 400);
  return /\p{Lu}{4,}/u.test(head) && !/\p{Ll}{3,}/u.test(head);
};
