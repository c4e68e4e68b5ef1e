/**
 * The one table of places that the window can show. The sidebar lists it, the command menu and the shortcuts go by it, and the
 * address is read against it. What each view draws stands in `app/views.tsx`; a new view is a row in each of the two.
 */

/** Which slice of the tasks the Tasks view lists: a place of the table, a project, a saved filter, or the name of a tag or a person as in an address. */
export type TaskScope =
  | 'inbox'
  | 'open'
  | 'done'
  | 'tags'
  | 'people'
  | 'trash'
  | `project:${string}`
  | `filter:${string}`
  | `tag:${string}`
  | `person:${string}`;

interface RouteRow {
  /** Also names the action that goes there: `go-<id>`. */
  id: string;
  label: string;
  /** Its sign in the sidebar: a path of strokes in a square of 16. */
  icon: string;
  view: string;
  scope?: TaskScope;
  key?: string;
  /** Which of the task counts stands beside it in the sidebar. */
  count?: 'today' | 'open' | 'inbox';
}

/** In the order of the sidebar. */
export const routes = [
  {
    id: 'today',
    icon: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
    label: 'Today',
    view: 'today',
    key: '1',
    count: 'today',
  },
  { id: 'week', icon: 'M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2v3M10.5 2v3', label: 'Week', view: 'week', key: '2' },
  {
    id: 'tasks',
    icon: 'M2 4l1.5 1.5L6 3M2 11l1.5 1.5L6 10M8.5 4.5H14M8.5 11.5H14',
    label: 'Tasks',
    view: 'tasks',
    scope: 'open',
    key: '3',
    count: 'open',
  },
  {
    id: 'inbox',
    icon: 'M2.5 9l2-6h7l2 6v4h-11zM2.5 9H6l1 2h2l1-2h3.5',
    label: 'Inbox',
    view: 'tasks',
    scope: 'inbox',
    key: '4',
    count: 'inbox',
  },
  {
    id: 'tags',
    icon: 'M8.5 2.5h5v5l-6.5 6.5-5-5zM11 5h.1',
    label: 'Tags',
    view: 'tasks',
    scope: 'tags',
  },
  {
    id: 'people',
    icon: 'M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 2.800a2.400 2.400 0 0 1 0 4.5M12.300 9.900c1.400.6 2.200 1.900 2.200 3.600',
    label: 'People',
    view: 'tasks',
    scope: 'people',
  },
  {
    id: 'done',
    icon: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M5.3 8l2 2 3.5-4',
    label: 'Done',
    view: 'tasks',
    scope: 'done',
  },
  {
    id: 'trash',
    icon: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9',
    label: 'Trash',
    view: 'tasks',
    scope: 'trash',
  },
  { id: 'insights', icon: 'M3 13V8M8 13V3M13 13V6', label: 'Insights', view: 'insights', key: '5' },
  {
    id: 'settings',
    icon: 'M2 5h7M13 5h1M11 3v4M2 11h1M7 11h7M5 9v4',
    label: 'Settings',
    view: 'settings',
    key: ',',
  },
] as const satisfies readonly RouteRow[];

export type View = (typeof routes)[number]['view'];

/** One row of the table. */
export interface Route extends RouteRow {
  view: View;
}

/** What the address says: a view, and for tasks which of them. */
export interface Place {
  view: View;
  scope: TaskScope;
}

/** View and scope from an address such as `#/tasks/project:…`; anything unknown is Today. */
export function readRoute(hash: string): Place {
  const [view, scope] = hash.replace(/^#\//, '').split('/');
  const known = routes.find((route) => route.view === view)?.view ?? 'today';
  return { view: known, scope: isScope(scope) ? scope : 'open' };
}

/** The address of a place: the inverse of `readRoute`. */
export function routeOf({ view, scope }: Place): string {
  return view === 'tasks' ? `#/tasks/${scope}` : `#/${view}`;
}

function isScope(scope: string | undefined): scope is TaskScope {
  const listed = routes.some((route) => 'scope' in route && route.scope === scope);
  return listed || /^(project|filter|tag|person):/.test(scope ?? '');
}
