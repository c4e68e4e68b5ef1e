import { routes, type Route } from '../state/routes.ts';
import { show } from '../state/window.ts';
import type { Action } from './action.ts';

/** One action for each row of the route table. */
export const goActions: readonly Action[] = routes.map(goTo);

function goTo({ id, label, view, scope, key }: Route): Action {
  return {
    id: `go-${id}`,
    label,
    group: 'Go to',
    keys: key ? [key] : [],
    run: () => show({ view, ...(scope ? { scope } : {}) }),
  };
}
