import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useNow, useProjects } from '../../api/hooks.ts';
import { setMoveRow } from '../../state/rows.ts';
import { type TaskScope } from '../../state/routes.ts';
import { show, ui } from '../../state/window.ts';
import { TaskRow } from './TaskRow.tsx';
import styles from './tasks.module.css';
import { useTaskWindows, type TaskWindows } from './useTaskWindows.ts';
import { rowAt, WINDOW_SIZE } from './windows.ts';

const ROW_PX = 40;

interface Props {
  scope: TaskScope;
  /** Something else of the scope is shown, so that it is not empty. */
  quietWhenEmpty?: boolean;
  onTotal(total: number): void;
}

/** A list of any length: only the rows on the screen exist, and only their windows are fetched. */
export function TaskList({ scope, quietWhenEmpty = false, onTotal }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [total, setTotal] = useState(0);
  const { today } = useNow();
  const { byId: projects } = useProjects();
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const { windows, total: newest, loading } = useTaskWindows(scope, first, last, total);
  useEffect(() => {
    setTotal(newest);
    if (!loading) onTotal(newest);
  }, [newest, loading, onTotal]);

  useEffect(
    () =>
      setMoveRow((by) => {
        const current = ui.get().focusedTask;
        const at = findIndex(windows, current) ?? (by === 1 ? first - 1 : first);
        const next = Math.min(Math.max(at + by, 0), total - 1);
        const task = rowAt(windows, next);
        if (!task) return;
        show({ focusedTask: task.id });
        virtual.scrollToIndex(next);
        // A row that is not there yet is drawn within the next frame.
        if (!focusTitle(task.id)) requestAnimationFrame(() => focusTitle(task.id));
      }),
    [windows, total, first, virtual],
  );

  if (!loading && total === 0 && quietWhenEmpty) return null;
  if (!loading && total === 0) return <p className={styles.empty}>{EMPTY[scope] ?? 'No task here yet.'}</p>;
  return (
    <div ref={scroller} className={styles.scroller}>
      <ul className={styles.list} style={{ height: virtual.getTotalSize() }} aria-label="Tasks">
        {withKeys(items, windows).map(({ item, task, key }) => (
          <TaskRow
            key={key}
            task={task}
            projects={projects}
            today={today}
            top={item.start}
            position={item.index + 1}
            total={total}
            showProject={!scope.startsWith('project:')}
          />
        ))}
      </ul>
    </div>
  );
}

/**
 * Rows keyed by their task, so that one that goes elsewhere takes its focus along. While windows are fetched one after the
 * other a task may be in two of them.
 */
function withKeys(items: readonly VirtualItem[], windows: TaskWindows['windows']) {
  const used = new Set<string>();
  return items.map((item) => {
    const task = rowAt(windows, item.index);
    const key = task && !used.has(task.id) ? task.id : `row ${item.index}`;
    used.add(key);
    return { item, task, key };
  });
}

const EMPTY: Partial<Record<TaskScope, string>> = {
  inbox: 'The inbox is empty: every task has a project.',
  open: 'Nothing to do. Type a task above.',
  done: 'Nothing is finished yet.',
};

function focusTitle(id: string): boolean {
  const title = document.querySelector<HTMLElement>(`[data-row="${id}"] [data-row-title]`);
  title?.focus({ preventScroll: true });
  return title !== null;
}

function findIndex(
  windows: ReadonlyMap<number, readonly { id: string }[]>,
  id: string | null,
): number | null {
  if (id === null) return null;
  for (const [number, tasks] of windows) {
    const at = tasks.findIndex((task) => task.id === id);
    if (at !== -1) return number * WINDOW_SIZE + at;
  }
  return null;
}
