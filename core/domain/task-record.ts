import type { Task } from './task.ts';

/**
 * What is stored of a task by its owner. The name of the project and everything about tracked time are derived
 * (`projects`, `time_entries`) and come back joined in `Task`; guesses have their own writer.
 */
export type TaskRecord = Omit<
  Task,
  'project' | 'predicted' | 'priorityScore' | 'runningSince' | 'trackedMin' | 'revision'
>;

/** Minutes below which a part of a split task isn't worth starting. */
export const DEFAULT_CHUNK_MIN = 45;

/** A new open task with nothing but a title, made at one instant (epoch ms) in one zone. `fields` say what differs. */
export function newTask(
  title: string,
  made: { id: Task['id']; at: number; tz: string },
  fields: Partial<TaskRecord> = {},
): TaskRecord {
  return {
    id: made.id,
    title,
    rawText: '',
    notes: '',
    status: 'open',
    projectId: null,
    tags: [],
    people: [],
    priority: 4,
    energy: null,
    date: null,
    start: null,
    end: null,
    deadline: null,
    deadlineHard: false,
    earliest: null,
    durationMin: null,
    splittable: true,
    minChunkMin: DEFAULT_CHUNK_MIN,
    pinnedStart: null,
    rrule: null,
    recurFrom: null,
    recurrenceId: null,
    recurSlot: null,
    habitId: null,
    habitWeek: null,
    dependsOn: [],
    tz: made.tz,
    parseState: 'parsed',
    deferrals: 0,
    actualMin: null,
    createdAt: made.at,
    updatedAt: made.at,
    completedAt: null,
    ...fields,
  };
}
