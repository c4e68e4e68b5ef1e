import type { Task } from '../../../core/domain/task.ts';
import { useNow } from '../../api/hooks.ts';
import { stopwatch } from '../../wording/format.ts';
import styles from './today.module.css';

/** Time spent on the running task, ticking; it turns amber once it runs over. */
export function RunningTimer({ task, planned }: { task: Task; planned: number | null }) {
  const now = useNow(1_000);
  const elapsedMs = now.epochMs - (task.runningSince ?? now.epochMs) + task.trackedMin * 60_000;
  const over = planned !== null && elapsedMs > planned * 60_000;
  return (
    <span className={styles.timer} data-over={over || undefined} role="timer" aria-label="Time on it">
      {stopwatch(elapsedMs)}
    </span>
  );
}
