import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useState, type DragEvent, type KeyboardEvent } from 'react';
import type { Project } from '../../../core/domain/project.ts';
import type { Task, TaskPatch } from '../../../core/domain/task.ts';
import type { TaskId } from '../../../core/ids.ts';
import { finishTask } from '../../actions/finish-task.ts';
import { openDetails } from '../../actions/open-details.ts';
import { reopenTask } from '../../actions/reopen-task.ts';
import { RowMenu } from '../../actions/RowMenu.tsx';
import { runAction } from '../../actions/run.ts';
import { orpc } from '../../api/client.ts';
import { useNow, useProjects } from '../../api/hooks.ts';
import { CheckButton } from '../../ui/CheckButton.tsx';
import { draggedTasks, dragTasks, isTaskDrag } from '../../ui/drag-tasks.ts';
import { ProjectDot } from '../../ui/ProjectDot.tsx';
import { boardColumns, boardGrouping, DONE_SHOWN, type BoardColumn } from './board-columns.ts';
import styles from './board.module.css';
import type { TaskListing } from './listing.ts';
import { moveInto, type BoardPlace } from './board-moves.ts';
import { TaskDue, TaskLength } from './TaskRow.tsx';

/** Tasks of a column that are shown; the others are in the list. */
const SHOWN = 100;

interface Props {
  listing: TaskListing;
  project: Project | undefined;
}

interface FilledColumn extends BoardColumn {
  tasks: readonly Task[];
  count: number;
}

/** Tasks in columns. A task is put into another one by drag, or with Alt and an arrow. */
export default function BoardView({ listing, project }: Props) {
  const columns = useColumns(listing, project);
  const isManual = listing.order === 'manual';
  const onKeyDown = (event: KeyboardEvent): void => {
    const place = placeOf(event.target, columns);
    if (!place || !ARROWS.has(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 1;
    const across = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    if (!event.altKey)
      focusCard(across ? besides(columns, place, step) : columns[place.column]?.tasks[place.row + step]);
    else if (across) moveAcross(columns, place, step);
    else if (isManual) moveAlong(columns, place, step);
  };
  // Arrow keys go from card to card, whose titles are the buttons.
  const keys = { onKeyDown };
  return (
    <div className={styles.board} role="group" aria-label="Board" {...keys}>
      {columns.map((column) => (
        <Column key={column.key} column={column} isManual={isManual} showProject={project === undefined} />
      ))}
    </div>
  );
}

const ARROWS = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);

/** The columns with their tasks: one list in groups, or a list for each status. */
function useColumns(listing: TaskListing, project: Project | undefined): FilledColumn[] {
  const { today } = useNow();
  const { list: projects } = useProjects();
  const by = boardGrouping(listing.grouping ?? 'none', project);
  const columns = boardColumns(by, { today, projects, sections: project?.sections ?? [] });
  const grouped = useQuery(
    orpc.tasks.list.queryOptions({
      input: { ...listing, limit: 2_000 },
      enabled: by !== 'status',
      placeholderData: keepPreviousData,
    }),
  ).data;
  const { grouping: _none, ...plain } = listing;
  const lists = useQueries({
    queries: columns.map((column) =>
      orpc.tasks.list.queryOptions({
        input: { ...plain, ...column.listing, limit: column.key === 'done' ? DONE_SHOWN : SHOWN },
        enabled: by === 'status',
        placeholderData: keepPreviousData,
      }),
    ),
  });
  if (by === 'status')
    return columns.map((column, index) => {
      const { tasks = [], total = 0 } = lists[index]?.data ?? {};
      return { ...column, tasks, count: total };
    });
  const groups = new Map<string, { tasks: Task[]; count: number }>();
  let first = 0;
  for (const { key, count } of grouped?.groups ?? []) {
    groups.set(key, { tasks: grouped?.tasks.slice(first, first + Math.min(count, SHOWN)) ?? [], count });
    first += count;
  }
  return columns
    .map((column) => ({ ...column, ...(groups.get(column.key) ?? { tasks: [], count: 0 }) }))
    .filter(({ count, patch }) => count > 0 || patch !== null);
}

interface ColumnProps {
  column: FilledColumn;
  isManual: boolean;
  showProject: boolean;
}

function Column({ column, isManual, showProject }: ColumnProps) {
  const [over, setOver] = useState<string | null>(null);
  const { name, count, tasks, patch } = column;
  const cardAt = (event: DragEvent): TaskId | null => {
    const card = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    return (card?.dataset['row'] as TaskId | undefined) ?? null;
  };
  // The same is done with Alt and an arrow.
  const taking = {
    onDragOver: (event: DragEvent) => {
      if (!isTaskDrag(event) || patch === null) return;
      event.preventDefault();
      setOver(cardAt(event) ?? '');
    },
    onDragLeave: (event: DragEvent) => {
      const { relatedTarget, currentTarget } = event;
      if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOver(null);
    },
    onDrop: (event: DragEvent) => {
      setOver(null);
      const ids = draggedTasks(event);
      if (ids.length === 0 || patch === null) return;
      event.preventDefault();
      const before = isManual ? cardAt(event) : null;
      moveInto(ids, patch, before === null ? null : { side: 'before', id: before }, tasks);
    },
  };
  return (
    <section
      className={styles.column}
      aria-label={`${name}, ${count}`}
      data-over={over !== null || undefined}
      {...taking}
    >
      <h2 className={styles.name}>
        {name} <span className={styles.count}>{count}</span>
      </h2>
      <ul className={styles.cards}>
        {tasks.map((task) => (
          <Card key={task.id} task={task} showProject={showProject} marked={isManual && over === task.id} />
        ))}
      </ul>
      {count > tasks.length && (
        <p className={styles.more}>{(count - tasks.length).toLocaleString('en')} more in the list</p>
      )}
    </section>
  );
}

function Card({ task, showProject, marked }: { task: Task; showProject: boolean; marked: boolean }) {
  const { today } = useNow();
  const { byId } = useProjects();
  const done = task.status !== 'open';
  const project = task.projectId ? byId.get(task.projectId) : undefined;
  return (
    <li
      className={styles.card}
      data-row={task.id}
      data-done={done || undefined}
      data-drop={marked || undefined}
    >
      <CheckButton
        title={task.title}
        priority={task.priority}
        done={done}
        onClick={() => runAction(done ? reopenTask : finishTask, task)}
      />
      <div className={styles.text}>
        <button
          type="button"
          className={styles.title}
          data-row-title
          draggable
          onDragStart={(event) => dragTasks(event, task.id)}
          onClick={() => runAction(openDetails, task)}
        >
          {task.title}
        </button>
        <span className={styles.facts}>
          <TaskDue task={task} today={today} />
          <TaskLength task={task} />
          {showProject && project && (
            <span className={styles.project}>
              <ProjectDot colour={project.colour} icon={project.icon} /> {project.name}
            </span>
          )}
          {task.tags.map((tag) => (
            <span key={tag} className={styles.tag}>
              {tag}
            </span>
          ))}
        </span>
      </div>
      {!done && (
        <span className={styles.menu}>
          <RowMenu task={task} />
        </span>
      )}
    </li>
  );
}

function placeOf(target: EventTarget, columns: readonly FilledColumn[]): BoardPlace | null {
  if (!(target instanceof Element) || !target.matches('[data-row-title]')) return null;
  const id = target.closest('[data-row]')?.getAttribute('data-row');
  for (const [column, { tasks }] of columns.entries()) {
    const row = tasks.findIndex((task) => task.id === id);
    if (row !== -1) return { column, row };
  }
  return null;
}

/** The card beside a place, in the nearest column that has any. */
function besides(
  columns: readonly FilledColumn[],
  { column, row }: BoardPlace,
  step: number,
): Task | undefined {
  for (let at = column + step; at >= 0 && at < columns.length; at += step) {
    const { tasks } = columns[at]!;
    if (tasks.length > 0) return tasks[Math.min(row, tasks.length - 1)];
  }
  return undefined;
}

function focusCard(task: Task | undefined): void {
  if (task) document.querySelector<HTMLElement>(`[data-row="${task.id}"] [data-row-title]`)?.focus();
}

function moveAcross(columns: readonly FilledColumn[], { column, row }: BoardPlace, step: number): void {
  const task = columns[column]?.tasks[row];
  let patch: TaskPatch | null = null;
  for (let at = column + step; at >= 0 && at < columns.length && patch === null; at += step)
    patch = columns[at]!.patch;
  if (task && patch) moveInto([task.id], patch, null, []);
}

function moveAlong(columns: readonly FilledColumn[], { column, row }: BoardPlace, step: number): void {
  const here = columns[column];
  const [task, next] = [here?.tasks[row], here?.tasks[row + step]];
  if (here && task && next)
    moveInto([task.id], {}, { side: step === 1 ? 'behind' : 'before', id: next.id }, here.tasks);
}
