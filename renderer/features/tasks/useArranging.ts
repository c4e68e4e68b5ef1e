import { useEffect, useState, type DragEvent } from 'react';
import type { Task } from '../../../core/domain/task.ts';
import type { SectionId, TaskId } from '../../../core/ids.ts';
import { client } from '../../api/client.ts';
import { setArrangeRow } from '../../state/rows.ts';
import { draggedTasks, isTaskDrag } from '../../ui/drag-tasks.ts';
import { notifyError } from '../../ui/notify.tsx';

/** Moving tasks within a list of the person's own order. */

interface List {
  /** False for a list of another order, which a move would not show in. */
  enabled: boolean;
  taskAt(index: number): Task | undefined;
  indexOf(id: TaskId): number | null;
  total: number;
  /** Whether a task takes the section of the place it is moved to. */
  bySection: boolean;
}

/** Where a dragged task would be dropped. */
export interface DropMark {
  id: TaskId;
  side: 'before' | 'behind';
}

/** The handlers of the list for drags over its rows, and the mark of where they would be dropped. */
export function useArranging(list: List) {
  const { enabled, taskAt, indexOf, total, bySection } = list;
  const [mark, setMark] = useState<DropMark | null>(null);

  useEffect(() => {
    if (!enabled) return undefined;
    return setArrangeRow((id, by) => {
      const at = indexOf(id);
      const task = at === null ? undefined : taskAt(at);
      const next = at === null ? undefined : taskAt(at + by);
      if (!task || !next || at === null || at + by < 0 || at + by >= total) return;
      // At the edge of a section the first step only goes over to the next one.
      const crosses = bySection && next.sectionId !== task.sectionId;
      const behind = by === 1 ? !crosses : crosses;
      put([id], next, behind ? 'behind' : 'before', bySection);
    });
  }, [enabled, taskAt, indexOf, total, bySection]);

  const markOf = (event: DragEvent): DropMark | null => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    if (!row) return null;
    const { top, height } = row.getBoundingClientRect();
    const side = event.clientY < top + height / 2 ? 'before' : 'behind';
    return { id: row.dataset['row'] as TaskId, side };
  };
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!enabled || !isTaskDrag(event)) return;
      const over = markOf(event);
      if (over) event.preventDefault();
      setMark((before) => (before?.id === over?.id && before?.side === over?.side ? before : over));
    },
    onDragLeave: (event: DragEvent) => {
      if (event.currentTarget === event.target) setMark(null);
    },
    onDragEnd: () => setMark(null),
    onDrop: (event: DragEvent) => {
      setMark(null);
      const over = markOf(event);
      const at = over && indexOf(over.id);
      const target = at === null ? undefined : taskAt(at);
      const ids = draggedTasks(event).filter((id) => id !== over?.id);
      if (!enabled || !over || !target || ids.length === 0) return;
      event.preventDefault();
      put(ids, target, over.side, bySection);
    },
  };
  return { mark, handlers };
}

function put(ids: TaskId[], target: Task, side: 'before' | 'behind', bySection: boolean): void {
  const section = bySection ? { projectId: target.projectId, sectionId: target.sectionId } : {};
  client.tasks.arrange({ ids, [side]: target.id, ...section }).catch(notifyError);
}

/** Puts tasks at the end of a section of their project. */
export function putIntoSection(ids: TaskId[], project: Task['projectId'], section: SectionId | null): void {
  client.tasks.arrange({ ids, projectId: project, sectionId: section }).catch(notifyError);
}
