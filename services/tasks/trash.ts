import { DaymarkError } from '../../core/errors.ts';
import type { Task } from '../../core/domain/task.ts';
import type { TrashedTask } from '../../core/domain/trash.ts';
import type { TaskId } from '../../core/ids.ts';
import type { TrashContent, TrashRecord } from '../../db/index.ts';
import { requestTimeOf, type ServiceContext } from '../context.ts';
import { runIntent, type Intent } from '../intent.ts';
import { recordOf } from './record.ts';
import { makeNext, removeNext } from './recurring.ts';

/**
 * Deleting with a way back. A deleted task leaves its table, so that nothing else has to know of it: it is in no list, no plan
 * and no model. The trash keeps what it takes to make it again.
 */
export class Trash {
  readonly #ctx: ServiceContext;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  /** What was deleted, the newest first. */
  list(): TrashedTask[] {
    const { db } = this.#ctx;
    return db.trash.list().map(({ id, title, content, deletedAt }) => {
      const projectId = content.tasks[0]?.projectId ?? null;
      return {
        id,
        title,
        project: projectId === null ? null : (db.projects.get(projectId)?.name ?? null),
        subtasks: content.tasks.length - 1,
        deletedAt,
      };
    });
  }

  /**
   * Deletes tasks with their subtasks, as one step. Of a series only this one goes; the next one comes as if it were skipped.
   *
   * @throws DaymarkError `notFound`, and `invalidInput` for a session of a habit, which can only be skipped
   */
  delete(ids: readonly TaskId[]): { tasks: number } {
    const ctx = this.#ctx;
    const all = [...new Set(ids)].map((id) => this.#task(id));
    for (const task of all)
      if (task.habitId !== null)
        throw new DaymarkError('invalidInput', { reason: 'a session of a habit can only be skipped' });
    // A subtask whose task is deleted as well goes with it.
    const chosen = new Set(all.map(({ id }) => id));
    const wholes = all.filter(({ parentId }) => parentId === null || !chosen.has(parentId));
    const requestTime = requestTimeOf(ctx);
    return runIntent(ctx, { name: 'tasks.delete', requestTime }, (intent) => {
      intent.about(wholes.length === 1 ? wholes[0]!.title : null, wholes.length);
      for (const task of wholes) this.#deleteOne(intent, task);
      return { tasks: wholes.length };
    });
  }

  /** Brings a deleted task back as it was. @throws DaymarkError `notFound` for one that is not in the trash */
  restore(id: TaskId): Task {
    const ctx = this.#ctx;
    const record = this.#record(id);
    const requestTime = requestTimeOf(ctx);
    return runIntent(ctx, { name: 'tasks.restore', requestTime, about: record.title }, (intent) => {
      ctx.db.trash.remove(id);
      this.#bringBack(record.content);
      const task = this.#task(id);
      if (task.status === 'open') removeNext(ctx, intent, task);
      return task;
    });
  }

  /** Ends the way back for everything in the trash; undo brings it back once more. */
  empty(): { tasks: number } {
    const ctx = this.#ctx;
    const all = ctx.db.trash.list();
    if (all.length === 0) return { tasks: 0 };
    return runIntent(ctx, { name: 'tasks.emptyTrash', requestTime: requestTimeOf(ctx) }, (intent) => {
      intent.about(all.length === 1 ? all[0]!.title : null, all.length);
      for (const { id } of all) ctx.db.trash.remove(id);
      return { tasks: all.length };
    });
  }

  #deleteOne(intent: Intent, task: Task): void {
    const { db } = this.#ctx;
    const { at } = intent.requestTime;
    const tasks = [task, ...db.tasks.parts(task.id)];
    for (const { id } of tasks) db.timeEntries.stop(id, at);
    if (task.status === 'open') makeNext(this.#ctx, intent, task, 'skipped');
    const content: TrashContent = {
      tasks: tasks.map(recordOf),
      entries: tasks.flatMap(({ id }) => db.timeEntries.forTask(id)),
      dependants: tasks.flatMap(({ id }) =>
        db.tasks.dependants(id).map((taskId) => ({ taskId, dependsOn: id })),
      ),
    };
    for (const { id } of tasks.toReversed()) db.tasks.remove(id);
    db.trash.put({ id: task.id, title: task.title, content, deletedAt: at });
  }

  /** What a task referred to and is gone meanwhile is left out. */
  #bringBack({ tasks, entries, dependants }: TrashContent): void {
    const { db } = this.#ctx;
    for (const record of tasks) {
      const { projectId, parentId, dependsOn } = record;
      db.tasks.insert({
        ...record,
        projectId: projectId !== null && db.projects.get(projectId) ? projectId : null,
        parentId: parentId !== null && db.tasks.get(parentId) ? parentId : null,
        dependsOn: dependsOn.filter((other) => db.tasks.get(other) !== undefined),
      });
    }
    for (const entry of entries) db.timeEntries.add(entry);
    for (const { taskId, dependsOn } of dependants) {
      const waiting = db.tasks.get(taskId);
      if (waiting && !waiting.dependsOn.includes(dependsOn))
        db.tasks.update(taskId, { dependsOn: [...waiting.dependsOn, dependsOn] }, this.#ctx.clock());
    }
  }

  #record(id: TaskId): TrashRecord {
    const found = this.#ctx.db.trash.get(id);
    if (!found) throw new DaymarkError('notFound', { what: 'deleted task', id });
    return found;
  }

  #task(id: TaskId): Task {
    const found = this.#ctx.db.tasks.get(id);
    if (!found) throw new DaymarkError('notFound', { what: 'task', id });
    return found;
  }
}
