import { useState } from 'react';
import { useTasks } from '../../api/hooks.ts';
import { show } from '../../state/window.ts';
import { SlackSquare } from '../../ui/SlackSquare.tsx';
import shared from '../../ui/ui.module.css';
import { relativeMoment } from '../../wording/format.ts';
import { dayWords, type TooLate } from './rows.ts';
import styles from './today.module.css';

/** Tasks that speak without being asked; the others are one press away. */
const SHOWN = 3;
const MOST = 40;

interface Props {
  forToday: readonly TooLate[];
  later: readonly TooLate[];
  today: string;
}

/** What can't be in time as things are: nothing that is due is out of sight because the plan has it later. */
export function TooLateList({ forToday, later, today }: Props) {
  const [open, setOpen] = useState(false);
  const all = [...forToday, ...later];
  const shown = all.slice(0, open ? MOST : SHOWN);
  const tasks = useTasks(shown.map(({ taskId }) => taskId));
  if (all.length === 0) return null;
  const parts = [
    forToday.length > 0 && `${forToday.length} for today`,
    later.length > 0 && `${later.length} due after today`,
  ];
  return (
    <section aria-labelledby="late-heading">
      <h2 id="late-heading" className={styles.subheading}>
        Planned too late <span className={styles.lateCount}>{parts.filter(Boolean).join(', ')}</span>
      </h2>
      <ul className={styles.rows} aria-label="Planned too late">
        {shown.map(({ taskId, title, start }) => {
          const task = tasks.get(taskId);
          return (
            <li key={taskId} className={styles.lateRow} data-row={taskId}>
              <button
                type="button"
                className={styles.title}
                data-row-title
                onClick={() => show({ openTask: taskId, focusedTask: taskId })}
              >
                {title}
              </button>
              {task && (
                <span className={styles.lateDue}>
                  <SlackSquare slack="late" /> {dayWords(task, today)}
                </span>
              )}
              <span className={styles.lateWhen}>
                {start === null ? 'not planned' : `→ ${relativeMoment(start, today)}`}
              </span>
            </li>
          );
        })}
      </ul>
      {all.length > SHOWN && (
        <button
          type="button"
          className={`${shared.quiet} ${styles.more}`}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Show fewer' : `${all.length - SHOWN} more`}
        </button>
      )}
    </section>
  );
}
