import { fieldsWith, taskFields, type TaskFieldsWith } from '../../core/domain/task-fields.ts';
import type { Task } from '../../core/domain/task.ts';
import type { ParsedFields } from '../../core/language.ts';
import type { TaskRecord } from '../../core/domain/task-record.ts';

/** The stored part of a task: what an undo puts back and what a change row holds. */
export function recordOf(task: Task): TaskRecord {
  const derived = new Set<string>(fieldsWith('derived'));
  return Object.fromEntries(Object.entries(task).filter(([name]) => !derived.has(name))) as TaskRecord;
}

/** A task in the words of the parser, so that what was kept can be compared with what was read. */
export function fieldsOf(task: Task, titleOf: (id: Task['id']) => string | undefined): ParsedFields {
  return {
    ...(Object.fromEntries(fieldsWith('typed').map((name) => [name, task[name]])) as Pick<
      Task,
      TaskFieldsWith<'typed'>
    >),
    priority: task.priority === taskFields.priority.initial ? null : task.priority,
    dependsOn: task.dependsOn.map((id) => titleOf(id) ?? '').filter(Boolean),
  };
}
