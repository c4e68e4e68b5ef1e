import type { HabitView } from '../../core/domain/habit.ts';
import { progressWords } from '../wording/habit.ts';
import styles from './ui.module.css';

/** How far this week is: one mark a session, and the same in words. */
export function HabitProgress({ habit }: { habit: Pick<HabitView, 'thisWeek' | 'timesPerWeek'> }) {
  const { aim, done } = habit.thisWeek;
  const marks = Array.from({ length: Math.max(aim, Math.min(done, 7)) }, (_unused, index) => index + 1);
  return (
    <span className={styles.progress}>
      <span className={styles.marks} aria-hidden="true">
        {marks.map((nth) => (
          <span key={nth} className={styles.mark} data-done={nth <= done || undefined} />
        ))}
      </span>
      {progressWords(habit.thisWeek, habit.timesPerWeek)}
    </span>
  );
}
