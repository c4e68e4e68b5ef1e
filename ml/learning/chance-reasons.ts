import type { Message } from '../../core/messages/message.ts';
import type { TaskFacts } from '../features/index.ts';
import { LIST_GROUPS, type ListGroup } from './list-groups.ts';
import { PLAN_GROUPS, type PlanGroup } from './plan-columns.ts';

/** Log odds from which on something is a reason, and how many are given. */
const LEAST = 0.12;
const MOST = 3;

/** What a column of a chance is about. */
export type ChanceGroup = ListGroup | PlanGroup;

/**
 * The groups of columns that move a chance most, most first, with how much each adds to its log odds.
 *
 * @param contributions of the columns of the list, then of those of the plan, or of the former alone
 * @param direction 1: only what makes it likelier; −1: only what makes it less likely
 */
export function strongestGroups(
  contributions: ArrayLike<number>,
  direction: 1 | -1 | null = null,
): { group: ChanceGroup; sum: number }[] {
  const sums = new Map<ChanceGroup, number>();
  [...LIST_GROUPS, ...PLAN_GROUPS].slice(0, contributions.length).forEach((group, i) => {
    sums.set(group, (sums.get(group) ?? 0) + contributions[i]!);
  });
  return [...sums]
    .map(([group, sum]) => ({ group, sum }))
    .filter(({ sum }) => (direction === null ? Math.abs(sum) : direction * sum) >= LEAST)
    .toSorted((a, b) => Math.abs(b.sum) - Math.abs(a.sum));
}

/** What of a task makes it likelier, or less likely, to be done, most first; none where nothing stands out. */
export function chanceReasons(facts: TaskFacts, contributions: ArrayLike<number>): Message[] {
  const label = facts.project ?? facts.tags[0] ?? null;
  return strongestGroups(contributions)
    .filter(({ group }) => group !== 'labels' || label !== null)
    .map(({ group, sum }): Message => {
      const params: Message['params'] = group === 'labels' ? { label } : {};
      return { key: `chance.${group}.${sum > 0 ? 'more' : 'less'}`, params };
    })
    .slice(0, MOST);
}
