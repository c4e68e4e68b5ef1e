import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { MAX_BULK } from '../domain/bulk-limit.ts';
import { bulkAction } from '../domain/bulk.ts';
import { MAX_PASTE_LENGTH, pastedItem } from '../domain/paste.ts';
import { filterText, taskGrouping, taskSort } from '../domain/saved-filter.ts';
import { task, taskPatch } from '../domain/task.ts';
import { trashedTask } from '../domain/trash.ts';
import { timerGap } from '../domain/timer-gap.ts';
import { trackedStretch } from '../domain/tracked-stretch.ts';
import { searchHit } from '../domain/views.ts';
import { projectId, sectionId, taskId } from '../ids.ts';
import { calendarDay, calendarMoment, localDate, localDateTime } from '../time/schemas.ts';
import { procedure } from './base.ts';
import { history } from './history.ts';
import { literals, MAX_CAPTURE_LENGTH, MAX_QUERY_LENGTH, requestTime } from './requests.ts';

const text = z.string().min(1).max(MAX_CAPTURE_LENGTH);

/** A task that was closed, the next one of its series, and whether the series has come to its end with it. */
const followed = z.object({ task, next: task.nullable(), ended: z.boolean() });

/** Tasks, from their line to their end, and the history of everything that was changed. */
export const tasks = {
  /** Takes a typed line. Answers when the task is safely stored, before any model has run. */
  create: procedure
    .input(
      z.object({
        text,
        literals,
        /** Fields picked by hand or taken from a chip; they win over the words. */
        picked: taskPatch.default({}),
        /** Vocabulary rules and suggestions the person accepted. */
        acceptedRules: z.array(z.string()).max(50).default([]),
        ...requestTime,
      }),
    )
    .output(task),
  /** One task a line, all of them one step of the history. */
  createMany: procedure
    .input(z.object({ lines: z.array(text).min(1).max(1_000), ...requestTime }))
    .output(z.object({ tasks: z.array(task) })),
  /**
   * Adds a list of any length, given as items or as pasted text, and tells how far it is. All of it or none: a caller that stops
   * listening before the event that is `complete` cancels it. One step of the history (`tasks.createMany`).
   */
  addList: procedure
    .input(
      z.object({
        items: z.array(pastedItem).min(1).max(1_000).optional(),
        text: z.string().min(1).max(MAX_PASTE_LENGTH).optional(),
        ...requestTime,
      }),
    )
    .output(eventIterator(z.object({ added: z.int(), total: z.int(), complete: z.boolean() }))),
  /** Throws `notFound`. */
  get: procedure.input(z.object({ id: taskId })).output(task),
  /** A page of tasks, and how many match in all. */
  list: procedure
    .input(
      z.object({
        /** `open` leaves out what is on hold. */
        status: z.enum(['open', 'someday', 'waiting', 'done', 'dropped', 'any']).default('open'),
        projectId: projectId.nullish(),
        /** Only the subtasks of this one. */
        parentId: taskId.optional(),
        /** Only tasks without a project. */
        inbox: z.boolean().default(false),
        /** Leaves out open sessions of habits, for lists that show a habit as one row. */
        withoutSessions: z.boolean().default(false),
        /** Tasks completed at or after this instant (with status done or any). */
        completedSince: z.number().optional(),
        order: z.enum([...taskSort.options, 'completed']).default('smart'),
        /** A filter such as `p1 & due this week`, in the place of the status: open tasks, unless it speaks of a status. */
        filter: filterText.optional(),
        /** Puts tasks of one group beside each other and answers how large the groups are. */
        grouping: taskGrouping.optional(),
        limit: z.int().min(1).max(2_000).default(500),
        offset: z.int().nonnegative().default(0),
        ...requestTime,
      }),
    )
    .output(
      z.object({
        tasks: z.array(task),
        total: z.int(),
        /** In the order of the list. Keys: a project's or section's id or '', a priority, or a stretch of days. */
        groups: z.array(z.object({ key: z.string(), count: z.int(), minutes: z.number() })).optional(),
      }),
    ),
  /** Open tasks; those without a project; those for today, overdue ones included. Sessions of habits count only today. */
  counts: procedure.output(z.object({ open: z.int(), inbox: z.int(), today: z.int() })),
  /** The open tasks that wait for one. */
  dependants: procedure.input(z.object({ id: taskId })).output(z.object({ tasks: z.array(task) })),
  /** Every tag with how many open tasks it has, the fullest first. */
  tags: procedure.output(z.object({ tags: z.array(z.object({ name: z.string(), tasks: z.int() })) })),
  /** Does one thing to several tasks as one step; answers to how many, since some have no use for it. */
  changeTogether: procedure
    .input(z.object({ ids: z.array(taskId).min(1).max(MAX_BULK), action: bulkAction, ...requestTime }))
    .output(z.object({ tasks: z.int() })),
  /**
   * Puts tasks into the person's own order, one after the other before or behind another task, or (with neither) at the end. With
   * `projectId` they move to that project, with `sectionId` to that section of it; null for none. One step.
   */
  arrange: procedure
    .input(
      z.object({
        ids: z.array(taskId).min(1).max(MAX_BULK),
        before: taskId.optional(),
        behind: taskId.optional(),
        projectId: projectId.nullable().optional(),
        sectionId: sectionId.nullable().optional(),
      }),
    )
    .output(z.object({ tasks: z.int() })),
  /** Sets fields by hand. With `revision` it throws `conflict` when the task has changed since; `dependencyCycle` for tasks that would wait for each other. */
  update: procedure
    .input(z.object({ id: taskId, patch: taskPatch, revision: z.int().optional(), ...requestTime }))
    .output(task),
  /** Starts its timer; one that runs elsewhere is stopped. */
  start: procedure.input(z.object({ id: taskId, ...requestTime })).output(task),
  /** Stops its timer without finishing it. */
  pause: procedure.input(z.object({ id: taskId })).output(task),
  /**
   * Adds a stretch of work that no timer saw, on the caller's wall clock. Of a finished task it changes how long it took, and
   * the guesses learn from that.
   */
  track: procedure
    .input(z.object({ id: taskId, from: calendarMoment, to: calendarMoment, ...requestTime }))
    .output(task),
  /** The task whose timer runs. */
  running: procedure.output(z.object({ task: task.nullable() })),
  /** Deletes tasks with their subtasks, into the trash; of a series only this one. Answers how many. */
  delete: procedure
    .input(z.object({ ids: z.array(taskId).min(1).max(MAX_BULK) }))
    .output(z.object({ tasks: z.int() })),
  /** What was deleted and can be brought back, the newest first. */
  trash: procedure.output(z.object({ tasks: z.array(trashedTask) })),
  /** Brings a deleted task back as it was, with its subtasks and its tracked time. */
  restore: procedure.input(z.object({ id: taskId })).output(task),
  /** Empties the trash; answers how many tasks were in it. */
  emptyTrash: procedure.output(z.object({ tasks: z.int() })),
  /** The stretches of work on a task, oldest first. */
  stretches: procedure
    .input(z.object({ id: taskId }))
    .output(z.object({ stretches: z.array(trackedStretch) })),
  /** Puts a stretch right, on the caller's wall clock; `to` null for a timer that goes on. Teaches as `track` does. */
  changeStretch: procedure
    .input(
      z.object({
        stretchId: trackedStretch.shape.id,
        from: calendarMoment,
        to: calendarMoment.nullable(),
        ...requestTime,
      }),
    )
    .output(task),
  /** Takes a stretch away, a running timer included. */
  removeStretch: procedure
    .input(z.object({ stretchId: trackedStretch.shape.id, ...requestTime }))
    .output(task),
  /** Time in which a timer ran unseen and that the person has not spoken of yet, the first of it. */
  timerGap: procedure.output(z.object({ gap: timerGap.nullable() })),
  /**
   * What the time in that gap was: work, a break, or after the end, which was `at` on the person's clock or where the gap
   * begins. Answers the next gap. Throws `notFound` when that gap doesn't wait for an answer.
   */
  answerTimerGap: procedure
    .input(
      z.object({
        stretchId: trackedStretch.shape.id,
        answer: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('worked') }),
          z.object({ kind: z.literal('break') }),
          z.object({ kind: z.literal('stopped'), at: calendarMoment.optional() }),
        ]),
      }),
    )
    .output(z.object({ gap: timerGap.nullable() })),
  /** Done, after `minutes` of work where that is known better than by the timer. */
  finish: procedure
    .input(z.object({ id: taskId, minutes: z.number().positive().max(100_000).optional(), ...requestTime }))
    .output(followed),
  /** Open again, as before it was closed. */
  reopen: procedure.input(z.object({ id: taskId })).output(task),
  /** Not now: to another day, or to a later moment. */
  defer: procedure
    .input(z.object({ id: taskId, until: z.union([calendarDay, calendarMoment]) }))
    .output(task),
  /** It will not be done; of a series only this one is skipped. */
  drop: procedure.input(z.object({ id: taskId, ...requestTime })).output(followed),
  /** Skips one occurrence of what repeats; `invalidInput` for a task that doesn't. */
  skip: procedure.input(z.object({ id: taskId, ...requestTime })).output(followed),
  /** Ends a series; the present one stays, as the last. */
  endRepeating: procedure.input(z.object({ id: taskId })).output(task),
  /** The occurrence after the present one, of those tasks that repeat: a day or a moment, null for the last. */
  upcoming: procedure.input(z.object({ ids: z.array(taskId).max(2_000), ...requestTime })).output(
    z.object({
      upcoming: z.array(z.object({ id: taskId, next: z.union([localDate, localDateTime]).nullable() })),
    }),
  ),
  /** Keeps it at a moment that the plan does not move; null lets go of it. */
  pin: procedure.input(z.object({ id: taskId, start: calendarMoment.nullable() })).output(task),
  /** Tasks by words and by meaning, best first. Words may be narrowed with `p1`, `#project` and `@tag`. */
  search: procedure
    .input(
      z.object({
        query: z.string().min(1).max(MAX_QUERY_LENGTH),
        limit: z.int().min(1).max(100).default(20),
        includeDone: z.boolean().default(true),
      }),
    )
    .output(
      z.object({
        results: z.array(searchHit),
        /** False while the embedding model is away. */ byMeaning: z.boolean(),
      }),
    ),
  ...history,
};
