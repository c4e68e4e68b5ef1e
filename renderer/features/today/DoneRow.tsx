import type { Task } from '../../../core/domain/task.ts';
import { openDetails } from '../../actions/open-details.ts';
import { runAction } from '../../actions/run.ts';
import { reopenTask } from '../../actions/reopen-task.ts';
import { CheckButton } from '../../ui/CheckButton.tsx';
import { minutes } from '../../wording/format.ts';
import { SessionBit } from './SessionBit.tsx';
import { saidWords } from './rows.ts';
import styles from './today.module.css';

/** A finished task: struck through, with the time it took beside what was said. */
export function DoneRow({ task }: { task: Task }) {
  const said = saidWords(task);
  return (
    <li className={styles.row} data-done data-row={task.id}>
      <CheckButton title={task.title} priority={4} done onClick={() => runAction(reopenTask, task)} />
      <div className={styles.what}>
        <button type="button" className={styles.title} onClick={() => runAction(openDetails, task)}>
          {task.title}
        </button>
        {task.habitId && (
          <div className={styles.second}>
            <SessionBit task={task} />
          </div>
        )}
      </div>
      <div className={styles.when}>
        {task.actualMin !== null && <span className={styles.took}>{minutes(task.actualMin)}</span>}
        {said && task.actualMin !== null && <span className={styles.length}>{said}</span>}
      </div>
    </li>
  );
}
