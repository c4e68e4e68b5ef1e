import { z } from 'zod';
import { projectId, sectionId } from '../ids.ts';
import { localDate } from '../time/schemas.ts';
import { taskLayout } from './saved-filter.ts';

/** The signs that a project can have; how each is drawn is the renderer's. */
export const projectIcons = [
  'briefcase',
  'home',
  'heart',
  'leaf',
  'book',
  'code',
  'cart',
  'plane',
  'music',
  'people',
  'money',
  'tools',
  'star',
  'flag',
  'sun',
  'gift',
] as const;
export const projectIcon = z.enum(projectIcons);
export type ProjectIcon = z.infer<typeof projectIcon>;

/** A stretch of a project's list with a name of its own. */
export const section = z.object({
  id: sectionId,
  projectId,
  name: z.string().min(1).max(200),
  /** Its place among the others of its project (`core/order-key.ts`). */
  position: z.string(),
});
export type Section = z.infer<typeof section>;

export const project = z.object({
  id: projectId,
  name: z.string().min(1),
  /** Index into the renderer's palette of project colours. */
  colour: z.int().nonnegative(),
  icon: projectIcon.nullable(),
  /** The last day for all of it. */
  deadline: localDate.nullable(),
  /** How its tasks are laid out. */
  layout: taskLayout,
  archived: z.boolean(),
  openTasks: z.int().nonnegative(),
  /** In their order. */
  sections: z.array(section.omit({ projectId: true, position: true })),
});
export type Project = z.infer<typeof project>;

/** What may be changed of a project. */
export const projectPatch = z
  .object({
    name: z.string().min(1).max(200),
    colour: z.int().min(0).max(11),
    icon: projectIcon.nullable(),
    deadline: localDate.nullable(),
    layout: taskLayout,
    archived: z.boolean(),
  })
  .partial();
export type ProjectPatch = z.infer<typeof projectPatch>;
