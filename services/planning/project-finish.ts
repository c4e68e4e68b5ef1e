import type { ProjectFinish } from '../../core/domain/overload.ts';
import type { Task } from '../../core/domain/task.ts';
import type { ProjectId } from '../../core/ids.ts';
import type { RequestTime } from '../context.ts';
import { spreadOverDays, type OverloadSource } from './overload.ts';

/**
 * On which day each project would be finished: when the last of its open tasks is, as the plan has it, and beyond the plan at
 * the person's pace. A project has no such day while one of its tasks has none. Pure.
 *
 * @param open every open task that is to be planned
 */
export function projectFinishes(
  source: OverloadSource,
  open: readonly Task[],
  request: RequestTime,
): ProjectFinish[] {
  const days = new Map<string, string>();
  const reach = (id: string, day: string): void => {
    if (day > (days.get(id) ?? '')) days.set(id, day);
  };
  for (const { taskId, end } of source.plan.blocks) reach(taskId, end.slice(0, 10));
  for (const { task, day } of spreadOverDays(source, request)) reach(task.id, day);
  // What begins after the planned days is done on its day, as far as is known.
  for (const { taskId, reason } of source.plan.unscheduled)
    if (reason === 'beyondHorizon') {
      const task = source.tasks.get(taskId);
      const day = task && (task.earliest ?? task.start ?? task.date);
      if (day) reach(taskId, day.slice(0, 10));
    }
  const projects = new Map<ProjectId, string | null>();
  for (const { id, projectId } of open) {
    if (projectId === null) continue;
    const before = projects.get(projectId);
    const day = days.get(id) ?? null;
    const later = before === undefined || (day !== null && before !== null && day > before);
    projects.set(projectId, before === null || day === null ? null : later ? day : before!);
  }
  return [...projects].map(([projectId, finish]) => ({ projectId, finish }));
}
