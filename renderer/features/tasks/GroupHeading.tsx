import type { DragEvent } from 'react';
import type { Project } from '../../../core/domain/project.ts';
import type { TaskGrouping } from '../../../core/domain/saved-filter.ts';
import type { TaskId } from '../../../core/ids.ts';
import { useProjects } from '../../api/hooks.ts';
import { draggedTasks, isTaskDrag } from '../../ui/drag-tasks.ts';
import { ProjectDot } from '../../ui/ProjectDot.tsx';
import { minutes as lengthOf, tasksWords } from '../../wording/format.ts';
import { groupName, type TaskGroup } from './listing.ts';
import { sectionDrag, SectionMenu } from './SectionMenu.tsx';
import styles from './tasks.module.css';

interface Props {
  group: TaskGroup;
  by: TaskGrouping;
  top: number;
  closed: boolean;
  /** Sections of the project whose list it is. */
  sections: Project['sections'];
  onToggle(key: string): void;
  /** Takes tasks that are dropped on it; without it, it takes none. */
  onTasks?: ((ids: TaskId[], key: string) => void) | undefined;
}

/** The heading of a group: its name, how many tasks it has and how long they take. */
export function GroupHeading({ group, by, top, closed, sections, onToggle, onTasks }: Props) {
  const { byId } = useProjects();
  const project = by === 'project' ? byId.get(group.key) : undefined;
  const section = by === 'section' ? sections.find(({ id }) => id === group.key) : undefined;
  const taking = onTasks && {
    onDragOver: (event: DragEvent) => {
      if (isTaskDrag(event)) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      const ids = draggedTasks(event);
      if (ids.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      onTasks(ids, group.key);
    },
  };
  return (
    <li className={styles.groupRow} style={{ transform: `translateY(${top}px)` }} {...taking}>
      <button
        type="button"
        className={styles.groupHead}
        aria-expanded={!closed}
        onClick={() => onToggle(group.key)}
        {...(section ? sectionDrag(section.id) : {})}
      >
        <svg className={styles.chevron} viewBox="0 0 16 16" aria-hidden="true">
          <path d="M4 6l4 4 4-4" />
        </svg>
        {project && <ProjectDot colour={project.colour} icon={project.icon} />}
        <span className={styles.groupName}>{project?.name ?? section?.name ?? groupName(group.key, by)}</span>
        <span className={styles.groupSize}>
          {group.count > 0 ? tasksWords(group.count) : 'No tasks'}
          {group.minutes >= 1 && `, ${lengthOf(group.minutes)}`}
        </span>
      </button>
      {section && <SectionMenu section={section} among={sections} />}
    </li>
  );
}
