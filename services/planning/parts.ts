import type { Task } from '../../core/domain/task.ts';
import type { TaskId } from '../../core/ids.ts';

/** Open tasks as the planner takes them: what waits for a task with open parts waits for those parts. */
export function waitingForParts(tasks: readonly Task[]): Task[] {
  const parts = new Map<TaskId, TaskId[]>();
  for (const { id, parentId } of tasks) {
    if (parentId === null) continue;
    const known = parts.get(parentId);
    if (known) known.push(id);
    else parts.set(parentId, [id]);
  }
  if (parts.size === 0) return [...tasks];
  return tasks.map((task) =>
    task.dependsOn.some((id) => parts.has(id))
      ? {
          ...task,
          dependsOn: [...new Set(task.dependsOn.flatMap((id) => parts.get(id) ?? [id]))].filter(
            (id) => id !== task.id,
          ),
        }
      : task,
  );
}
