import type { Action, ActionContext } from './action.ts';
import { addMinutes } from '../wording/format.ts';

const STEP_MIN = 15;

/** Moves a planned task a quarter of an hour by key and pins it there, as dragging its block does. */
export const moveEarlier: Action = {
  id: 'move-earlier',
  label: 'Move 15 minutes earlier',
  group: 'Task',
  keys: ['alt+arrowup'],
  enabled: (context) => startOf(context) !== null,
  run: (context) => move(context, -STEP_MIN),
};

export const moveLater: Action = {
  id: 'move-later',
  label: 'Move 15 minutes later',
  group: 'Task',
  keys: ['alt+arrowdown'],
  enabled: (context) => startOf(context) !== null,
  run: (context) => move(context, STEP_MIN),
};

function startOf({ task, plan }: ActionContext): string | null {
  if (task?.status !== 'open') return null;
  return task.pinnedStart ?? plan?.blocks.find((block) => block.taskId === task.id)?.start ?? null;
}

async function move(context: ActionContext, by: number): Promise<void> {
  const start = startOf(context);
  if (start && context.task)
    await context.client.tasks.pin({ id: context.task.id, start: addMinutes(start, by) });
}
