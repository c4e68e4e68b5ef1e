import { z } from 'zod';
import {
  filterText,
  savedFilter,
  savedFilterPatch,
  savedFilterView,
  taskGrouping,
  taskLayout,
  taskSort,
} from '../domain/saved-filter.ts';
import { condition } from '../filter/condition.ts';
import { MAX_FILTER_LENGTH } from '../filter/limits.ts';
import { filterId } from '../ids.ts';
import { message } from '../messages/message.ts';
import { procedure } from './base.ts';
import { requestTime } from './requests.ts';

/** Filters such as `p1 & !#Work & due this week`: what they mean, and those that were given a name. */
export const filters = {
  /** Reads a filter as it is being typed. Writes nothing. */
  read: procedure.input(z.object({ text: z.string().max(MAX_FILTER_LENGTH), ...requestTime })).output(
    z.object({
      condition: condition.nullable(),
      /** Why the text is no filter, and where (UTF-16 positions). */
      error: z.object({ message, from: z.int(), to: z.int() }).nullable(),
      spans: z.array(z.object({ from: z.int(), to: z.int(), kind: z.enum(['term', 'operator']) })),
      /** How many tasks it finds. */
      tasks: z.int().nullable(),
      /** Ways to go on, each with the whole text and how many tasks that finds. */
      suggestions: z.array(z.object({ label: z.string(), text: z.string(), tasks: z.int() })),
    }),
  ),
  /** In the order of the sidebar, each with how many tasks it finds. */
  list: procedure.output(z.object({ filters: z.array(savedFilterView) })),
  /** Keeps a filter under a name; throws `invalidInput` for a text that is none. */
  create: procedure
    .input(
      z.object({
        name: savedFilter.shape.name,
        query: filterText,
        sort: taskSort.default('smart'),
        grouping: taskGrouping.default('none'),
        layout: taskLayout.default('list'),
      }),
    )
    .output(savedFilter),
  /** Changes its name, text, order, grouping or layout. */
  update: procedure.input(z.object({ id: filterId, patch: savedFilterPatch })).output(savedFilter),
  /** Forgets a filter; its tasks stay. */
  remove: procedure.input(z.object({ id: filterId })).output(z.object({ id: filterId })),
};
