import { memo } from 'react';
import type { Project } from '../../../core/domain/project.ts';
import type { Task } from '../../../core/domain/task.ts';
import type { TaskId } from '../../../core/ids.ts';
import { roundGuess } from '../../../core/guess.ts';
import { finishTask } from '../../actions/finish-task.ts';
import { openDetails } from '../../actions/open-details.ts';
import { reopenTask } from '../../actions/reopen-task.ts';
import { RowMenu } from '../../actions/RowMenu.tsx';
import { runAction } from '../../actions/run.ts';
import { useStore } from '../../api/store.ts';
import { CheckButton } from '../../ui/CheckButton.tsx';
import { minutes, relativeMoment } from '../../wording/format.ts';
import { ProjectDot } from '../../ui/ProjectDot.tsx';
import { toggleSelected, ui } from '../../state/window.ts';
import { dragTasks } from '../../ui/drag-tasks.ts';
import shared from '../../ui/ui.module.css';
import styles from './tasks.module.css';

interface Props {
  task: Task | undefined;
  projects: ReadonlyMap<string, Project>;
  today: string;
  top: number;
  position: number;
  total: number;
  showProject: boolean;
  /** Where what is dragged would be put: before or behind this row. */
  drop?: 'before' | 'behind' | undefined;
  /** Has the tasks up to this one selected. */
  onSelect?(id: TaskId): void;
}

/** One task on one line. A row whose window is still on its way keeps its place. */
export const TaskRow = memo(function TaskRow({
  task,
  projects,
  today,
  top,
  position,
  total,
  showProject,
  drop,
  onSelect,
}: Props) {
  const selected = useStore(ui, (state) => task !== undefined && state.selected.includes(task.id));
  const focused = useStore(ui, (state) => task !== undefined && state.focusedTask === task.id);
  const style = { transform: `translateY(${top}px)` };
  if (!task)
    return (
      <li
        className={styles.row}
        style={style}
        aria-busy="true"
        aria-setsize={total}
        aria-posinset={position}
      />
    );
  const done = task.status !== 'open';
  const project = task.projectId ? projects.get(task.projectId) : undefined;
  return (
    <li
      className={styles.row}
      style={style}
      data-row={task.id}
      data-done={done || undefined}
      data-focused={focused || undefined}
      data-selected={selected || undefined}
      data-drop={drop}
      aria-setsize={total}
      aria-posinset={position}
    >
      <CheckButton
        title={task.title}
        priority={task.priority}
        done={done}
        onClick={() => runAction(done ? reopenTask : finishTask, task)}
      />
      <button
        type="button"
        className={styles.title}
        data-row-title
        aria-pressed={selected || undefined}
        draggable
        onDragStart={(event) => dragTasks(event, task.id)}
        onClick={(event) => {
          if (event.shiftKey && onSelect) onSelect(task.id);
          else if (event.ctrlKey || event.metaKey) toggleSelected(task.id);
          else runAction(openDetails, task);
        }}
      >
        {task.title}
      </button>
      {task.subtasks > 0 && (
        <span className={styles.note} title="Subtasks done">
          {task.subtasksDone}/{task.subtasks}
        </span>
      )}
      {task.parent !== null && <span className={styles.note}>part of {task.parent}</span>}
      {task.onHold === 'waiting' && (task.waitingFor ?? task.waitingSince) !== null && (
        <span className={styles.note}>
          {[task.waitingFor, task.waitingSince && `since ${relativeMoment(task.waitingSince, today)}`]
            .filter(Boolean)
            .join(', ')}
        </span>
      )}
      {task.runningSince !== null && <span className={styles.runningMark}>running</span>}
      {task.parseState === 'pending' && <span className={styles.note}>not read yet</span>}
      {task.tags.map((tag) => (
        <span key={tag} className={styles.tag}>
          {tag}
        </span>
      ))}
      {showProject && (
        <span className={styles.project}>
          {project && (
            <>
              <ProjectDot colour={project.colour} icon={project.icon} />{' '}
              <span className={styles.projectName}>{project.name}</span>
            </>
          )}
        </span>
      )}
      <TaskDue task={task} today={today} className={styles.due} />
      <span className={styles.length}>
        <TaskLength task={task} />
      </span>
      <span className={styles.more}>{!done && <RowMenu task={task} />}</span>
    </li>
  );
});

/** How long a task takes, a guess told from what was given, or how long it took. */
export function TaskLength({ task }: { task: Task }) {
  if (task.status === 'done') return task.actualMin === null ? null : <>{minutes(task.actualMin)}</>;
  if (task.durationMin !== null) return <>{minutes(task.durationMin)}</>;
  return task.predicted ? (
    <span className={shared.guess}>{minutes(roundGuess(task.predicted.p50))}</span>
  ) : null;
}

/** When a task is due, else the day to do it. */
export function TaskDue({
  task,
  today,
  className,
}: {
  task: Task;
  today: string;
  className?: string | undefined;
}) {
  const words = dueOf(task, today);
  // With a class of its own it keeps its column.
  if (words === '' && className === undefined) return null;
  return (
    <span className={className} data-late={isLate(task, today) || undefined}>
      {words}
    </span>
  );
}

function dueOf(task: Task, today: string): string {
  if (task.status === 'dropped') return 'won’t do';
  if (task.status === 'done') return '';
  if (task.deadline) return `due ${relativeMoment(task.deadline, today)}`;
  const day = task.start ?? task.date;
  return day ? relativeMoment(day, today) : '';
}

function isLate(task: Task, today: string): boolean {
  return task.status === 'open' && task.deadline !== null && task.deadline.slice(0, 10) < today;
}
