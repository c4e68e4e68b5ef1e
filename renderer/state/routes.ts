/**
 * The one table of places that the window can show. The sidebar lists it, the command menu and the shortcuts go by it, and the
 * address is read against it. What each view draws stands in `app/views.tsx`; a new view is a row in each of the two.
 */

/** Which slice of the tasks the Tasks view lists. */
export type TaskScope = 'inbox' | 'open' | 'done' | `project:${string}`;

interface RouteRow {
  /** Also names the action that goes there: `go-<id>`. */
  id: string;
  label: string;
  view: string;
  scope?: TaskScope;
  key?: string;
  /** Which of the task counts stands beside it in the sidebar. */
  count?: 'today' | 'open' | 'inbox';
}

/** In the order of the sidebar. */
export const routes = [
  { id: 'today', label: 'Today', view: 'today', key: '1', count: 'today' },
  { id: 'week', label: 'Week', view: 'week', key: '2' },
  { id: 'tasks', label: 'Tasks', view: 'tasks', scope: 'open', key: '3', count: 'open' },
  { id: 'inbox', label: 'Inbox', view: 'tasks', scope: 'inbox', key: '4', count: 'inbox' },
  { id: 'done', label: 'Done', view: 'tasks', scope: 'done' },
  { id: 'learning', label: 'Insights', view: 'learning', key: '5' },
  { id: 'settings', label: 'Settings', view: 'settings', key: ',' },
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
  return listed || (scope?.startsWith('project:') ?? false);
}
