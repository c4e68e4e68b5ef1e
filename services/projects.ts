import { DaymarkError } from '../core/errors.ts';
import type { Project } from '../core/domain/project.ts';
import { projectId, type ProjectId } from '../core/ids.ts';
import { requestTimeOf, type ServiceContext } from './context.ts';
import { runIntent, type Intent } from './intent.ts';

const COLOURS = 12;

/**
 * The project of this name; made when there is none, and brought back when it was archived, so that nothing goes where
 * no one looks. Names are trimmed; letter case only matters the first time.
 */
export function projectNamed(ctx: ServiceContext, intent: Intent, name: string): ProjectId | null {
  const clean = name.trim().replace(/\s+/g, ' ');
  if (clean === '') return null;
  const known = ctx.db.projects.byName(clean);
  if (known?.archived) ctx.db.projects.update(known.id, { archived: false }, intent.requestTime.at);
  if (known) return known.id;
  const id = projectId.parse(ctx.ids());
  const colour = leastUsedColour(ctx.db.projects.list());
  ctx.db.projects.insert({ id, name: clean, colour, at: intent.requestTime.at });
  return id;
}

function leastUsedColour(projects: readonly Project[]): number {
  const uses = Array.from({ length: COLOURS }, () => 0);
  for (const project of projects) uses[project.colour % COLOURS]! += 1;
  return uses.indexOf(Math.min(...uses));
}

export class Projects {
  readonly #ctx: ServiceContext;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  list(): Project[] {
    return this.#ctx.db.projects.list();
  }

  create(name: string): Project {
    const ctx = this.#ctx;
    if (name.trim() === '') throw new DaymarkError('invalidInput', { reason: 'a project needs a name' });
    return runIntent(
      ctx,
      { name: 'projects.create', requestTime: requestTimeOf(ctx), about: name.trim() },
      (intent) => {
        const id = projectNamed(ctx, intent, name);
        return this.#get(id!);
      },
    );
  }

  update(id: ProjectId, change: { name?: string; colour?: number; archived?: boolean }): Project {
    const ctx = this.#ctx;
    const other = change.name === undefined ? undefined : ctx.db.projects.byName(change.name);
    if (other && other.id !== id)
      throw new DaymarkError('invalidInput', { reason: 'there is a project of this name' });
    const before = this.#get(id);
    const { archived } = change;
    const name =
      archived === undefined || archived === before.archived
        ? 'projects.update'
        : archived
          ? 'projects.archive'
          : 'projects.bringBack';
    return runIntent(ctx, { name, requestTime: requestTimeOf(ctx), about: before.name }, (intent) =>
      ctx.db.projects.update(id, change, intent.requestTime.at),
    );
  }

  #get(id: ProjectId): Project {
    const found = this.#ctx.db.projects.get(id);
    if (!found) throw new DaymarkError('notFound', { what: 'project', id });
    return found;
  }
}
