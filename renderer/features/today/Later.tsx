import { useState } from 'react';
import type { OverloadView } from '../../../core/domain/overload.ts';
import { show } from '../../state/window.ts';
import { fullMoment, minutes } from '../../wording/format.ts';
import { weekWords } from '../../wording/remedy.ts';
import shared from '../../ui/ui.module.css';
import styles from './overload.module.css';

type Week = OverloadView['weeks'][number];

/** What has no place in the days planned, as a few lines: one a week, by when it would be done. Nothing in it is red. */
export function Later({ overload, today }: { overload: OverloadView; today: string }) {
  const [open, setOpen] = useState<string | null>(null);
  if (overload.count === 0) return null;
  const tasks = overload.count === 1 ? '1 task' : `${overload.count} tasks`;
  return (
    <section aria-labelledby="later-heading" className={styles.later}>
      <h2 id="later-heading" className={styles.laterHead}>
        Later <span className={styles.muted}>{tasks}, by the week in which they would be done</span>
      </h2>
      <ul className={styles.weeks} aria-label="Later">
        {overload.weeks.map((week) => (
          <WeekRow
            key={week.from}
            week={week}
            today={today}
            open={open === week.from}
            onToggle={() => setOpen(open === week.from ? null : week.from)}
          />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  week: Week;
  today: string;
  open: boolean;
  onToggle(): void;
}

function WeekRow({ week, today, open, onToggle }: RowProps) {
  const names = week.tasks.slice(0, 2).map(({ title }) => title);
  const marks = [week.first > 0 && `${week.first} P1`, week.due > 0 && `${week.due} due`].filter(Boolean);
  const hidden = week.count - week.tasks.length;
  return (
    <li>
      <button type="button" className={styles.week} aria-expanded={open} onClick={onToggle}>
        <span className={styles.chevron} aria-hidden="true" />
        <span className={styles.weekName}>{weekWords(week, today)}</span>
        <span className={styles.names}>{names.join(', ')}</span>
        <span className={styles.marks}>{marks.join(', ')}</span>
        <span className={styles.count}>{week.count === 1 ? '1 task' : `${week.count} tasks`}</span>
        <span className={styles.length}>
          <span className={shared.guess}>{minutes(week.minutes)}</span>
        </span>
      </button>
      {open && (
        <ul className={styles.tasks}>
          {week.tasks.map((task) => (
            <li key={task.taskId}>
              <button type="button" className={styles.name} onClick={() => show({ openTask: task.taskId })}>
                {task.title}
              </button>
              <span className={styles.muted}>
                {task.deadline !== null && `due ${fullMoment(task.deadline, today)}`}
              </span>
              <span className={`${styles.length} ${task.guessed ? shared.guess : ''}`}>
                {minutes(task.minutes)}
              </span>
            </li>
          ))}
          {hidden > 0 && (
            <li>
              <button
                type="button"
                className={shared.quiet}
                onClick={() => show({ view: 'tasks', scope: 'open' })}
              >
                {hidden} more in Tasks
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}
