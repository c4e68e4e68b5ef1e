import type { Project } from '../../../core/domain/project.ts';
import type { TaskGrouping } from '../../../core/domain/saved-filter.ts';
import type { TaskPatch } from '../../../core/domain/task.ts';
import { addDays, weekdayOf } from '../../../core/time/zoned.ts';
import { groupName, type TaskListing } from './listing.ts';

/** What the columns of a board are, and what a task gets that is put into one. */

/** What stands in the columns; `status` is what a board shows of tasks that are not grouped. */
export type BoardGrouping = 'status' | 'section' | 'priority' | 'project' | 'date' | 'deadline';

export interface BoardColumn {
  key: string;
  name: string;
  /** The tasks of a column by status are a list of their own. */
  listing?: TaskListing;
  /** What is set in a task that is put here; null where nothing fits, such as a day that has passed. */
  patch: TaskPatch | null;
}

/** Of done tasks only the last ones stand on a board. */
export const DONE_SHOWN = 30;

/** A project without sections is shown by status. */
export function boardGrouping(
  grouping: TaskGrouping,
  project: Pick<Project, 'sections'> | undefined,
): BoardGrouping {
  const isWhole = grouping === 'none' || (grouping === 'section' && (project?.sections.length ?? 0) === 0);
  return isWhole ? 'status' : grouping;
}

/** The columns that a board always has, in their order; groups beyond them are added as they come. */
export function boardColumns(
  by: BoardGrouping,
  {
    today,
    projects,
    sections,
  }: { today: string; projects: readonly Project[]; sections: Project['sections'] },
): BoardColumn[] {
  switch (by) {
    case 'status':
      return [
        { key: 'open', name: 'To do', listing: {}, patch: { onHold: null } },
        { key: 'waiting', name: 'Waiting', listing: { status: 'waiting' }, patch: { onHold: 'waiting' } },
        { key: 'someday', name: 'Someday', listing: { status: 'someday' }, patch: { onHold: 'someday' } },
        { key: 'done', name: 'Done', listing: { status: 'done', order: 'completed' }, patch: null },
      ];
    case 'priority':
      return ([1, 2, 3, 4] as const).map((priority) => ({
        key: String(priority),
        name: groupName(String(priority), by),
        patch: { priority },
      }));
    case 'section':
      return [{ id: '', name: 'No section' }, ...sections].map(({ id, name }) => ({
        key: id,
        name,
        patch: { section: id === '' ? null : name },
      }));
    case 'project':
      return [...projects.map(({ id, name }) => ({ id, name })), { id: '', name: 'No project' }].map(
        ({ id, name }) => ({ key: id, name, patch: { project: id === '' ? null : name } }),
      );
    case 'date':
    case 'deadline':
      return dayColumns(by, today);
  }
}

/** A stretch of days stands for the first of its days; a passed day for none. */
function dayColumns(by: 'date' | 'deadline', today: string): BoardColumn[] {
  const nextMonday = addDays(today, 8 - weekdayOf(today));
  const inWeek = addDays(today, 2);
  const days: [string, string | null | undefined][] = [
    ['overdue', undefined],
    ['today', today],
    ['tomorrow', addDays(today, 1)],
    ['week', inWeek < nextMonday ? inWeek : undefined],
    ['nextWeek', nextMonday],
    ['later', addDays(nextMonday, 7)],
    ['never', null],
  ];
  return days.map(([key, day]) => ({
    key,
    name: groupName(key, by),
    patch: day === undefined ? null : by === 'date' ? { date: day } : { deadline: day },
  }));
}
