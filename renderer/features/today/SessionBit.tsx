import type { HabitId } from '../../../core/ids.ts';
import { useHabits } from '../../api/hooks.ts';
import { HabitProgress } from '../../ui/HabitProgress.tsx';
import styles from './today.module.css';

/** How far the habit of a session is this week. */
export function SessionBit({ habitId }: { habitId: HabitId }) {
  const habit = useHabits().byId.get(habitId);
  return habit ? (
    <span className={styles.bit}>
      <HabitProgress habit={habit} />
    </span>
  ) : null;
}
