import type { Action, Scene } from './action.ts';
import { addMinutes } from '../wording/format.ts';

const STEP_MIN = 15;

/** Moves a planned task a quarter of an hour by key and pins it there, as dragging its block does. */
export const moveEarlier: Action = {
  id: 'move-earlier',
  label: 'Move 15 minutes earlier',
  group: 'Task',
  keys: ['alt+arrowup'],
  enabled: (scene) => startOf(scene) !== null,
  run: (scene) => move(scene, -STEP_MIN),
};

export const moveLater: Action = {
  id: 'move-later',
  label: 'Move 15 minutes later',
  group: 'Task',
  keys: ['alt+arrowdown'],
  enabled: (scene) => startOf(scene) !== null,
  run: (scene) => move(scene, STEP_MIN),
};

function startOf({ task, plan }: Scene): string | null {
  if (task?.status !== 'open') return null;
  return task.pinnedStart ?? plan?.blocks.find((block) => block.taskId === task.id)?.start ?? null;
}

async function move(scene: Scene, by: number): Promise<void> {
  const start = startOf(scene);
  if (start && scene.task) await scene.client.tasks.pin({ id: scene.task.id, start: addMinutes(start, by) });
}
