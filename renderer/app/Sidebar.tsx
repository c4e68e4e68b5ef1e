import { useQuery } from '@tanstack/react-query';
import type { DragEvent, KeyboardEvent, MouseEvent } from 'react';
import type { SavedFilterView } from '../../core/domain/saved-filter.ts';
import type { Project } from '../../core/domain/project.ts';
import type { ProjectId } from '../../core/ids.ts';
import { useConnection, useCounts, useProjects, useSavedFilters, useStatus } from '../api/hooks.ts';
import { useStore } from '../api/store.ts';
import { changeTogether } from '../actions/selection.ts';
import { client, orpc } from '../api/client.ts';
import { draggedTasks, dragRow, droppedRow, isRowDrag, isTaskDrag } from '../ui/drag-tasks.ts';
import { NameForm } from '../ui/NameForm.tsx';
import { notifyError } from '../ui/notify.tsx';
import { ProjectDot } from '../ui/ProjectDot.tsx';
import { routeOf, routes, type Route, type TaskScope, type View } from '../state/routes.ts';
import { show, ui } from '../state/window.ts';
import { leavingWords } from '../wording/leaving.ts';
import { RunningNow } from './RunningNow.tsx';
import styles from './shell.module.css';

interface Entry {
  label: string;
  /** Of what can be moved among its neighbours. */
  project?: ProjectId;
  sign?: Project['icon'];
  icon?: string;
  view: View;
  scope?: TaskScope;
  count?: number | undefined;
  colour?: number;
  /** The project that tasks go to when they are dropped here; null for none. */
  takes?: string | null;
}

/** Where one can go, how much waits there, and the quiet promise at the foot. */
export function Sidebar() {
  const counts = useCounts().data;
  const { list: projects, archived } = useProjects();
  const filters = useSavedFilters() ?? [];
  const views = routes.map((route: Route): Entry => ({
    ...route,
    count: route.count && counts?.[route.count],
    ...(route.id === 'inbox' ? { takes: null } : {}),
  }));
  return (
    <nav className={styles.sidebar} aria-label="Daymark">
      <div className={styles.brand}>
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
          <path
            d="M8 2a6 6 0 1 0 6 6"
            fill="none"
            stroke="var(--accent)"
            strokeWidth="3"
            strokeLinecap="round"
          />
        </svg>
        Daymark
      </div>
      <Places places={views} />
      {filters.length > 0 && (
        <>
          <h2 className={styles.section} id="filters-heading">
            Filters
          </h2>
          <Places labelledBy="filters-heading" places={filters.map(filterPlace)} />
        </>
      )}
      <div className={styles.sectionHead}>
        <h2 className={styles.section} id="projects-heading">
          Projects
        </h2>
        <NameForm
          className={styles.add}
          buttonLabel="New project"
          label="Name of the project"
          submit="Add project"
          onSubmit={(name) => {
            client.projects
              .create({ name })
              .then(({ id }) => show({ view: 'tasks', scope: `project:${id}` }))
              .catch(notifyError);
          }}
        >
          +
        </NameForm>
      </div>
      {projects.length > 0 && (
        <Places labelledBy="projects-heading" places={projects.map(projectPlace)} movable />
      )}
      {archived.length > 0 && (
        <details className={styles.archived}>
          <summary className={styles.section}>Archived</summary>
          <Places places={archived.map(projectPlace)} />
        </details>
      )}
      <RunningNow />
      <Foot />
    </nav>
  );
}

function projectPlace({ id, name, openTasks, colour, icon }: Project): Entry {
  return {
    label: name,
    project: id,
    view: 'tasks',
    scope: `project:${id}`,
    count: openTasks,
    colour,
    sign: icon,
    takes: name,
  };
}

const FILTER_ICON = 'M2 4h12M4.5 8h7M7 12h2';

function filterPlace({ id, name, tasks }: SavedFilterView): Entry {
  return { label: name, icon: FILTER_ICON, view: 'tasks', scope: `filter:${id}`, count: tasks ?? undefined };
}

/** Has the tasks that are dropped on a place go to its project. */
function dropping(place: Entry) {
  const { takes } = place;
  if (takes === undefined) return {};
  return {
    onDragOver: (event: DragEvent) => {
      if (isTaskDrag(event)) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      const ids = draggedTasks(event);
      if (ids.length === 0) return;
      event.preventDefault();
      const patch = { project: takes };
      changeTogether(ids, { kind: 'edit', patch, addTags: [], removeTags: [] }, 'Moved', 'tasks.move');
    },
  };
}

function arrange(id: ProjectId, before: ProjectId | null): void {
  client.projects.arrange({ id, before }).catch(notifyError);
}

/** Has a project that is dropped on another one stand before it, and Alt with an arrow move it by one. */
function moving(place: Entry, places: readonly Entry[]) {
  const { project } = place;
  if (project === undefined) return {};
  const at = places.indexOf(place);
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => dragRow(event, 'project', project),
    onKeyDown: (event: KeyboardEvent) => {
      const isUp = event.key === 'ArrowUp';
      if (!event.altKey || (!isUp && event.key !== 'ArrowDown')) return;
      event.preventDefault();
      const before = isUp ? places[at - 1]?.project : (places[at + 2]?.project ?? null);
      if (before !== undefined && (isUp || at < places.length - 1)) arrange(project, before);
    },
  };
}

/** Takes what is dropped on a place: tasks for its project, or a project to stand before it. */
function taking(place: Entry, movable: boolean) {
  const tasks = dropping(place);
  if (!movable || place.project === undefined) return tasks;
  const { project } = place;
  return {
    onDragOver: (event: DragEvent) => {
      if (isRowDrag(event, 'project')) event.preventDefault();
      else tasks.onDragOver?.(event);
    },
    onDrop: (event: DragEvent) => {
      const moved = droppedRow(event, 'project') as ProjectId | null;
      if (moved === null) tasks.onDrop?.(event);
      else {
        event.preventDefault();
        if (moved !== project) arrange(moved, project);
      }
    },
  };
}

interface PlacesProps {
  places: Entry[];
  labelledBy?: string;
  /** Their order can be changed. */
  movable?: boolean;
}

function Places({ places, labelledBy, movable = false }: PlacesProps) {
  const view = useStore(ui, (state) => state.view);
  const scope = useStore(ui, (state) => state.scope);
  return (
    <ul className={styles.places} aria-labelledby={labelledBy}>
      {places.map((place) => {
        const current = place.view === view && (view !== 'tasks' || place.scope === scope);
        const go = (event: MouseEvent): void => {
          event.preventDefault();
          show({ view: place.view, ...(place.scope ? { scope: place.scope } : {}) });
        };
        return (
          <li key={`${place.view}${place.scope ?? ''}`}>
            <a
              className={styles.place}
              title={place.label}
              href={routeOf({ view: place.view, scope: place.scope ?? 'open' })}
              aria-current={current ? 'page' : undefined}
              onClick={go}
              {...taking(place, movable)}
              {...(movable ? moving(place, places) : {})}
            >
              {place.icon && (
                <svg className={styles.icon} viewBox="0 0 16 16" aria-hidden="true">
                  <path d={place.icon} />
                </svg>
              )}
              {place.colour !== undefined && <ProjectDot colour={place.colour} icon={place.sign} />}
              <span className={styles.placeLabel}>{place.label}</span>
              {place.count !== undefined && place.count > 0 && (
                <span className={styles.count}>{place.count}</span>
              )}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

/** The state of what runs behind the page, and otherwise the two lines that always hold. */
function Foot() {
  const status = useStatus().data;
  const ml = status?.ml;
  const connection = useConnection();
  const sync = useQuery(orpc.sync.status.queryOptions()).data;
  const calendars = useQuery(orpc.calendars.list.queryOptions()).data?.calendars ?? [];
  return (
    <div className={styles.foot} role="status">
      {connection === 'open' && ml && ml.process !== 'ready' && (
        <p className={styles.warning}>Understanding is restarting; what you type is safe.</p>
      )}
      {ml?.process === 'ready' && ml.embedding === 'unavailable' && (
        <p className={styles.warning} title={ml.embeddingReason ?? undefined}>
          Similar tasks are not available: the language model could not be loaded.
        </p>
      )}
      <p>
        {leavingWords(sync, calendars)}
        <br />
        Ctrl K for everything
      </p>
    </div>
  );
}
