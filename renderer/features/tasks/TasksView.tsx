import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useProjects } from '../../api/hooks.ts';
import { useStore } from '../../api/store.ts';
import { type TaskScope } from '../../state/routes.ts';
import { ui } from '../../state/window.ts';
import { HeldTasks } from './HeldTasks.tsx';
import { ProjectEditor } from './ProjectEditor.tsx';
import { SearchResults } from './SearchResults.tsx';
import { TaskList } from './TaskList.tsx';
import styles from './tasks.module.css';

const TITLES: Record<'inbox' | 'open' | 'done', string> = { inbox: 'Inbox', open: 'Tasks', done: 'Done' };

interface Props {
  /** Other things of the scope, shown above its tasks, and how many they are. */
  above: ReactNode;
  aboveCount: number;
}

/** The tasks of one scope, all of them, and a search over everything by words and by meaning. */
export default function TasksView({ above, aboveCount }: Props) {
  const scope = useStore(ui, (state) => state.scope);
  const { byId } = useProjects();
  const project = scope.startsWith('project:') ? byId.get(scope.slice('project:'.length)) : undefined;
  const [query, setQuery] = useState('');
  const [total, setTotal] = useState<number | null>(null);
  return (
    <section aria-labelledby="tasks-heading" className={styles.tasks}>
      <header className={styles.head}>
        <h1 id="tasks-heading" tabIndex={-1} className={styles.heading}>
          {titleOf(scope, byId)}
          {project?.archived && <span className={styles.total}>archived</span>}
          {query.trim() === '' && total !== null && (
            <span className={styles.total}>{(total + aboveCount).toLocaleString('en')}</span>
          )}
        </h1>
        {project && <ProjectEditor key={project.id} project={project} />}
        <TextInput
          type="search"
          aria-label="Search all tasks"
          placeholder="Search by words or meaning"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          classNames={{ root: styles.search ?? '' }}
        />
      </header>
      {query.trim() === '' ? (
        <>
          {above}
          <TaskList key={scope} scope={scope} quietWhenEmpty={aboveCount > 0} onTotal={setTotal} />
          <HeldTasks scope={scope} />
        </>
      ) : (
        <SearchResults query={query.trim()} />
      )}
    </section>
  );
}

function titleOf(scope: TaskScope, projects: ReadonlyMap<string, { name: string }>): string {
  if (scope === 'inbox' || scope === 'open' || scope === 'done') return TITLES[scope];
  return projects.get(scope.slice('project:'.length))?.name ?? 'Project';
}
