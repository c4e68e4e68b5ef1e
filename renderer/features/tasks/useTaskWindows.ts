import { keepPreviousData, useQueries } from '@tanstack/react-query';
import type { Task } from '../../../core/domain/task.ts';
import { orpc } from '../../api/client.ts';
import type { TaskGroup, TaskListing } from './listing.ts';
import { WINDOW_SIZE, windowsFor } from './windows.ts';

export interface TaskWindows {
  windows: ReadonlyMap<number, readonly Task[]>;
  total: number;
  /** How large each group is, when the list is grouped. */
  groups: readonly TaskGroup[] | null;
  loading: boolean;
}

/** The windows of a list that hold the rows on the screen. */
export function useTaskWindows(
  listing: TaskListing,
  first: number,
  last: number,
  knownTotal: number,
): TaskWindows {
  const numbers = windowsFor(first, last, knownTotal);
  return useQueries({
    queries: numbers.map((number) =>
      orpc.tasks.list.queryOptions({
        input: { ...listing, limit: WINDOW_SIZE, offset: number * WINDOW_SIZE },
        placeholderData: keepPreviousData,
        gcTime: 60_000,
      }),
    ),
    combine: (results) => ({
      windows: new Map(
        results.flatMap(({ data, isPlaceholderData }, index) =>
          data && !isPlaceholderData ? [[numbers[index] ?? 0, data.tasks] as const] : [],
        ),
      ),
      groups: results.find(({ data }) => data?.groups)?.data?.groups ?? null,
      total:
        results.find(({ data, isPlaceholderData }) => data && !isPlaceholderData)?.data?.total ?? knownTotal,
      loading: results.some(({ isPending }) => isPending),
    }),
  });
}
