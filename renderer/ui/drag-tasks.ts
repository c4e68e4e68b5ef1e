import type { DragEvent } from 'react';
import type { TaskId } from '../../core/ids.ts';
import { ui } from '../state/window.ts';

/** What is dragged within the window: tasks to another place, and rows of their own kind to another order. */

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

/** A project of the sidebar, or a section of a list. */
type RowKind = 'project' | 'section';

const rowType = (kind: RowKind): string => `application/x-daymark-${kind}`;

/** Takes one row along, to be put before another one of its kind. */
export function dragRow(event: DragEvent, kind: RowKind, id: string): void {
  event.dataTransfer.setData(rowType(kind), id);
  event.dataTransfer.effectAllowed = 'move';
}

export function isRowDrag({ dataTransfer }: DragEvent, kind: RowKind): boolean {
  return dataTransfer.types.includes(rowType(kind));
}

/** The id of the row that was dropped; null for something else. */
export function droppedRow({ dataTransfer }: DragEvent, kind: RowKind): string | null {
  return dataTransfer.getData(rowType(kind)) || null;
}
