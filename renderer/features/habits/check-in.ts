import type { HabitView } from '../../../core/domain/habit.ts';
import { client } from '../../api/client.ts';
import { progressWords } from '../../wording/habit.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
import { takeBack } from '../../actions/undo.ts';

/** Counts a habit as done once more today, and says how far the week is. */
export function checkIn(habit: HabitView): void {
  const ask = async (): Promise<void> => {
    const task = await client.habits.checkIn({ id: habit.id });
    const { done, aim, week } = habit.thisWeek;
    // A planned session is finished like any task; one more than planned is a change of its own.
    const intent = habit.next === null ? 'habits.checkIn' : 'tasks.finish';
    notify(`“${habit.title}”: ${progressWords({ week, aim, done: done + 1 }, habit.timesPerWeek)}`, {
      label: 'Undo',
      run: () => takeBack({ intent, ids: [task.id] }),
    });
  };
  ask().catch(notifyError);
}
