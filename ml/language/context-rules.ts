import { matchItem, type Item } from './items.ts';
import { DETERMINERS } from './lexicon.ts';
import type { Neighbours, Verdict } from './neighbours.ts';

/** Whether a recurrence may be read, by the words around it. */

export function assessRecurrence(c: Neighbours, item: Item & { kind: 'recurrence' }): Verdict {
  const { s } = c;
  const { from, to, recurrence } = item;
  if (recurrence.adverb) return assessAdverb(c, from, to);
  if (recurrence.plural) {
    const before = s.at(from - 1);
    const acronym = before?.kind === 'word' && /^\p{Lu}{2,}$/u.test(before.text) && !s.allCaps;
    const figure = before?.kind === 'num' && !(s.isDash(from - 2) || s.is(from - 2, 'to', ':'));
    if (acronym || s.is(from - 1, 'last', 'past', 'two', 'three', 'few') || figure) return 'ambiguous';
    if (s.is(to, 'for') && matchItem(s, to) === null && c.startsLine(from)) return 'ambiguous';
    if (recurrence.tails.start !== null && from > 0) return 'take';
    if (s.is(to, 'with', 'in', 'are', 'of') && s.at(from)?.capital === true && c.startsLine(from))
      return 'ambiguous';
    if (s.is(from - 1, 'hate', 'love', 'like', 'the', 'no', 'happy', 'these', 'those', 'my'))
      return 'ambiguous';
    return c.open(to) || c.startsLine(from) ? 'take' : 'ambiguous';
  }
  if (!s.allCaps && c.capital(to) && s.at(from)?.capital === true && from > 0) return 'ambiguous';
  return s.is(to, 'carry') ? 'ambiguous' : 'take';
}

/** "report weekly" recurs; "weekly report" is a title unless a clock time shows that it is a routine. */
function assessAdverb(c: Neighbours, from: number, to: number): Verdict {
  const { s } = c;
  if (DETERMINERS.has(s.word(from - 1))) return 'ambiguous';
  if (!s.allCaps && s.at(from)?.capital === true && from > 0) return 'ambiguous';
  if (s.is(to, 'at', 'on', 'for') && matchItem(s, to) === null) return from > 0 ? 'take' : 'ambiguous';
  if (c.open(to)) return 'take';
  if (from > 0 || !s.is(from, 'daily')) return 'ambiguous';
  for (let i = to; i < Math.min(s.lx.length, to + 12); i++) {
    const later = s.startsClean(i) ? matchItem(s, i) : null;
    if (later?.kind === 'when' && later.when.day === null && later.when.start !== null) return 'take';
  }
  return 'ambiguous';
}
