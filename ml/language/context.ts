import { judgeDeadline, judgeEarliest } from './context-bounds.ts';
import { judgeWhen } from './context-days.ts';
import { judgeDuration } from './context-lengths.ts';
import { judgeRecurrence } from './context-rules.ts';
import { matchItem, type Item } from './items.ts';
import { ACTIONS, DETERMINERS } from './lexicon.ts';
import { Neighbours, type Verdict } from './neighbours.ts';

/** Asks the words around an item whether it may be read. Forms that no title contains pass at once. */
export class Context extends Neighbours {
  judge(item: Item): Verdict {
    const zoned = item.kind === 'when' && item.when.zone !== null;
    if (!zoned && this.titleCased(item)) return 'doubt';
    switch (item.kind) {
      case 'when':
        return judgeWhen(this, item.from, item.to, item.when);
      case 'deadline':
        return judgeDeadline(this, item.from, item.to, item.when, item.lead);
      case 'earliest':
        return judgeEarliest(this, item.from, item.to, item.when, item.lead);
      case 'duration':
        return judgeDuration(this, item);
      case 'recurrence':
        return judgeRecurrence(this, item);
      case 'priority':
        return judgePriority(this, item);
      case 'energy':
        return judgeEnergy(this, item);
      default:
        return 'take';
    }
  }
}

function judgePriority(c: Neighbours, item: Item & { kind: 'priority' }): Verdict {
  const { s } = c;
  const { from, to } = item;
  if (DETERMINERS.has(s.word(from - 1))) return 'doubt';
  if (!s.is(from, 'urgent')) return 'take';
  if (c.open(to) && !s.is(to, 'and', 'or')) return 'take';
  return c.startsLine(from) && (c.pos(to) === 'verb' || ACTIONS.has(s.word(to))) ? 'take' : 'doubt';
}

function judgeEnergy(c: Neighbours, item: Item & { kind: 'energy' }): Verdict {
  const { s } = c;
  const edge =
    s.at(item.to) === undefined ||
    s.at(item.to)?.kind === 'opaque' ||
    s.at(item.to)?.kind === 'punct' ||
    matchItem(s, item.to) !== null;
  if (item.sure) return edge || c.open(item.to) ? 'take' : 'doubt';
  return edge &&
    item.from > 0 &&
    item.to - item.from === 1 &&
    !DETERMINERS.has(s.word(item.from - 1)) &&
    s.at(item.from - 1)?.kind !== 'punct'
    ? 'take'
    : 'doubt';
}
