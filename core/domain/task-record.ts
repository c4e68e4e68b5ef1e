import type { Task } from './task.ts';
import { initialFields, type TaskFieldsWith } from './task-fields.ts';

/**
 * What is stored of a task by its owner. The name of the project and everything about tracked time are derived
 * (`projects`, `time_entries`) and come back joined in `Task`; guesses have their own writer.
 */
export type TaskRecord = Omit<Task, TaskFieldsWith<'derived'>>;

/** A new open task with nothing but a title, made at one instant (epoch ms) in one zone. `fields` say what differs. */
export function newTask(
  title: string,
  made: { id: Task['id']; at: number; tz: string },
  fields: Partial<TaskRecord> = {},
): TaskRecord {
  const { id, at, tz } = made;
  const initial = initialFields() as Omit<TaskRecord, 'id' | 'title' | 'tz' | 'createdAt' | 'updatedAt'>;
  return { id, title, ...initial, tz, createdAt: at, updatedAt: at, ...fields };
}
