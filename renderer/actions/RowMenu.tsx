import { Menu } from '@mantine/core';
import type { Task } from '../../core/domain/task.ts';
import styles from './row-menu.module.css';
import { TaskMenuItems } from './TaskMenuItems.tsx';

/** All that can be done with the task of a row, besides finishing it. */
export function RowMenu({ task }: { task: Task }) {
  return (
    <Menu position="bottom-end" offset={2} width={264}>
      <Menu.Target>
        <button type="button" className={styles.button} aria-label={`More for ${task.title}`}>
          ⋯
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <TaskMenuItems task={task} />
      </Menu.Dropdown>
    </Menu>
  );
}
