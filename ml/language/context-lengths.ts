import { matchItem, type Item } from './items.ts';
import { ACTIONS, DETERMINERS } from './lexicon.ts';
import { NUMBERED } from './context-words.ts';
import type { Neighbours, Verdict } from './neighbours.ts';

/** Whether a length of time may be read, by the words around it: titles are full of figures with units. */

export function assessDuration(c: Neighbours, item: Item & { kind: 'duration' }): Verdict {
  const { s } = c;
  const { duration, from, to } = item;
  if (duration.introduced) return duration.long && s.is(from, '~') ? 'ambiguous' : 'take';
  if (duration.long) return 'ambiguous';
  if (DETERMINERS.has(s.word(from - 1)) && !s.is(from - 1, 'this', 'that')) return 'ambiguous';
  if (duration.minutes >= 1440 && !c.open(to)) return 'ambiguous';
  // "10 min before the meeting" is a distance; "30 min before Friday" a length and a deadline.
  if (s.is(to, 'before', 'after', 'beforehand', 'prior') && matchItem(s, to) === null) return 'ambiguous';
  if (duration.short) return assessGlued(c, item);
  if (s.is(from - 1, 'last', 'first', 'final', 'past', 'next', 'previous') || isAttributive(c, item))
    return 'ambiguous';
  if (
    s.is(
      to,
      'ago',
      'later',
      'old',
      'from',
      'walk',
      'drive',
      'of',
      'in',
      'each',
      'per',
      'early',
      'late',
      'away',
      'apart',
      'wait',
    )
  )
    return 'ambiguous';
  if (c.open(to)) return duration.minutes > 720 && s.at(to) !== undefined ? 'ambiguous' : 'take';
  if (c.startsLine(from)) return duration.minutes < 720 ? 'take' : 'ambiguous';
  return c.verbal(to) && duration.minutes < 720 ? 'take' : 'ambiguous';
}

/** "5 minute crafts", "60 Minutes interview": the length describes the noun behind it. */
function isAttributive(c: Neighbours, item: Item & { kind: 'duration' }): boolean {
  const { s } = c;
  const unit = s.at(item.to - 1);
  if (unit?.capital === true && !s.allCaps && s.lx.length === item.to && item.from === 0) return true;
  if (unit === undefined || s.at(item.to)?.kind !== 'word' || c.open(item.to)) return false;
  if (unit.capital && !s.allCaps) return true;
  const adjective = unit.lower === 'minute' || unit.lower === 'hour' || unit.lower === 'min';
  return adjective && !ACTIONS.has(s.word(item.to));
}

/**
 * `45m`, `2h`: a length of time, unless it describes the noun behind it ("2h timer switch"), is written as a name
 * ("3M", "Exercise 1H") or measures something ("20m of cable").
 */
function assessGlued(c: Neighbours, item: Item & { kind: 'duration' }): Verdict {
  const { s } = c;
  const { from, to, duration } = item;
  const unit = s.at(to - 1);
  const upper = unit !== undefined && unit.kind === 'word' && unit.text.length === 1 && unit.capital;
  const name = upper && (unit.lower === 'm' || NUMBERED.has(s.word(from - 1)) || !c.open(to));
  if (name && (!s.allCaps || s.lang.capitalNouns)) return 'ambiguous';
  if (isMetres(c, from, to, duration.minutes)) return 'ambiguous';
  if (s.is(to, 'of')) return 'ambiguous';
  if (c.open(to) || c.startsLine(from)) return 'take';
  return c.verbal(to) ? 'take' : 'ambiguous';
}

/** "100m sprint", "5m cable": lengths, not minutes. */
function isMetres(c: Neighbours, from: number, to: number, minutes: number): boolean {
  const { s } = c;
  if (!s.is(to - 1, 'm') || to - from !== 2) return false;
  return (
    minutes > 240 ||
    minutes === 100 ||
    minutes === 200 ||
    s.is(
      to,
      'sprint',
      'race',
      'cable',
      'dash',
      'swim',
      'rope',
      'high',
      'tall',
      'wide',
      'deep',
      'hurdles',
      'butterfly',
    )
  );
}
