import type { When } from './grammar/when-types.ts';
import { SOURCES } from './context-words.ts';
import type { Neighbours, Verdict } from './neighbours.ts';

/** Whether a deadline or an earliest start may be read, by the words around it. */

export function assessDeadline(c: Neighbours, from: number, to: number, w: When, lead: string): Verdict {
  const { s } = c;
  if (lead === '{' || lead === 'due' || lead === 'deadline') return 'take';
  if (w.bareTime && w.day === null && s.word(from - 1) !== '' && s.word(from - 1) === s.word(from + 1))
    return 'ambiguous';
  if (w.bareTime && w.day === null) {
    if (
      s.is(
        from - 1,
        'multiply',
        'divide',
        'increase',
        'reduce',
        'raise',
        'lower',
        'cut',
        'grow',
        'multiplied',
        'divided',
      ) ||
      !c.open(to)
    )
      return 'ambiguous';
  }
  if (
    w.bareTime &&
    w.day === null &&
    (lead === 'until' || lead === 'before') &&
    s.at(to - 1)?.kind === 'word' &&
    !c.open(to)
  )
    return 'ambiguous';
  if (w.form === 'month' && !c.open(to)) return 'ambiguous';
  const weekday = w.form === 'weekday' || w.form === 'weekdayShort';
  if (weekday && w.start === null && !c.open(to) && !c.verbal(to)) return 'ambiguous';
  if ((w.form === 'weekdayShort' || w.form === 'shortRelative') && !c.open(to) && c.capital(to))
    return 'ambiguous';
  if (c.capital(to) && !s.allCaps && w.start === null && w.form === 'weekday') return 'ambiguous';
  return 'take';
}

export function assessEarliest(c: Neighbours, from: number, to: number, w: When, lead: string): Verdict {
  const { s } = c;
  if (describesNoun(c, from, to, w)) return 'ambiguous';
  if (lead !== 'from' && lead !== 'after')
    return c.open(to) || c.verbal(to) || c.startsLine(from) ? 'take' : 'ambiguous';
  if (SOURCES.has(s.word(from - 1)) && s.at(to) === undefined && lead === 'from') return 'ambiguous';
  if (lead === 'after' && w.bareTime) return 'take';
  return c.open(to) || c.startsLine(from) ? 'take' : 'ambiguous';
}

/** "Protokoll vom Sonntag besprechen": the day tells which one, the verb at the end what to do with it. */
function describesNoun(c: Neighbours, from: number, to: number, w: When): boolean {
  const { s } = c;
  const attribute = s.at(from)?.text.toLowerCase() === 'vom' && c.capital(from - 1);
  const verb = s.at(to);
  const ends = verb?.kind === 'word' && !verb.capital && s.at(to + 1) === undefined;
  return attribute && ends && w.start === null;
}
