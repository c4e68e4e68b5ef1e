import type { Task } from '../../core/domain/task.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { ProjectId, SectionId, TaskId } from '../../core/ids.ts';
import { creationKey, keysBetween } from '../../core/order-key.ts';
import type { TaskChange } from '../../db/index.ts';
import { requestTimeOf, type ServiceContext } from '../context.ts';
import { runIntent } from '../intent.ts';
import { editTask } from './task-actions.ts';

/** Where tasks are put; without a project or section they stay in theirs. */
export interface Arrangement {
  before?: TaskId | undefined;
  behind?: TaskId | undefined;
  projectId?: ProjectId | null | undefined;
  sectionId?: SectionId | null | undefined;
}

/**
 * Puts tasks into the person's own order, one after the other, as one step; only what is moved is written.
 *
 * @throws DaymarkError `notFound` for a task, project or section that isn't there, `invalidInput` for a section of another project
 */
export function arrange(ctx: ServiceContext, ids: readonly TaskId[], where: Arrangement): number {
  const taskOf = (id: TaskId): Task => {
    const task = ctx.db.tasks.get(id);
    if (!task) throw new DaymarkError('notFound', { what: 'task', id });
    return task;
  };
  const tasks = [...new Set(ids)].map(taskOf);
  const project = projectOf(ctx, where.projectId);
  checkSection(ctx, where, tasks);
  const requestTime = requestTimeOf(ctx);
  const keys = keysFor(ctx, tasks, where, requestTime.at);
  return runIntent(ctx, { name: 'tasks.arrange', requestTime }, (intent) => {
    intent.about(tasks.length === 1 ? tasks[0]!.title : null, tasks.length);
    for (const [index, task] of tasks.entries()) {
      if (project !== undefined && project !== task.project) editTask(ctx, intent, task, { project });
      const change: TaskChange = { position: keys[index]! };
      if (where.sectionId !== undefined) change.sectionId = where.sectionId;
      ctx.db.tasks.update(task.id, change, requestTime.at);
    }
    return tasks.length;
  });
}

/** The name of the project, null for none; undefined where none is asked for. */
function projectOf(ctx: ServiceContext, id: ProjectId | null | undefined): string | null | undefined {
  if (id === undefined || id === null) return id;
  const found = ctx.db.projects.get(id);
  if (!found) throw new DaymarkError('notFound', { what: 'project', id });
  return found.name;
}

function checkSection(
  ctx: ServiceContext,
  { sectionId, projectId }: Arrangement,
  tasks: readonly Task[],
): void {
  if (sectionId === undefined || sectionId === null) return;
  const section = ctx.db.sections.get(sectionId);
  if (!section) throw new DaymarkError('notFound', { what: 'section', id: sectionId });
  const fits = tasks.every(
    (task) => section.projectId === (projectId === undefined ? task.projectId : projectId),
  );
  if (!fits) throw new DaymarkError('invalidInput', { reason: 'sectionId: it is of another project' });
}

/** Keys for tasks at a place. Without a neighbour they stand behind everything that was ever made. */
function keysFor(
  ctx: ServiceContext,
  tasks: readonly Task[],
  { before, behind }: Arrangement,
  at: number,
): string[] {
  const moved = tasks.map(({ id }) => id);
  const anchor = behind ?? before;
  if (anchor === undefined) {
    const end = creationKey(at, ctx.ids());
    const last = ctx.db.tasks.nextKey('~', 'before', moved) ?? '';
    return keysBetween(last > end ? last : end, null, tasks.length);
  }
  const key = ctx.db.tasks.orderKey(anchor);
  if (key === undefined) throw new DaymarkError('notFound', { what: 'task', id: anchor });
  return behind === undefined
    ? keysBetween(ctx.db.tasks.nextKey(key, 'before', moved) ?? '', key, tasks.length)
    : keysBetween(key, ctx.db.tasks.nextKey(key, 'behind', moved) ?? null, tasks.length);
}
