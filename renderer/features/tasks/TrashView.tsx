import { useQuery } from '@tanstack/react-query';
import type { TrashedTask } from '../../../core/domain/trash.ts';
import { dayOf } from '../../../core/time/zoned.ts';
import { takeBack } from '../../actions/undo.ts';
import { client, orpc } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import { useNow } from '../../api/hooks.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import { relativeDay, tasksWords } from '../../wording/format.ts';
import styles from './tasks.module.css';

/** Rows that are drawn; older ones are found by emptying what is above them. */
const SHOWN = 500;

/** What was deleted: each comes back as it was. */
export function TrashView() {
  const { data, isError, error } = useQuery(orpc.tasks.trash.queryOptions());
  const tasks = data?.tasks ?? [];
  const empty = (): void => {
    const ask = async (): Promise<void> => {
      const { tasks: count } = await client.tasks.emptyTrash();
      notify(`Trash emptied: ${tasksWords(count)}`, {
        label: 'Undo',
        run: () => takeBack({ intent: 'tasks.emptyTrash', ids: [] }),
      });
    };
    ask().catch(notifyError);
  };
  return (
    <section aria-labelledby="tasks-heading" className={styles.tasks}>
      <header className={styles.head}>
        <h1 id="tasks-heading" tabIndex={-1} className={styles.heading}>
          Trash
          {tasks.length > 0 && <span className={styles.total}>{tasks.length.toLocaleString('en')}</span>}
        </h1>
        {tasks.length > 0 && (
          <button type="button" className={shared.quiet} onClick={empty}>
            Empty trash
          </button>
        )}
      </header>
      {isError && <p>{sentenceOf(error)}</p>}
      {data && tasks.length === 0 && <p className={styles.empty}>The trash is empty.</p>}
      <div className={styles.scroller}>
        <ul className={styles.trash} aria-label="Deleted tasks">
          {tasks.slice(0, SHOWN).map((task) => (
            <Row key={task.id} task={task} />
          ))}
        </ul>
      </div>
    </section>
  );
}

function Row({ task }: { task: TrashedTask }) {
  const { today, tz } = useNow();
  const restore = (): void => {
    const ask = async (): Promise<void> => {
      await client.tasks.restore({ id: task.id });
      notify(`Restored “${task.title}”`, {
        label: 'Undo',
        run: () => takeBack({ intent: 'tasks.restore', ids: [task.id] }),
      });
    };
    ask().catch(notifyError);
  };
  return (
    <li className={styles.trashRow}>
      <span className={styles.trashTitle}>{task.title}</span>
      {task.subtasks > 0 && <span className={styles.note}>with {task.subtasks} subtasks</span>}
      {task.project !== null && <span className={styles.note}>{task.project}</span>}
      <span className={styles.note}>deleted {relativeDay(dayOf(task.deletedAt, tz), today)}</span>
      <button type="button" className={shared.quiet} aria-label={`Restore ${task.title}`} onClick={restore}>
        Restore
      </button>
    </li>
  );
}
