import { Menu } from '@mantine/core';
import type { Task } from '../../core/domain/task.ts';
import { keyLabel, type Action } from './action.ts';
import { moveDown, moveUp } from './arrange-row.ts';
import { deferLater } from './defer-later.ts';
import { deferTomorrow } from './defer-tomorrow.ts';
import { deleteTask } from './delete-task.ts';
import { dropTask, skipTask } from './drop-task.ts';
import { endRepeating } from './end-repeating.ts';
import { finishTask } from './finish-task.ts';
import { bringBack, somedayTask, waitingTask } from './hold-task.ts';
import { openDetails } from './open-details.ts';
import { reopenTask } from './reopen-task.ts';
import { canRun, runAction } from './run.ts';
import styles from './row-menu.module.css';
import { startTask } from './start-task.ts';

/** The sign of each choice: strokes in a square of 16. */
const SIGNS: Record<string, string> = {
  [openDetails.id]: 'M3 3h10v10H3zM5.5 6.5h5M5.5 9.5h3',
  [startTask.id]: 'M5 3l8 5-8 5z',
  [finishTask.id]: 'M3 8.5l3.5 3.5L13 4.5',
  [reopenTask.id]: 'M4 5.5h6a3 3 0 0 1 0 6H6M6.5 3L4 5.5 6.5 8',
  [bringBack.id]: 'M8 13V3M4 7l4-4 4 4',
  [deferTomorrow.id]: 'M3 8h9M9 5l3 3-3 3',
  [deferLater.id]: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M8 5v3.2l2.2 1.3',
  [skipTask.id]: 'M3 4l6 4-6 4zM12 4v8',
  [dropTask.id]: 'M4 4l8 8M12 4l-8 8',
  [endRepeating.id]: 'M3 8a5 5 0 0 1 8.5-3.5M13 8a5 5 0 0 1-8.5 3.5M3 13L13 3',
  [somedayTask.id]: 'M3 6h10v7H3zM2 3h12v3H2zM6.5 8.5h3',
  [waitingTask.id]: 'M4.5 2.5h7M4.5 13.5h7M5 2.5c0 3 6 8 6 11M11 2.5c0 3-6 8-6 11',
  [moveUp.id]: 'M8 12V4M5 7l3-3 3 3',
  [moveDown.id]: 'M8 4v8M5 9l3 3 3-3',
  [deleteTask.id]: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9',
};

/** What makes sense for a task that stands in a list, by the names the help sheet has for it. */
function choices(task: Task, all: boolean): Action[] {
  const repeats = canRun(skipTask, task);
  const usual = all ? [openDetails, startTask, finishTask, reopenTask] : [];
  return [
    ...usual,
    bringBack,
    deferTomorrow,
    deferLater,
    repeats ? skipTask : dropTask,
    endRepeating,
    somedayTask,
    waitingTask,
    moveUp,
    moveDown,
    deleteTask,
  ].filter((action) => canRun(action, task));
}

/** The choices of a task's menu; with `all` also those that its row has buttons for. */
export function TaskMenuItems({ task, all = false }: { task: Task; all?: boolean }) {
  return choices(task, all).map((action) => (
    <Menu.Item
      key={action.id}
      aria-keyshortcuts={action.keys[0]}
      leftSection={
        <svg className={styles.sign} viewBox="0 0 16 16" aria-hidden="true">
          <path d={SIGNS[action.id]} />
        </svg>
      }
      rightSection={
        action.keys[0] === undefined ? undefined : (
          <span className={styles.key} aria-hidden="true">
            {keyLabel(action.keys[0])}
          </span>
        )
      }
      onClick={() => runAction(action, task)}
    >
      {action.label}
    </Menu.Item>
  ));
}
