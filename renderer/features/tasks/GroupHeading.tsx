import type { TaskGrouping } from '../../../core/domain/saved-filter.ts';
import { useProjects } from '../../api/hooks.ts';
import { ProjectDot } from '../../ui/ProjectDot.tsx';
import { minutes as lengthOf, tasksWords } from '../../wording/format.ts';
import type { TaskGroup } from './listing.ts';
import styles from './tasks.module.css';

interface Props {
  group: TaskGroup;
  by: TaskGrouping;
  top: number;
  closed: boolean;
  onToggle(key: string): void;
}

const DAYS: Record<string, string> = {
  overdue: 'Before today',
  today: 'Today',
  tomorrow: 'Tomorrow',
  week: 'This week',
  nextWeek: 'Next week',
  later: 'Later',
};

/** The heading of a group: its name, how many tasks it has and how long they take. */
export function GroupHeading({ group, by, top, closed, onToggle }: Props) {
  const { byId } = useProjects();
  const project = by === 'project' ? byId.get(group.key) : undefined;
  const section =
    by === 'section'
      ? [...byId.values()].flatMap(({ sections }) => sections).find(({ id }) => id === group.key)
      : undefined;
  return (
    <li className={styles.groupRow} style={{ transform: `translateY(${top}px)` }}>
      <button
        type="button"
        className={styles.groupHead}
        aria-expanded={!closed}
        onClick={() => onToggle(group.key)}
      >
        <svg className={styles.chevron} viewBox="0 0 16 16" aria-hidden="true">
          <path d="M4 6l4 4 4-4" />
        </svg>
        {project && <ProjectDot colour={project.colour} />}
        <span className={styles.groupName}>{project?.name ?? section?.name ?? nameOf(group.key, by)}</span>
        <span className={styles.groupSize}>
          {tasksWords(group.count)}
          {group.minutes >= 1 && `, ${lengthOf(group.minutes)}`}
        </span>
      </button>
    </li>
  );
}

function nameOf(key: string, by: TaskGrouping): string {
  if (by === 'priority') return `Priority ${key}`;
  if (by === 'project') return 'No project';
  if (by === 'section') return 'No section';
  return DAYS[key] ?? (by === 'deadline' ? 'No deadline' : 'No day');
}
