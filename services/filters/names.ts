import type { FilterNames } from '../../core/filter/read.ts';
import type { ServiceContext } from '../context.ts';

/** The names that a filter may use. */
export function filterNames({ db }: ServiceContext): FilterNames {
  return {
    projects: db.projects.list(),
    tags: db.tags.list().map(({ name }) => name),
    people: db.tasks.people(),
  };
}
