import { z } from 'zod';
import { calendarDay } from '../time/schemas.ts';
import { taskPatch } from './task.ts';

const names = z.array(z.string().min(1).max(100)).max(50);

/** What is done to several tasks as one step. */
export const bulkAction = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('edit'),
    patch: taskPatch
      .pick({
        project: true,
        section: true,
        priority: true,
        date: true,
        deadline: true,
        energy: true,
        durationMin: true,
        onHold: true,
      })
      .default({}),
    addTags: names.default([]),
    removeTags: names.default([]),
  }),
  z.object({ kind: z.literal('finish') }),
  z.object({ kind: z.literal('drop') }),
  z.object({ kind: z.literal('defer'), until: calendarDay }),
]);
export type BulkAction = z.infer<typeof bulkAction>;
