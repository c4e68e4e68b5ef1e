import { DaymarkError } from '../core/errors.ts';
import type { Project, ProjectPatch, Section } from '../core/domain/project.ts';
import { projectId, sectionId, type ProjectId, type SectionId } from '../core/ids.ts';
import { keyBetween, keysBetween } from '../core/order-key.ts';
import { isRealDate } from '../core/time/zoned.ts';
import { requestTimeOf, type ServiceContext } from './context.ts';
import { runIntent, type Intent } from './intent.ts';

const COLOURS = 12;

/**
 * The project of this name; made when there is none, and brought back when it was archived, so that nothing goes where
 * no one looks. Names are trimmed; letter case only matters the first time.
 */
export function projectNamed(ctx: ServiceContext, intent: Intent, name: string): ProjectId | null {
  const clean = cleanName(name);
  if (clean === '') return null;
  const known = ctx.db.projects.byName(clean);
  if (known?.archived) ctx.db.projects.update(known.id, { archived: false }, intent.requestTime.at);
  if (known) return known.id;
  const id = projectId.parse(ctx.ids());
  const colour = leastUsedColour(ctx.db.projects.list());
  ctx.db.projects.insert({ id, name: clean, colour, at: intent.requestTime.at });
  return id;
}

/** The section of this name in a project, letter case ignored; made as the last one when there is none. */
export function sectionNamed(
  ctx: ServiceContext,
  intent: Intent,
  project: ProjectId,
  name: string,
): SectionId | null {
  const clean = cleanName(name);
  if (clean === '') return null;
  const all = ctx.db.sections.list(project);
  const known = all.find((one) => sameName(one.name, clean));
  if (known) return known.id;
  const id = sectionId.parse(ctx.ids());
  const position = keyBetween(all.at(-1)?.position ?? '', null);
  ctx.db.sections.insert({ id, projectId: project, name: clean, position }, intent.requestTime.at);
  return id;
}

/** Where a task goes that names its project. "Home/Kitchen" is a section of Home where Home is a project and that name is none. */
export function placeNamed(
  ctx: ServiceContext,
  intent: Intent,
  name: string,
): { projectId: ProjectId | null; sectionId: SectionId | null } {
  const slash = name.indexOf('/');
  if (slash > 0 && !ctx.db.projects.byName(cleanName(name))) {
    const whole = ctx.db.projects.byName(cleanName(name.slice(0, slash)));
    if (whole) {
      const id = projectNamed(ctx, intent, whole.name);
      return { projectId: id, sectionId: sectionNamed(ctx, intent, whole.id, name.slice(slash + 1)) };
    }
  }
  return { projectId: projectNamed(ctx, intent, name), sectionId: null };
}

function leastUsedColour(projects: readonly Project[]): number {
  const uses = Array.from({ length: COLOURS }, () => 0);
  for (const project of projects) uses[project.colour % COLOURS]! += 1;
  return uses.indexOf(Math.min(...uses));
}

function cleanName(name: string): string {
  return name.trim().replace(/\s+/g, ' ');
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
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
    return this.#intent('projects.create', name.trim(), (intent) => {
      const id = projectNamed(ctx, intent, name);
      return this.#get(id!);
    });
  }

  update(id: ProjectId, change: ProjectPatch): Project {
    const ctx = this.#ctx;
    const other = change.name === undefined ? undefined : ctx.db.projects.byName(change.name);
    if (other && other.id !== id)
      throw new DaymarkError('invalidInput', { reason: 'there is a project of this name' });
    if (change.deadline && !isRealDate(change.deadline))
      throw new DaymarkError('invalidInput', { reason: `deadline: there is no ${change.deadline}` });
    const before = this.#get(id);
    const { archived } = change;
    const name =
      archived === undefined || archived === before.archived
        ? 'projects.update'
        : archived
          ? 'projects.archive'
          : 'projects.bringBack';
    return this.#intent(name, before.name, (intent) =>
      ctx.db.projects.update(id, change, intent.requestTime.at),
    );
  }

  /** Puts a project before another one in the sidebar; null for the last place. */
  arrange(id: ProjectId, before: ProjectId | null): Project {
    const { db } = this.#ctx;
    const moved = this.#get(id);
    if (before !== null) this.#get(before);
    if (before === id) return moved;
    return this.#intent('projects.arrange', moved.name, ({ requestTime: { at } }) => {
      const others = db.projects.list().filter((one) => one.id !== id);
      const place = before === null ? others.length : others.findIndex((one) => one.id === before);
      // What was never moved gets the place at which it stands, as far as the moved one has to follow it.
      const loose = others.slice(0, place + 1).filter(({ position }) => position === null);
      const last = others.findLast(({ position }) => position !== null)?.position ?? '';
      const given = new Map(
        keysBetween(last, null, loose.length).map((key, index) => [loose[index]!.id, key]),
      );
      for (const [other, position] of given) db.projects.update(other, { position }, at);
      const keyOf = (index: number): string | null => {
        const other = others[index];
        return other ? (other.position ?? given.get(other.id) ?? null) : null;
      };
      const position = keyBetween(keyOf(place - 1) ?? '', keyOf(place));
      return db.projects.update(id, { position }, at);
    });
  }

  /** @throws DaymarkError `invalidInput` for a name that the project has already */
  addSection(id: ProjectId, name: string): Section {
    const ctx = this.#ctx;
    this.#get(id);
    const clean = this.#freeName(id, name);
    return this.#intent('projects.addSection', clean, (intent) =>
      this.#section(sectionNamed(ctx, intent, id, clean)!),
    );
  }

  /** Renames a section, or puts it before another one of its project (null for the last place). */
  updateSection(id: SectionId, change: { name?: string; before?: SectionId | null }): Section {
    const { db } = this.#ctx;
    const section = this.#section(id);
    const { projectId: project } = section;
    const name = change.name === undefined ? undefined : this.#freeName(project, change.name, id);
    const others = db.sections.list(project).filter((one) => one.id !== id);
    const { before } = change;
    const place =
      before === null || before === undefined ? others.length : others.findIndex((one) => one.id === before);
    if (place === -1 && before !== id) throw new DaymarkError('notFound', { what: 'section', id: before! });
    return this.#intent('projects.updateSection', section.name, ({ requestTime: { at } }) => {
      const position =
        before === undefined || before === id
          ? undefined
          : keyBetween(others[place - 1]?.position ?? '', others[place]?.position ?? null);
      db.sections.update(id, { ...(name ? { name } : {}), ...(position ? { position } : {}) }, at);
      return this.#section(id);
    });
  }

  /** Its tasks stay in the project, in no section; should it come back, they are in it again. */
  removeSection(id: SectionId): void {
    const { name } = this.#section(id);
    this.#intent('projects.removeSection', name, () => this.#ctx.db.sections.remove(id));
  }

  #freeName(project: ProjectId, name: string, own?: SectionId): string {
    const clean = cleanName(name);
    if (clean === '') throw new DaymarkError('invalidInput', { reason: 'a section needs a name' });
    const taken = this.#ctx.db.sections
      .list(project)
      .some((one) => one.id !== own && sameName(one.name, clean));
    if (taken) throw new DaymarkError('invalidInput', { reason: 'there is a section of this name' });
    return clean;
  }

  #intent<T>(name: string, about: string, work: (intent: Intent) => T): T {
    return runIntent(this.#ctx, { name, requestTime: requestTimeOf(this.#ctx), about }, work);
  }

  #section(id: SectionId): Section {
    const found = this.#ctx.db.sections.get(id);
    if (!found) throw new DaymarkError('notFound', { what: 'section', id });
    return found;
  }

  #get(id: ProjectId): Project {
    const found = this.#ctx.db.projects.get(id);
    if (!found) throw new DaymarkError('notFound', { what: 'project', id });
    return found;
  }
}
