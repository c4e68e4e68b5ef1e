import type { Message } from '../../../core/messages/message.ts';
import type { TaskFacts } from '../../features/index.ts';
import { LIST_GROUPS, type ListGroup } from '../../learning/list-groups.ts';
import { PLAN_GROUPS, type PlanGroup } from '../../learning/plan-columns.ts';

/** Log odds from which on something is a reason, and how many are given. */
const LEAST = 0.12;
const MOST = 3;

/** What of a task makes it likelier to be put off, most first; none where nothing stands out. */
export function reasonsFor(facts: TaskFacts, contributions: ArrayLike<number>): Message[] {
  const sums = new Map<ListGroup | PlanGroup, number>();
  [...LIST_GROUPS, ...PLAN_GROUPS].forEach((group, i) => {
    sums.set(group, (sums.get(group) ?? 0) - contributions[i]!);
  });
  return [...sums]
    .filter(([, sum]) => sum >= LEAST)
    .toSorted((a, b) => b[1] - a[1])
    .flatMap(([group]) => wordsFor(group, facts) ?? [])
    .slice(0, MOST);
}

function wordsFor(group: ListGroup | PlanGroup, facts: TaskFacts): Message | null {
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
