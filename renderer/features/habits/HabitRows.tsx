import type { HabitView } from '../../../core/domain/habit.ts';
import type { Project } from '../../../core/domain/project.ts';
import { checkIn } from './check-in.ts';
import { useHabits, useProjects } from '../../api/hooks.ts';
import { CheckButton } from '../../ui/CheckButton.tsx';
import { habitWords, streakWords } from '../../wording/habit.ts';
import { HabitProgress } from '../../ui/HabitProgress.tsx';
import { minutes } from '../../wording/format.ts';
import { ProjectDot } from '../../ui/ProjectDot.tsx';
import type { TaskScope } from '../../state/routes.ts';
import { show } from '../../state/window.ts';
import styles from './habits.module.css';

/** Habits that a scope shows. */
export function useScopedHabits(scope: TaskScope): HabitView[] {
  const { list } = useHabits();
  if (scope === 'done') return [];
  if (scope === 'open') return list;
  if (scope === 'inbox') return list.filter((habit) => habit.projectId === null);
  return list.filter((habit) => habit.projectId === scope.slice('project:'.length));
}

/** One row a habit, above the tasks: its sessions are in the plan, not here. */
export function HabitRows({ habits, showProject }: { habits: HabitView[]; showProject: boolean }) {
  const { byId: projects } = useProjects();
  if (habits.length === 0) return null;
  return (
    <section className={styles.habits} aria-label="Habits">
      <ul className={styles.list}>
        {habits.map((habit) => (
          <HabitRow
            key={habit.id}
            habit={habit}
            project={habit.projectId ? projects.get(habit.projectId) : undefined}
            showProject={showProject}
          />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  habit: HabitView;
  project: Project | undefined;
  showProject: boolean;
}

function HabitRow({ habit, project, showProject }: RowProps) {
  const streak = streakWords(habit);
  const paused = habit.state === 'paused';
  return (
    <li className={styles.row} data-habit={habit.id}>
      <CheckButton title={habit.title} priority={habit.priority} onClick={() => checkIn(habit)} />
      <button type="button" className={styles.title} onClick={() => show({ openHabit: habit.id })}>
        {habit.title}
      </button>
      {streak && !paused && <span className={styles.note}>{streak}</span>}
      <span className={styles.note}>{paused ? 'paused' : <HabitProgress habit={habit} />}</span>
      {showProject && (
        <span className={styles.project}>
          {project && (
            <>
              <ProjectDot colour={project.colour} /> {project.name}
            </>
          )}
        </span>
      )}
      <span className={styles.often}>{habitWords({ ...habit, weekdays: [] })}</span>
      <span className={styles.length}>{habit.durationMin !== null && minutes(habit.durationMin)}</span>
    </li>
  );
}
