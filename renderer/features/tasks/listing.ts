import type { TaskGrouping, TaskSort } from '../../../core/domain/saved-filter.ts';
import type { ProjectId } from '../../../core/ids.ts';
import type { TaskScope } from '../../state/routes.ts';

/** What a list of tasks is asked for, and where its headings stand. */

/** A list as the contract is asked for it, without its window. */
export interface TaskListing {
  status?: 'done' | 'waiting' | 'someday';
  projectId?: ProjectId;
  inbox?: boolean;
  withoutSessions?: boolean;
  order?: TaskSort | 'completed';
  filter?: string;
  grouping?: TaskGrouping;
}

/** A group of a list; one of a section may have no task at all. */
export interface TaskGroup {
  key: string;
  count: number;
  minutes: number;
}

/** How the person wants a list: `filter` is a text that can be read, or empty. */
export interface ListingChoice {
  filter: string;
  sort: TaskSort;
  grouping: TaskGrouping;
}

/** The groups of a list by section, with the sections that no task is in. Tasks of no section come first. */
export function withSections(
  groups: readonly TaskGroup[],
  sections: readonly { id: string }[],
): readonly TaskGroup[] {
  const known = new Map(groups.map((group) => [group.key, group]));
  const loose = known.get('');
  return [
    ...(loose ? [loose] : []),
    ...sections.map(({ id }) => known.get(id) ?? { key: id, count: 0, minutes: 0 }),
  ];
}

/** What the contract calls a scope's open tasks, or those that are done. */
export function scopeFilter(scope: TaskScope): TaskListing {
  if (scope === 'inbox') return { inbox: true, withoutSessions: true };
  if (scope === 'done') return { status: 'done', order: 'completed' };
  if (scope.startsWith('project:'))
    return { projectId: scope.slice('project:'.length) as ProjectId, withoutSessions: true };
  if (scope.startsWith('tag:')) return { filter: `@"${nameOf(scope)}"` };
  if (scope.startsWith('person:')) return { filter: `+"${nameOf(scope)}"` };
  return { withoutSessions: true };
}

/** The name that the scope of a tag or a person is about. */
export function nameOf(scope: TaskScope): string {
  try {
    return decodeURIComponent(scope.slice(scope.indexOf(':') + 1));
  } catch {
    // Typed by hand into the address.
    return scope.slice(scope.indexOf(':') + 1);
  }
}

/** A scope's list as the person wants it. The plain list stays plain, since that one is read along an index. */
export function listingOf(scope: TaskScope, { filter, sort, grouping }: ListingChoice): TaskListing {
  const listing = { ...scopeFilter(scope) };
  if (scope !== 'done' && sort !== 'smart') listing.order = sort;
  if (filter !== '') listing.filter = listing.filter ? `(${filter}) & ${listing.filter}` : filter;
  if (listing.filter !== undefined || grouping !== 'none') listing.grouping = grouping;
  return listing;
}

const DAYS: Record<string, string> = {
  overdue: 'Before today',
  today: 'Today',
  tomorrow: 'Tomorrow',
  week: 'This week',
  nextWeek: 'Next week',
  later: 'Later',
};

/** What a group is called, by its key; projects and sections have names of their own. */
export function groupName(key: string, by: TaskGrouping): string {
  if (by === 'priority') return `Priority ${key}`;
  if (by === 'project') return 'No project';
  if (by === 'section') return 'No section';
  return DAYS[key] ?? (by === 'deadline' ? 'No deadline' : 'No day');
}

/** A row of the screen: the heading of a group, or a task by its number in the list. */
export type ListRow = { kind: 'heading'; group: TaskGroup } | { kind: 'task'; index: number };

/** Where headings and tasks stand. Closed groups keep their heading only. */
export class ListLayout {
  readonly count: number;
  readonly #sections: readonly { at: number; first: number; length: number; group: TaskGroup | null }[];

  constructor(total: number, groups: readonly TaskGroup[] | null, closed: ReadonlySet<string>) {
    const shown = groups?.some(({ key }) => key !== '' || groups.length > 1) === true;
    const sections = [];
    let at = 0;
    let first = 0;
    for (const group of shown && groups ? groups : [null]) {
      const size = group === null ? total : group.count;
      const length = group !== null && closed.has(group.key) ? 0 : size;
      sections.push({ at, first, length, group });
      at += length + (group === null ? 0 : 1);
      first += size;
    }
    this.#sections = sections;
    this.count = at;
  }

  /** The row at a place of the screen; null beyond the end. */
  rowAt(place: number): ListRow | null {
    const section = this.#sections.findLast(({ at }) => at <= place);
    if (!section) return null;
    const { at, first, length, group } = section;
    if (group !== null && place === at) return { kind: 'heading', group };
    const within = place - at - (group === null ? 0 : 1);
    return within < length ? { kind: 'task', index: first + within } : null;
  }

  /** The place of a task on the screen; null when its group is closed. */
  placeOf(index: number): number | null {
    const section = this.#sections.findLast(({ first }) => first <= index);
    if (!section || index >= section.first + section.length) return null;
    return section.at + (section.group === null ? 0 : 1) + index - section.first;
  }
}
