import { z } from 'zod';
import { habitId, projectId, recurrenceId, taskId } from '../ids.ts';
import { energy, priority } from '../language.ts';
import { localDate, localDateOrDateTime, localDateTime } from '../time/schemas.ts';
import { durationPrediction, priorityPrediction } from './prediction.ts';

export const taskStatus = z.enum(['open', 'done', 'dropped']);
export type TaskStatus = z.infer<typeof taskStatus>;

export const task = z.object({
  id: taskId,
  title: z.string().min(1),
  /** The line as typed; empty for a task made by hand or by a rule. */
  rawText: z.string(),
  notes: z.string(),
  status: taskStatus,
  projectId: projectId.nullable(),
  project: z.string().nullable(),
  tags: z.array(z.string()),
  people: z.array(z.string()),
  /** As given by the person; 4 when they gave none. */
  priority,
  energy: energy.nullable(),
  /** The day to do it. */
  date: localDate.nullable(),
  start: localDateTime.nullable(),
  end: localDateOrDateTime.nullable(),
  deadline: localDateOrDateTime.nullable(),
  deadlineHard: z.boolean(),
  earliest: localDateOrDateTime.nullable(),
  /** Minutes the person gave; null when Daymark guesses. */
  durationMin: z.number().positive().nullable(),
  predicted: durationPrediction.nullable(),
  priorityScore: priorityPrediction.nullable(),
  splittable: z.boolean(),
  minChunkMin: z.number().positive(),
  pinnedStart: localDateTime.nullable(),
  rrule: z.string().nullable(),
  recurFrom: z.enum(['schedule', 'completion']).nullable(),
  recurrenceId: recurrenceId.nullable(),
  /** Which occurrence of its series it is, wherever it has been moved to; null for the first. */
  recurSlot: localDateOrDateTime.nullable(),
  /** Set on a session of a habit, with the Monday of the week that it counts for. */
  habitId: habitId.nullable(),
  habitWeek: localDate.nullable(),
  dependsOn: z.array(taskId),
  /** The zone the local fields are meant in. */
  tz: z.string(),
  /** `pending` until the language model has seen the raw text. */
  parseState: z.enum(['parsed', 'pending']),
  deferrals: z.int().nonnegative(),
  /** Set while its timer runs: epoch ms. */
  runningSince: z.number().nullable(),
  /** Minutes tracked so far. */
  trackedMin: z.number().nonnegative(),
  /** Minutes it really took, once done and known. */
  actualMin: z.number().positive().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
  completedAt: z.number().nullable(),
  /** Grows by one with each change; an answer computed for an older one is dropped. */
  revision: z.int().nonnegative(),
});
export type Task = z.infer<typeof task>;

/** What a person can change by hand. An absent field stays as it is; null clears it. */
export const taskPatch = z
  .object({
    title: z.string().min(1).max(10_000),
    notes: z.string().max(100_000),
    project: z.string().max(200).nullable(),
    tags: z.array(z.string().min(1).max(100)).max(50),
    people: z.array(z.string().min(1).max(100)).max(50),
    priority,
    energy: energy.nullable(),
    date: localDate.nullable(),
    start: localDateTime.nullable(),
    end: localDateOrDateTime.nullable(),
    deadline: localDateOrDateTime.nullable(),
    deadlineHard: z.boolean(),
    earliest: localDateOrDateTime.nullable(),
    durationMin: z.number().positive().max(100_000).nullable(),
    splittable: z.boolean(),
    minChunkMin: z.number().positive().max(1440),
    pinnedStart: localDateTime.nullable(),
    rrule: z.string().max(500).nullable(),
    recurFrom: z.enum(['schedule', 'completion']).nullable(),
    dependsOn: z.array(taskId).max(100),
  })
  .partial();
export type TaskPatch = z.infer<typeof taskPatch>;
