import { Menu } from '@mantine/core';
import type { Task } from '../../core/domain/task.ts';
import type { Action } from './action.ts';
import { bringBack, somedayTask, waitingTask } from './hold-task.ts';
import { deferLater } from './defer-later.ts';
import { deferTomorrow } from './defer-tomorrow.ts';
import { dropTask, skipTask } from './drop-task.ts';
import { endRepeating } from './end-repeating.ts';
import { deleteTask } from './delete-task.ts';
import { canRun, runAction } from './run.ts';
import styles from './row-menu.module.css';

/** What makes sense for a task that stands in a list, by the names the help sheet has for it. */
function choices(task: Task): Action[] {
  const repeats = canRun(skipTask, task);
  const all = [
    bringBack,
    deferTomorrow,
    deferLater,
    repeats ? skipTask : dropTask,
    endRepeating,
    somedayTask,
    waitingTask,
    deleteTask,
  ];
  return all.filter((action) => canRun(action, task));
}

/** All that can be done with the task of a row, besides finishing it. */
export function RowMenu({ task }: { task: Task }) {
  return (
    <Menu position="bottom-end" offset={2} width={200}>
      <Menu.Target>
        <button type="button" className={styles.button} aria-label={`More for ${task.title}`}>
          ⋯
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {choices(task).map((action) => (
          <Menu.Item key={action.id} onClick={() => runAction(action, task)}>
            {action.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
