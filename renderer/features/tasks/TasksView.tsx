import { TextInput } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { SavedFilterView, TaskLayout } from '../../../core/domain/saved-filter.ts';
import { fetched } from '../../api/chunks.ts';
import { client } from '../../api/client.ts';
import { useProjects, useSavedFilters } from '../../api/hooks.ts';
import { useStore } from '../../api/store.ts';
import { type TaskScope } from '../../state/routes.ts';
import { ui } from '../../state/window.ts';
import { minutes as lengthOf, tasksWords } from '../../wording/format.ts';
import { BulkBar } from './BulkBar.tsx';
import { FilterLine, useAppliedFilter } from './FilterLine.tsx';
import { HeldTasks } from './HeldTasks.tsx';
import { listingOf, nameOf, type ListingChoice } from './listing.ts';
import { ListingMenus } from './ListingMenus.tsx';
import { AddSection, ProjectEditor, ProjectOutlook } from './ProjectEditor.tsx';
import { FilterEditor, KeepFilter } from './SavedFilter.tsx';
import { SearchResults } from './SearchResults.tsx';
import { TaskList } from './TaskList.tsx';
import { TrashView } from './TrashView.tsx';
import { notifyError } from '../../ui/notify.tsx';
import { LayoutSwitch } from './LayoutSwitch.tsx';
import shared from '../../ui/ui.module.css';
import styles from './tasks.module.css';

const BoardView = lazy(() => fetched(() => import('./BoardView.tsx')));
const TriageView = lazy(() => fetched(() => import('./TriageView.tsx')));
const PeopleView = lazy(() => fetched(() => import('./PeopleView.tsx')));
const TagsView = lazy(() => fetched(() => import('./TagsView.tsx')));
const MonthView = lazy(() => fetched(() => import('./MonthView.tsx')));

const TITLES: Record<'inbox' | 'open' | 'done', string> = { inbox: 'Inbox', open: 'Tasks', done: 'Done' };

interface Props {
  /** Other things of the scope, shown above its tasks, and how many they are. */
  above: ReactNode;
  aboveCount: number;
}

/** The tasks of one scope, all of them, with a filter on it and a search over everything by words and by meaning. */
export default function TasksView(props: Props) {
  const scope = useStore(ui, (state) => state.scope);
  const saved = useSavedFilters();
  const filter = scope.startsWith('filter:')
    ? saved?.find(({ id }) => id === scope.slice('filter:'.length))
    : undefined;
  if (scope === 'trash') return <TrashView />;
  if (scope === 'tags' || scope === 'people')
    return <Suspense>{scope === 'tags' ? <TagsView /> : <PeopleView />}</Suspense>;
  if (scope.startsWith('filter:') && !filter)
    return saved ? <p className={styles.empty}>This filter was removed.</p> : null;
  return <ScopedTasks key={scope} scope={scope} saved={filter} {...props} />;
}

interface ScopedProps extends Props {
  scope: TaskScope;
  saved: SavedFilterView | undefined;
}

function ScopedTasks({ scope, saved, above, aboveCount }: ScopedProps) {
  const { byId } = useProjects();
  const project = scope.startsWith('project:') ? byId.get(scope.slice('project:'.length)) : undefined;
  const [query, setQuery] = useState('');
  const [sorting, setSorting] = useState(false);
  const [text, setText] = useState(saved?.query ?? '');
  const inProject = scope.startsWith('project:');
  const [choice, setChoice] = useState<Omit<ListingChoice, 'filter'>>({
    sort: saved?.sort ?? (inProject ? 'manual' : 'smart'),
    grouping: saved?.grouping ?? (inProject ? 'section' : 'none'),
  });
  const [ownLayout, setOwnLayout] = useState<TaskLayout>(saved?.layout ?? 'list');
  const layout = scope === 'done' ? 'list' : (project?.layout ?? ownLayout);
  const changeLayout = (next: TaskLayout): void => {
    if (project) client.projects.update({ id: project.id, layout: next }).catch(notifyError);
    else setOwnLayout(next);
  };
  const [totals, setTotals] = useState<{ total: number; minutes: number | null } | null>(null);
  const filter = useAppliedFilter(text);
  const plain = filter === '';
  const searching = query.trim() !== '';
  const listing = listingOf(scope, { filter, ...choice });
  return (
    <section aria-labelledby="tasks-heading" className={styles.tasks}>
      <header className={styles.head}>
        <h1 id="tasks-heading" tabIndex={-1} className={styles.heading}>
          {saved?.name ?? titleOf(scope, byId)}
          {project?.archived && <span className={styles.total}>archived</span>}
          {!searching && layout === 'list' && totals && (
            <span className={styles.total}>
              {totalsWords(totals.total + (plain ? aboveCount : 0), totals.minutes)}
            </span>
          )}
        </h1>
        {scope === 'inbox' && !searching && !sorting && totals !== null && totals.total > 0 && (
          <button type="button" className={shared.quiet} onClick={() => setSorting(true)}>
            Sort one by one
          </button>
        )}
        {project && !searching && <ProjectOutlook project={project} />}
        {project && <ProjectEditor key={project.id} project={project} />}
        {saved && <FilterEditor key={saved.id} filter={saved} />}
        <TextInput
          type="search"
          aria-label="Search all tasks"
          placeholder="Search by words or meaning"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          classNames={{ root: styles.search ?? '' }}
        />
      </header>
      {sorting && (
        <Suspense>
          <TriageView onClose={() => setSorting(false)} />
        </Suspense>
      )}
      {sorting ? null : searching ? (
        <SearchResults query={query.trim()} />
      ) : (
        <>
          {scope !== 'done' && (
            <>
              <FilterLine text={text} onChange={setText}>
                <KeepFilter
                  saved={saved}
                  wanted={{ query: text.trim(), ...choice, layout }}
                  isReadable={filter === text.trim()}
                />
              </FilterLine>
              <div className={styles.menus}>
                {layout !== 'month' && (
                  <ListingMenus
                    inProject={inProject}
                    isBoard={layout === 'board'}
                    choice={choice}
                    onChange={setChoice}
                  />
                )}
                {project && !project.archived && choice.grouping === 'section' && (
                  <AddSection project={project} />
                )}
                <LayoutSwitch value={layout} onChange={changeLayout} />
              </div>
            </>
          )}
          {layout === 'list' ? (
            <>
              {plain && above}
              <TaskList
                key={JSON.stringify(choice)}
                listing={listing}
                empty={
                  plain
                    ? aboveCount > 0
                      ? null
                      : (EMPTY[scope] ?? 'No task here yet.')
                    : 'No task meets this filter.'
                }
                project={project}
                onTotals={setTotals}
              />
              {plain && <HeldTasks scope={scope} />}
            </>
          ) : (
            <Suspense>
              {layout === 'board' ? (
                <BoardView listing={listing} project={project} />
              ) : (
                <MonthView listing={listing} project={project} />
              )}
            </Suspense>
          )}
        </>
      )}
      <BulkBar />
    </section>
  );
}

const EMPTY: Partial<Record<TaskScope, string>> = {
  inbox: 'The inbox is empty: every task has a project.',
  open: 'Nothing to do. Type a task above.',
  done: 'Nothing is finished yet.',
};

/** The bare number for a plain list; with lengths "12 tasks · 4h 55m". */
function totalsWords(total: number, minutes: number | null): string {
  if (minutes === null) return total.toLocaleString('en');
  return minutes < 1 ? tasksWords(total) : `${tasksWords(total)} · ${lengthOf(minutes)}`;
}

function titleOf(scope: TaskScope, projects: ReadonlyMap<string, { name: string }>): string {
  if (scope === 'inbox' || scope === 'open' || scope === 'done') return TITLES[scope];
  if (scope.startsWith('tag:')) return `@${nameOf(scope)}`;
  if (scope.startsWith('person:')) return nameOf(scope);
  return projects.get(scope.slice('project:'.length))?.name ?? 'Project';
}
