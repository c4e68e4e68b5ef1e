import type { BulkAction } from '../../core/domain/bulk.ts';
import type { Task, TaskPatch } from '../../core/domain/task.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { TaskId } from '../../core/ids.ts';
import { requestTimeOf, type ServiceContext } from '../context.ts';
import { runIntent, type Intent } from '../intent.ts';
import { deferral } from './deferral.ts';
import { dropTask, editTask, finishTask } from './task-actions.ts';
import { applyDeferral, standsAt } from './move.ts';
import { checkPatch } from './patch.ts';

/** How the history names each action; a task that is put on hold has a name of its own there. */
function nameOf(action: BulkAction): string {
  if (action.kind !== 'edit') return `tasks.${action.kind}`;
  const { patch, addTags, removeTags } = action;
  const fields = Object.keys(patch);
  if (fields.length === 1 && patch.onHold) return `tasks.${patch.onHold}`;
  return fields.length === 1 && 'project' in patch && addTags.length + removeTags.length === 0
    ? 'tasks.move'
    : 'tasks.update';
}

/**
 * Does one thing to several tasks, as one step of the history: all of it or nothing. What it makes no sense for (finishing
 * what is done) is left as it is; answers how many tasks it was done to.
 *
 * @throws DaymarkError `notFound` for a task that isn't there, `invalidInput` for a patch that one of them refuses
 */
export function changeTogether(
  ctx: ServiceContext,
  ids: readonly TaskId[],
  action: BulkAction,
  given: { now?: string; tz?: string },
): number {
  const all = [...new Set(ids)].map((id) => {
    const task = ctx.db.tasks.get(id);
    if (!task) throw new DaymarkError('notFound', { what: 'task', id });
    return task;
  });
  const tasks = all.filter((task) => applies(action, task));
  for (const task of tasks) check(ctx, action, task);
  if (tasks.length === 0) return 0;
  const requestTime = requestTimeOf(ctx, given);
  return runIntent(ctx, { name: nameOf(action), requestTime }, (intent) => {
    intent.about(tasks.length === 1 ? tasks[0]!.title : null, tasks.length);
    // A task that follows from an earlier one of them may have changed it.
    for (const { id } of tasks) act(ctx, intent, action, ctx.db.tasks.get(id)!);
    return tasks.length;
  });
}

function applies(action: BulkAction, task: Task): boolean {
  if (action.kind === 'edit' && !action.patch.onHold) return true;
  return task.status === 'open' && (action.kind !== 'edit' || task.habitId === null);
}

function check(ctx: ServiceContext, action: BulkAction, task: Task): void {
  if (action.kind === 'edit') checkPatch(ctx, action.patch, task);
  if (action.kind === 'defer') checkPatch(ctx, { date: action.until }, task);
}

function act(ctx: ServiceContext, intent: Intent, action: BulkAction, task: Task): void {
  switch (action.kind) {
    case 'finish':
      finishTask(ctx, intent, task, undefined);
      return;
    case 'drop':
      dropTask(ctx, intent, task);
      return;
    case 'edit':
      editTask(ctx, intent, task, patchFor(action, task));
      return;
    case 'defer': {
      const today = intent.requestTime.local.slice(0, 10);
      const put = deferral(task, action.until, standsAt(ctx, task.id, today), today);
      if (put || task.onHold !== null)
        applyDeferral(ctx, intent, task, put ?? { change: {}, later: false }, action.until);
    }
  }
}

function patchFor(
  { patch, addTags, removeTags }: Extract<BulkAction, { kind: 'edit' }>,
  task: Task,
): TaskPatch {
  if (addTags.length + removeTags.length === 0) return patch;
  const gone = new Set(removeTags.map((name) => name.toLowerCase()));
  return {
    ...patch,
    tags: [...task.tags.filter((name) => !gone.has(name.toLowerCase())), ...addTags],
  };
}
