import type { Message } from '../../../core/messages/message.ts';
import type { TaskFacts } from '../../features/index.ts';
import { strongestGroups, type ChanceGroup } from '../../learning/chance-reasons.ts';

/** How many reasons are given. */
const MOST = 3;

/** What of a task makes it likelier to be put off, most first; none where nothing stands out. */
export function reasonsFor(facts: TaskFacts, contributions: ArrayLike<number>): Message[] {
  return strongestGroups(contributions, -1)
    .flatMap(({ group }) => wordsFor(group, facts) ?? [])
    .slice(0, MOST);
}

function wordsFor(group: ChanceGroup, facts: TaskFacts): Message | null {
  const key = `procrastination.${group}`;
  switch (group) {
    case 'labels': {
      const label = facts.project ?? facts.tags[0] ?? null;
      return label === null ? null : { key, params: { label } };
    }
    case 'due': {
      if (facts.dueInDays === null) return { key: 'procrastination.noDue', params: {} };
      const days = Math.max(0, Math.round(facts.dueInDays));
      return { key: days > 2 ? 'procrastination.dueFar' : 'procrastination.dueNear', params: { days } };
    }
    case 'hour':
    case 'plan':
      return (facts.plannedLocalMin ?? null) === null ? null : { key, params: {} };
    case 'priority':
      return facts.priority === null ? null : { key, params: {} };
    default:
      return { key, params: {} };
  }
}
