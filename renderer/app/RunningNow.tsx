import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Task } from '../../core/domain/task.ts';
import { openDetails } from '../actions/open-details.ts';
import { runAction } from '../actions/run.ts';
import { startTask } from '../actions/start-task.ts';
import { orpc } from '../api/client.ts';
import { useKeys, useNow } from '../api/hooks.ts';
import { useStore } from '../api/store.ts';
import { ui } from '../state/window.ts';
import { stopwatch } from '../wording/format.ts';
import styles from './shell.module.css';

const TITLE = 'Daymark';

/** The timer that runs, in the window's title and in sight on every view; Today shows it in its list. */
export function RunningNow() {
  const { data } = useQuery(orpc.tasks.running.queryOptions());
  // Locked, the page keeps what it knows; the window's title may not say it.
  const isOpen = useKeys().data?.state === 'open';
  const task = isOpen ? (data?.task ?? null) : null;
  return task && task.runningSince !== null ? <Timer key={task.id} task={task} /> : null;
}

function Timer({ task }: { task: Task }) {
  const inList = useStore(ui, (state) => state.view === 'today');
  const { epochMs } = useNow(1_000);
  const time = stopwatch(Math.max(0, epochMs - (task.runningSince ?? epochMs)) + task.trackedMin * 60_000);
  useEffect(() => {
    document.title = `${time} ${task.title} – ${TITLE}`;
    return () => {
      document.title = TITLE;
    };
  }, [time, task.title]);
  if (inList) return null;
  return (
    <section className={styles.runningNow} aria-label="Timer">
      <button
        type="button"
        className={styles.runningTask}
        aria-label={`Timer of ${task.title}`}
        onClick={() => runAction(openDetails, task)}
      >
        {task.title}
      </button>
      <span className={styles.runningTime}>{time}</span>
      <button
        type="button"
        className={styles.runningPause}
        aria-label={`Pause ${task.title}`}
        onClick={() => runAction(startTask, task)}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M5.5 3.5v9M10.5 3.5v9" />
        </svg>
      </button>
    </section>
  );
}
