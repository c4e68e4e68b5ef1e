import { z } from 'zod';
import { project } from '../domain/project.ts';
import { projectId } from '../ids.ts';
import { procedure } from './base.ts';

/** Projects, with how many open tasks each has. */
export const projects = {
  /** In order of name, archived ones included. */
  list: procedure.output(z.object({ projects: z.array(project) })),
  /** Throws `invalidInput` when there is one of that name, letter case ignored. */
  create: procedure.input(z.object({ name: z.string().min(1).max(200) })).output(project),
  /** Renames, recolours (an index into the palette), archives. */
  update: procedure
    .input(
      z.object({
        id: projectId,
        name: z.string().min(1).max(200).optional(),
        colour: z.int().min(0).max(11).optional(),
        archived: z.boolean().optional(),
      }),
    )
    .output(project),
};
