import { newTask, type TaskRecord } from '../../core/domain/task-record.ts';
import type { Task } from '../../core/domain/task.ts';
import { taskId } from '../../core/ids.ts';
import { say, type Message } from '../../core/messages/index.ts';
import { addDays } from '../../core/time/zoned.ts';
import type { ServiceContext } from '../context.ts';
import type { Intent } from '../intent.ts';
import { dayWithRoom } from '../planning/hours.ts';
import { dropTask, editTask } from '../tasks/task-actions.ts';
import type { RecommendedAction } from './offers.ts';

/** Does what was recommended, inside an intent. Answers the task as it is then, and what else there is to say of it. */
export function performAction(
  ctx: ServiceContext,
  intent: Intent,
  task: Task,
  action: RecommendedAction,
): { task: Task; more: Message['params'] } {
  const { db } = ctx;
  const after = (): Task => db.tasks.get(task.id)!;
  switch (action.kind) {
    case 'firstStep': {
      const day = dayFor(ctx, intent, action.minutes);
      const title = say({ key: 'recommendation.firstStep.title', params: { title: task.title } });
      addPart(ctx, intent, task, { title, durationMin: action.minutes, date: day });
      return { task: after(), more: { day } };
    }
    case 'split': {
      const { parts, minutes } = action;
      let before: Task | null = null;
      for (let part = 1; part <= parts; part += 1) {
        const title = say({ key: 'recommendation.split.title', params: { title: task.title, part, parts } });
        const dependsOn = before ? [before.id] : [];
        const date = part === 1 ? dayFor(ctx, intent, minutes) : null;
        before = addPart(ctx, intent, task, { title, durationMin: minutes, dependsOn, date });
      }
      return { task: after(), more: {} };
    }
    case 'betterHour':
    case 'pair': {
      const { start } = action;
      // Its day goes along; otherwise it would be left over on a day that has gone by.
      const change = { pinnedStart: start, ...(task.date === null ? {} : { date: start.slice(0, 10) }) };
      db.tasks.update(task.id, change, intent.requestTime.at);
      intent.behavior('pinned', task.id, { start });
      return { task: after(), more: {} };
    }
    case 'delegate':
      return {
        task: editTask(ctx, intent, task, { onHold: 'waiting', waitingFor: action.person }),
        more: {},
      };
    case 'drop':
      return { task: dropTask(ctx, intent, task).task, more: {} };
  }
}

/** Today if it still fits into the day's hours, else the next day with room. */
function dayFor(ctx: ServiceContext, { requestTime: { local } }: Intent, minutes: number): string {
  const { workingHours, horizonDays } = ctx.db.settings.get();
  const today = local.slice(0, 10);
  const day = dayWithRoom(today, local, minutes, workingHours, horizonDays);
  return day === today && local.slice(11) > '22:00' ? addDays(today, 1) : day;
}

/** A part like its whole, but for what is said of it. */
function addPart(
  ctx: ServiceContext,
  intent: Intent,
  whole: Task,
  { title, ...fields }: Partial<TaskRecord> & { title: string },
): Task {
  const { projectId, priority, energy, tags, people } = whole;
  const { at, tz } = intent.requestTime;
  const record = newTask(
    title,
    { id: taskId.parse(ctx.ids()), at, tz },
    { parentId: whole.id, projectId, priority, energy, tags, people, ...fields },
  );
  const part = ctx.db.tasks.insert(record);
  intent.behavior('created', part.id, {});
  return part;
}
