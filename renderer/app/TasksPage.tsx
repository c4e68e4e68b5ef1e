import { useStore } from '../api/store.ts';
import { HabitRows, useScopedHabits } from '../features/habits/HabitRows.tsx';
import TasksView from '../features/tasks/TasksView.tsx';
import { ui } from '../state/window.ts';

/** The Tasks view with the habits of its scope above its tasks: two features that know nothing of each other. */
export default function TasksPage() {
  const scope = useStore(ui, (state) => state.scope);
  const habits = useScopedHabits(scope);
  return (
    <TasksView
      above={<HabitRows habits={habits} showProject={!scope.startsWith('project:')} />}
      aboveCount={habits.length}
    />
  );
}
