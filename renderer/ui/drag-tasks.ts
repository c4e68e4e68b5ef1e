import type { DragEvent } from 'react';
import type { TaskId } from '../../core/ids.ts';
import { ui } from '../state/window.ts';

/** Tasks that are dragged to a place of the sidebar. */

const TYPE = 'application/x-daymark-tasks';

/** Takes a task along, or all that are selected when it is one of them. */
export function dragTasks(event: DragEvent, id: TaskId): void {
  const { selected } = ui.get();
  event.dataTransfer.setData(TYPE, JSON.stringify(selected.includes(id) ? selected : [id]));
  event.dataTransfer.effectAllowed = 'move';
}

/** Whether tasks of this app are over a place; which ones is known only when they are dropped. */
export function isTaskDrag({ dataTransfer }: DragEvent): boolean {
  return dataTransfer.types.includes(TYPE);
}

export function draggedTasks({ dataTransfer }: DragEvent): TaskId[] {
  const data = dataTransfer.getData(TYPE);
  return data === '' ? [] : (JSON.parse(data) as TaskId[]);
}
