import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { TaskId } from '../../../core/ids.ts';
import { orpc } from '../../api/client.ts';
import { show } from '../../state/window.ts';
import shared from '../../ui/ui.module.css';
import styles from './task-detail.module.css';

/** More notes than these hardly link to one task. */
const LIMIT = 20;

/** The tasks whose notes link to this one. */
export function LinkedFrom({ id }: { id: TaskId }) {
  const { data } = useQuery(
    orpc.tasks.list.queryOptions({
      input: { status: 'any', filter: `any & "task:${id}"`, limit: LIMIT },
      placeholderData: keepPreviousData,
    }),
  );
  const tasks = (data?.tasks ?? []).filter((task) => task.id !== id);
  if (tasks.length === 0) return null;
  return (
    <section aria-label="Linked from">
      <h2 className={styles.linksName}>Linked from</h2>
      <ul className={styles.similar}>
        {tasks.map((task) => (
          <li key={task.id}>
            <button type="button" className={shared.quiet} onClick={() => show({ openTask: task.id })}>
              {task.title}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
