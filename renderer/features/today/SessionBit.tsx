import type { Task } from '../../../core/domain/task.ts';
import { useHabits } from '../../api/hooks.ts';
import { HabitProgress } from '../../ui/HabitProgress.tsx';
import styles from './today.module.css';

/** How far the habit of a session is in the session's week; of later weeks there is nothing to say yet. */
export function SessionBit({ task }: { task: Task }) {
  const { byId } = useHabits();
  const habit = task.habitId === null ? undefined : byId.get(task.habitId);
  if (!habit || task.habitWeek !== habit.thisWeek.week) return null;
  return (
    <span className={styles.bit}>
      <HabitProgress habit={habit} />
    </span>
  );
}
