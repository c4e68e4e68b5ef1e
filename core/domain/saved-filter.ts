import { z } from 'zod';
import { filterId } from '../ids.ts';
import { MAX_FILTER_LENGTH } from '../filter/limits.ts';

/** How a list of tasks is sorted; `smart` is what to do next, `manual` the person's own order. */
export const taskSort = z.enum(['smart', 'manual', 'deadline', 'priority', 'length', 'created', 'title']);
export type TaskSort = z.infer<typeof taskSort>;

/** By what a list of tasks is grouped; `none` makes one group of all. */
export const taskGrouping = z.enum(['none', 'project', 'section', 'priority', 'date', 'deadline']);
export type TaskGrouping = z.infer<typeof taskGrouping>;

/** How tasks are laid out: one below the other, in columns, or on the days of a month. */
export const taskLayout = z.enum(['list', 'board', 'month']);
export type TaskLayout = z.infer<typeof taskLayout>;

export const filterText = z.string().min(1).max(MAX_FILTER_LENGTH);

/** A filter that the person gave a name. */
export const savedFilter = z.object({
  id: filterId,
  name: z.string().min(1).max(100),
  /** The filter as typed; what it means is read when it is used, so that "this week" goes on. */
  query: filterText,
  sort: taskSort,
  grouping: taskGrouping,
  layout: taskLayout,
  /** Its place among the others: smaller comes first. */
  position: z.number(),
});
export type SavedFilter = z.infer<typeof savedFilter>;

/** A saved filter with how many tasks it finds; null when it can't be read any more, such as one of a project that is gone. */
export const savedFilterView = savedFilter.extend({ tasks: z.int().nonnegative().nullable() });
export type SavedFilterView = z.infer<typeof savedFilterView>;

/** What may be changed of a saved filter. */
export const savedFilterPatch = savedFilter.omit({ id: true }).partial();
export type SavedFilterPatch = z.infer<typeof savedFilterPatch>;
