import { Menu } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Task } from '../../core/domain/task.ts';
import type { TaskId } from '../../core/ids.ts';
import styles from './row-menu.module.css';
import { taskById } from './run.ts';
import { TaskMenuItems } from './TaskMenuItems.tsx';

interface Opened {
  task: Task;
  x: number;
  y: number;
  /** What had the focus, and has it again afterwards. */
  from: Element | null;
}

/** The menu of the other mouse button, or of the menu key, wherever a task stands (`data-row`). */
export function TaskContextMenu() {
  const [opened, setOpened] = useState<Opened | null>(null);
  useEffect(() => {
    const onContextMenu = (event: MouseEvent): void => {
      const { target, clientX: x, clientY: y } = event;
      if (!(target instanceof Element) || target.matches('input, textarea')) return;
      const id = target.closest('[data-row]')?.getAttribute('data-row') as TaskId | null | undefined;
      const task = id ? taskById(id) : null;
      if (!task) return;
      event.preventDefault();
      setOpened({ task, x, y, from: document.activeElement });
    };
    document.addEventListener('contextmenu', onContextMenu);
    return () => document.removeEventListener('contextmenu', onContextMenu);
  }, []);
  if (!opened) return null;
  const close = (): void => {
    setOpened(null);
    if (opened.from instanceof HTMLElement && opened.from.isConnected) opened.from.focus();
  };
  return (
    <Menu
      key={`${opened.task.id} ${opened.x} ${opened.y}`}
      opened
      onClose={close}
      onChange={(open) => !open && close()}
      position="bottom-start"
      offset={2}
      width={264}
      returnFocus={false}
    >
      <Menu.Target>
        <span className={styles.point} style={{ left: opened.x, top: opened.y }} aria-hidden="true" />
      </Menu.Target>
      <Menu.Dropdown aria-label={opened.task.title}>
        <TaskMenuItems task={opened.task} all />
      </Menu.Dropdown>
    </Menu>
  );
}
