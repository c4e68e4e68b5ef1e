import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Task } from '../../core/domain/task.ts';
import type { OverloadView } from '../../core/domain/overload.ts';
import type { PlannedBlock, PlanView } from '../../core/domain/views.ts';
import type { Project } from '../../core/domain/project.ts';
import type { SavedFilterView } from '../../core/domain/saved-filter.ts';
import type { HabitView } from '../../core/domain/habit.ts';
import type { HabitId, TaskId } from '../../core/ids.ts';
import { addDays, localOf, startOfDay } from '../../core/time/zoned.ts';
import { connection, orpc } from './client.ts';
import { useStore, type Store } from './store.ts';
import type { ConnectionState } from './connection.ts';

/** What several features read. Each is one query, shared through the cache. */

export function useStatus() {
  return useQuery(orpc.app.status.queryOptions());
}

/** How the profile can be opened, and what a change of that has to be confirmed with. */
export function useKeys() {
  return useQuery(orpc.vault.status.queryOptions());
}

export function useConnection(): ConnectionState {
  return useStore(connection.state as Store<ConnectionState>);
}

/** How many changes wait for a connection. */
export function useUnsent(): number {
  return useStore(connection.unsent);
}

export interface Now {
  epochMs: number;
  tz: string;
  /** `YYYY-MM-DDTHH:mm` on the person's wall clock. */
  local: string;
  today: string;
}

/**
 * The server's clock and zone, ticking. Following the server keeps the page right when the profile lives in
 * another zone than the browser.
 */
export function useNow(everyMs = 10_000): Now {
  const { data, dataUpdatedAt } = useStatus();
  const [tick, setTick] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setTick(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  const tz = data?.tz ?? 'UTC';
  const epochMs = tick + (data ? data.now - dataUpdatedAt : 0);
  const local = localOf(epochMs, tz);
  return useMemo(() => ({ epochMs, tz, local, today: local.slice(0, 10) }), [epochMs, tz, local]);
}

export function usePlan() {
  return useQuery(orpc.planning.current.queryOptions({ placeholderData: keepPreviousData }));
}

/** What has no place in the plan, asked for only when something has none. */
export function useOverload(plan: PlanView | undefined): OverloadView | undefined {
  const left = plan?.unscheduled.length ?? 0;
  const { data } = useQuery(
    orpc.planning.overload.queryOptions({ enabled: left > 0, placeholderData: keepPreviousData }),
  );
  return left > 0 ? data : undefined;
}

/** The blocks of one local day, in order of time. */
export function blocksOn(plan: PlanView | undefined, day: string): PlannedBlock[] {
  if (!plan) return [];
  return plan.blocks
    .filter((block) => block.start.slice(0, 10) === day)
    .sort((a, b) => (a.start < b.start ? -1 : 1));
}

export function useProjects(): {
  list: Project[];
  archived: Project[];
  byId: ReadonlyMap<string, Project>;
} {
  const query = useQuery(orpc.projects.list.queryOptions());
  return useMemo(() => {
    const all = query.data?.projects ?? [];
    return {
      list: all.filter((project) => !project.archived),
      archived: all.filter((project) => project.archived),
      byId: new Map(all.map((project) => [project.id, project])),
    };
  }, [query.data]);
}

/** Saved filters in the order of the sidebar; undefined until they are known. */
export function useSavedFilters(): SavedFilterView[] | undefined {
  return useQuery(orpc.filters.list.queryOptions({ placeholderData: keepPreviousData })).data?.filters;
}

/** Habits by id, those that have ended left out. */
export function useHabits(): { list: HabitView[]; byId: ReadonlyMap<HabitId, HabitView> } {
  const { data } = useQuery(orpc.habits.list.queryOptions({ placeholderData: keepPreviousData }));
  return useMemo(() => {
    const list = data?.habits ?? [];
    return { list, byId: new Map(list.map((habit) => [habit.id, habit])) };
  }, [data]);
}

export function useSettings() {
  return useQuery(orpc.preferences.get.queryOptions());
}

/** How the person works, as far as it is known. */
export function useWorkProfile() {
  return useQuery(orpc.planning.profile.queryOptions());
}

/** The first hundred open tasks whose day or deadline is `day` or before. */
export function useDueBy(day: string) {
  return useQuery(
    orpc.tasks.list.queryOptions({
      // By due day: those that are due come first.
      input: { order: 'smart', withoutSessions: true, limit: 100 },
      placeholderData: keepPreviousData,
      select: ({ tasks }) =>
        tasks.filter(({ date, deadline }) =>
          [date, deadline?.slice(0, 10)].some((due) => typeof due === 'string' && due <= day),
        ),
    }),
  );
}

export function useCounts() {
  return useQuery(orpc.tasks.counts.queryOptions());
}

/** Some tasks by id; those still loading or gone are left out. */
export function useTasks(ids: readonly TaskId[]): ReadonlyMap<TaskId, Task> {
  return useQueries({
    queries: ids.map((id) => orpc.tasks.get.queryOptions({ input: { id } })),
    combine: (results) => new Map(results.flatMap(({ data }) => (data ? [[data.id, data] as const] : []))),
  });
}

export function useTask(id: TaskId | null) {
  return useQuery(
    orpc.tasks.get.queryOptions({
      input: { id: id ?? ('' as TaskId) },
      enabled: id !== null,
    }),
  );
}

/** Tasks finished on a local day, newest first. */
export function useDoneOn(day: string, tz: string) {
  const completedSince = startOfDay(day, tz);
  return useQuery(
    orpc.tasks.list.queryOptions({
      input: { status: 'done', completedSince, order: 'completed', limit: 100 },
      placeholderData: keepPreviousData,
      select: ({ tasks }) => tasks,
    }),
  );
}

/** Calendars of others, in order of adding. */
export function useCalendars() {
  return useQuery(orpc.calendars.list.queryOptions({ select: ({ calendars }) => calendars }));
}

/** Events that touch the days from `from`, for so many days. */
export function useEvents(from: string, days: number) {
  return useQuery(
    orpc.events.list.queryOptions({
      input: { from, to: addDays(from, days) },
      placeholderData: keepPreviousData,
      select: ({ events }) => events,
    }),
  );
}
