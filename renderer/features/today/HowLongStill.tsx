import type { PlannedBlock } from '../../../core/domain/views.ts';
import type { Task } from '../../../core/domain/task.ts';
import { chanceWithin, timeLeft } from '../../../core/time-left.ts';
import { useNow } from '../../api/hooks.ts';
import { clockTime, minutes, minutesBetween, percent } from '../../wording/format.ts';
import shared from '../../ui/ui.module.css';
import styles from './today.module.css';

/** The range of what is left, given the minutes already spent, and which later block falls if one goes on. */
export function HowLongStill({ task, next }: { task: Task; next: PlannedBlock | undefined }) {
  const { epochMs, local } = useNow(30_000);
  if (!task.predicted || task.runningSince === null) return null;
  const spentMin = task.trackedMin + Math.max(0, epochMs - task.runningSince) / 60_000;
  const left = timeLeft(task.predicted, spentMin);
  if (!left) return <p className={styles.stillLine}>It has taken longer than nearly any task like it.</p>;
  const untilNext = next ? minutesBetween(local, next.start) : null;
  return (
    <p className={styles.stillLine} aria-label="How long still?">
      <strong>How long still?</strong> <span className={shared.guess}>{words(left.likely)}</span>, likely{' '}
      {words(left.low)} to {words(left.high)}
      {next && untilNext !== null && untilNext > 0 && (
        <>
          {'; '}past {clockTime(next.start)} {next.title} moves (
          {percent(1 - chanceWithin(task.predicted, spentMin, untilNext))})
        </>
      )}
    </p>
  );
}

function words(left: number): string {
  return minutes(Math.max(1, Math.round(left)));
}
