import { keepPreviousData, useQueries } from '@tanstack/react-query';
import type { Task } from '../../../core/domain/task.ts';
import type { ProjectId } from '../../../core/ids.ts';
import { orpc } from '../../api/client.ts';
import type { TaskScope } from '../../state/routes.ts';
import { WINDOW_SIZE, windowsFor } from './windows.ts';

export interface TaskWindows {
  windows: ReadonlyMap<number, readonly Task[]>;
  total: number;
  loading: boolean;
}

/** The windows of a scope's list that hold the rows on the screen. */
export function useTaskWindows(
  scope: TaskScope,
  first: number,
  last: number,
  knownTotal: number,
): TaskWindows {
  const numbers = windowsFor(first, last, knownTotal);
  return useQueries({
    queries: numbers.map((number) =>
      orpc.tasks.list.queryOptions({
        input: { ...scopeFilter(scope), limit: WINDOW_SIZE, offset: number * WINDOW_SIZE },
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
      total:
        results.find(({ data, isPlaceholderData }) => data && !isPlaceholderData)?.data?.total ?? knownTotal,
      loading: results.some(({ isPending }) => isPending),
    }),
  });
}

/** What the contract calls a scope's open tasks, or those that are done. */
export function scopeFilter(scope: TaskScope) {
  if (scope === 'inbox') return { inbox: true, withoutSessions: true };
  if (scope === 'done') return { status: 'done' as const, order: 'completed' as const };
  if (scope === 'open') return { withoutSessions: true };
  return { projectId: scope.slice('project:'.length) as ProjectId, withoutSessions: true };
}
