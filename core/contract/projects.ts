import { z } from 'zod';
import { project, projectPatch, section } from '../domain/project.ts';
import { projectId, sectionId } from '../ids.ts';
import { procedure } from './base.ts';

const sectionName = section.shape.name;

/** Projects with their sections, and how many open tasks each has. */
export const projects = {
  /** In the order of the sidebar (by name until one is moved by hand), archived ones included. */
  list: procedure.output(z.object({ projects: z.array(project) })),
  /** Throws `invalidInput` when there is one of that name, letter case ignored. */
  create: procedure.input(z.object({ name: z.string().min(1).max(200) })).output(project),
  /** Renames, recolours (an index into the palette), gives a sign, a deadline or a layout, archives and brings back. */
  update: procedure.input(projectPatch.extend({ id: projectId })).output(project),
  /** Puts a project before another one in the sidebar; null for the last place. */
  arrange: procedure.input(z.object({ id: projectId, before: projectId.nullable() })).output(project),
  /** Adds a section, the last of its project; throws `invalidInput` when there is one of that name. */
  addSection: procedure.input(z.object({ id: projectId, name: sectionName })).output(section),
  /** Renames a section, or puts it before another one of its project (null for the last place). */
  updateSection: procedure
    .input(z.object({ id: sectionId, name: sectionName.optional(), before: sectionId.nullable().optional() }))
    .output(section),
  /** Removes a section; its tasks stay in the project. */
  removeSection: procedure.input(z.object({ id: sectionId })).output(z.object({ id: sectionId })),
};
