import type { Plan, PlanBlock } from '../../core/problem.ts';

/** A block that has no place to be shown at until a proposal is answered, and where the proposal has it. */
export interface Parked {
  taskId: string;
  part: number;
  to: string | null;
}

interface Sides {
  /** The plan as it was seen. */
  seen: Pick<Plan, 'blocks' | 'unscheduled'>;
  /** The plan that waits for the person's word. */
  proposed: Pick<Plan, 'blocks' | 'unscheduled'>;
  /** Whether the person has added or changed a task since the plan was seen, or it is no longer open. */
  isOwn: (taskId: string) => boolean;
  /** Whether the person said where it stands: it is there whatever else was. */
  isPinned: (taskId: string) => boolean;
}

/**
 * One plan to look at while a proposal waits. What the person has just pinned stands where they put it, everything seen
 * stays where it was, and what is new is shown where the proposal has it, each as far as nothing stands there yet; the
 * rest is parked until the answer. So nothing is ever drawn over something else, but for what was pinned before: it keeps its
 * time whatever is dropped on it, and both say so.
 */
export function meanwhile({ seen, proposed, isOwn, isPinned }: Sides): Pick<
  Plan,
  'blocks' | 'unscheduled'
> & {
  parked: Parked[];
} {
  const known = new Set([...seen.blocks, ...seen.unscheduled].map(({ taskId }) => taskId));
  const isNew = ({ taskId }: { taskId: string }): boolean => !known.has(taskId) || isOwn(taskId);
  const places = new Map(proposed.blocks.map((block) => [keyOf(block), block.start]));
  const fresh = proposed.blocks.filter(isNew);
  const blocks: PlanBlock[] = [];
  const parked: Parked[] = [];
  const put = (group: readonly PlanBlock[], stands = false): void => {
    if (stands || group.every((block) => isFree(blocks, block))) blocks.push(...group);
    else
      parked.push(
        ...group.map((block) => ({
          taskId: block.taskId,
          part: block.part,
          to: places.get(keyOf(block)) ?? null,
        })),
      );
  };
  for (const block of fresh.filter(({ taskId }) => isPinned(taskId))) put([block]);
  for (const block of seen.blocks.filter((one) => !isNew(one)))
    put([block], isPinned(block.taskId) && places.get(keyOf(block)) === block.start);
  // A new task is shown whole or not at all.
  const loose = Map.groupBy(
    fresh.filter(({ taskId }) => !isPinned(taskId)),
    ({ taskId }) => taskId,
  );
  for (const group of loose.values()) put(group);
  return {
    blocks,
    unscheduled: [...seen.unscheduled.filter((one) => !isNew(one)), ...proposed.unscheduled.filter(isNew)],
    parked,
  };
}

function isFree(blocks: readonly PlanBlock[], { start, end }: PlanBlock): boolean {
  return !blocks.some((other) => other.start < end && other.end > start);
}

function keyOf({ taskId, part }: Pick<PlanBlock, 'taskId' | 'part'>): string {
  return `${taskId} ${part}`;
}
