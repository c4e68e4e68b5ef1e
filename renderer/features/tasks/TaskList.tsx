import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Task } from '../../../core/domain/task.ts';
import { useNow, useProjects } from '../../api/hooks.ts';
import { setMoveRow } from '../../state/rows.ts';
import { show, ui } from '../../state/window.ts';
import type { Project } from '../../../core/domain/project.ts';
import type { SectionId, TaskId } from '../../../core/ids.ts';
import { GroupHeading } from './GroupHeading.tsx';
import { ListLayout, withSections, type ListRow, type TaskListing } from './listing.ts';
import { selectThrough } from './selection.ts';
import { TaskRow } from './TaskRow.tsx';
import styles from './tasks.module.css';
import { putIntoSection, useArranging } from './useArranging.ts';
import { useTaskWindows } from './useTaskWindows.ts';
import { rowAt, WINDOW_SIZE } from './windows.ts';

const ROW_PX = 40;
const NO_SECTIONS: Project['sections'] = [];

interface Props {
  listing: TaskListing;
  /** Said in the place of a list without tasks; null when something else is shown there. */
  empty: string | null;
  /** The project whose tasks these are. */
  project: Project | undefined;
  onTotals(totals: { total: number; minutes: number | null }): void;
}

/** A list of any length: only the rows on the screen exist, and only their windows are fetched. */
export function TaskList({ listing, empty, project, onTotals }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [known, setKnown] = useState<{ total: number; groups: TaskGroups }>({ total: 0, groups: null });
  const { today } = useNow();
  const { byId: projects } = useProjects();
  const bySection = listing.grouping === 'section';
  const sections = (bySection && listing.filter === undefined && project?.sections) || NO_SECTIONS;
  const layout = useMemo(() => {
    const all = known.groups && sections.length > 0 ? withSections(known.groups, sections) : known.groups;
    return new ListLayout(known.total, all, closed);
  }, [known, sections, closed]);
  const virtual = useVirtualizer({
    count: layout.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const first = indexNear(layout, items[0]?.index ?? 0, 1);
  const last = indexNear(layout, items.at(-1)?.index ?? 0, -1);
  const { windows, total, groups, loading } = useTaskWindows(listing, first, last, known.total);
  useEffect(() => {
    setKnown({ total, groups });
    if (!loading) onTotals({ total, minutes: groups && groups.reduce((sum, one) => sum + one.minutes, 0) });
  }, [total, groups, loading, onTotals]);

  useEffect(
    () =>
      setMoveRow((by, extend) => {
        const current = ui.get().focusedTask;
        const at = findIndex(windows, current) ?? (by === 1 ? first - 1 : first);
        let next = at + by;
        while (next > 0 && next < total - 1 && layout.placeOf(next) === null) next += by;
        next = Math.min(Math.max(next, 0), total - 1);
        const place = layout.placeOf(next);
        const task = rowAt(windows, next);
        if (!task || place === null) return;
        if (extend) selectThrough(windows, current, task.id);
        show({ focusedTask: task.id });
        virtual.scrollToIndex(place);
        // A row that is not there yet is drawn within the next frame.
        if (!focusTitle(task.id)) requestAnimationFrame(() => focusTitle(task.id));
      }),
    [windows, total, first, layout, virtual],
  );

  const { mark, handlers } = useArranging({
    enabled: listing.order === 'manual',
    taskAt: useCallback((index: number) => rowAt(windows, index), [windows]),
    indexOf: useCallback((id: TaskId) => findIndex(windows, id), [windows]),
    total,
    bySection,
  });
  const onTasks =
    bySection && project
      ? (ids: TaskId[], key: string) =>
          putIntoSection(ids, project.id, key === '' ? null : (key as SectionId))
      : undefined;

  if (!loading && total === 0 && sections.length === 0)
    return empty === null ? null : <p className={styles.empty}>{empty}</p>;
  const toggle = (key: string): void =>
    setClosed((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  return (
    <div ref={scroller} className={styles.scroller}>
      <ul className={styles.list} style={{ height: virtual.getTotalSize() }} aria-label="Tasks" {...handlers}>
        {withKeys(items, layout, windows).map(({ item, row, task, key }) =>
          row.kind === 'heading' ? (
            <GroupHeading
              key={key}
              group={row.group}
              by={listing.grouping ?? 'none'}
              top={item.start}
              closed={closed.has(row.group.key)}
              sections={project?.sections ?? NO_SECTIONS}
              onToggle={toggle}
              onTasks={onTasks}
            />
          ) : (
            <TaskRow
              key={key}
              task={task}
              projects={projects}
              today={today}
              top={item.start}
              position={row.index + 1}
              total={total}
              showProject={project === undefined && listing.grouping !== 'project'}
              drop={mark !== null && mark.id === task?.id ? mark.side : undefined}
              onSelect={(id) => selectThrough(windows, ui.get().focusedTask, id)}
            />
          ),
        )}
      </ul>
    </div>
  );
}

type TaskGroups = ReturnType<typeof useTaskWindows>['groups'];
type Windows = ReadonlyMap<number, readonly Task[]>;

/** The number of the task at a place, or of the next one where a heading stands. */
function indexNear(layout: ListLayout, place: number, step: 1 | -1): number {
  for (let at = place; at >= 0 && at < layout.count; at += step) {
    const row = layout.rowAt(at);
    if (row?.kind === 'task') return row.index;
  }
  return 0;
}

/**
 * Rows keyed by their task, so that one that goes elsewhere takes its focus along. While windows are fetched one after the
 * other a task may be in two of them.
 */
function withKeys(items: readonly VirtualItem[], layout: ListLayout, windows: Windows) {
  const used = new Set<string>();
  return items.flatMap((item): { item: VirtualItem; row: ListRow; task: Task | undefined; key: string }[] => {
    const row = layout.rowAt(item.index);
    if (row === null) return [];
    if (row.kind === 'heading') return [{ item, row, task: undefined, key: `heading ${row.group.key}` }];
    const task = rowAt(windows, row.index);
    const key = task && !used.has(task.id) ? task.id : `row ${row.index}`;
    used.add(key);
    return [{ item, row, task, key }];
  });
}

function focusTitle(id: string): boolean {
  const title = document.querySelector<HTMLElement>(`[data-row="${id}"] [data-row-title]`);
  title?.focus({ preventScroll: true });
  return title !== null;
}

function findIndex(windows: Windows, id: string | null): number | null {
  if (id === null) return null;
  for (const [number, tasks] of windows) {
    const at = tasks.findIndex((task) => task.id === id);
    if (at !== -1) return number * WINDOW_SIZE + at;
  }
  return null;
}
