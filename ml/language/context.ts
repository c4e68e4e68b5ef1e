import { assessDeadline, assessEarliest } from './context-bounds.ts';
import { assessWhen } from './context-days.ts';
import { assessDuration } from './context-lengths.ts';
import { assessRecurrence } from './context-rules.ts';
import { matchItem, type Item } from './items.ts';
import { ACTIONS, DETERMINERS } from './lexicon.ts';
import { Neighbours, type Verdict } from './neighbours.ts';

/** Asks the words around an item whether it may be read. Forms that no title contains pass at once. */
export class Context extends Neighbours {
  assess(item: Item): Verdict {
    const zoned = item.kind === 'when' && item.when.zone !== null;
    if (!zoned && this.titleCased(item)) return 'ambiguous';
    switch (item.kind) {
      case 'when':
        return assessWhen(this, item.from, item.to, item.when);
      case 'deadline':
        return assessDeadline(this, item.from, item.to, item.when, item.lead);
      case 'earliest':
        return assessEarliest(this, item.from, item.to, item.when, item.lead);
      case 'duration':
        return assessDuration(this, item);
      case 'recurrence':
        return assessRecurrence(this, item);
      case 'priority':
        return assessPriority(this, item);
      case 'energy':
        return assessEnergy(this, item);
      default:
        return 'take';
    }
  }
}

function assessPriority(c: Neighbours, item: Item & { kind: 'priority' }): Verdict {
  const { s } = c;
  const { from, to } = item;
  if (DETERMINERS.has(s.word(from - 1))) return 'ambiguous';
  if (!s.is(from, 'urgent')) return 'take';
  if (c.open(to) && !s.is(to, 'and', 'or')) return 'take';
  return c.startsLine(from) && (c.pos(to) === 'verb' || ACTIONS.has(s.word(to))) ? 'take' : 'ambiguous';
}

function assessEnergy(c: Neighbours, item: Item & { kind: 'energy' }): Verdict {
  const { s } = c;
  const edge =
    s.at(item.to) === undefined ||
    s.at(item.to)?.kind === 'opaque' ||
    s.at(item.to)?.kind === 'punct' ||
    matchItem(s, item.to) !== null;
  if (item.sure) return edge || c.open(item.to) ? 'take' : 'ambiguous';
  return edge &&
    item.from > 0 &&
    item.to - item.from === 1 &&
    !DETERMINERS.has(s.word(item.from - 1)) &&
    s.at(item.from - 1)?.kind !== 'punct'
    ? 'take'
    : 'ambiguous';
}
