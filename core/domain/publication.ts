import { z } from 'zod';
import { taskId } from '../ids.ts';
import { localDateTime } from '../time/schemas.ts';

/** The plan in a calendar of its own, for other programs to show. */

/** A calendar on a CalDAV server, or an .ics file on this computer. */
export const publicationKind = z.enum(['caldav', 'file']);
export type PublicationKind = z.infer<typeof publicationKind>;

/** What was changed there by hand, and what became of it here. */
export const publicationNote = z.object({
  /** Epoch ms when it was noticed. */
  at: z.number(),
  /** `refused`: moved to where it can't be, so that it goes back. `emptied`: everything was gone and is put there again. */
  what: z.enum(['moved', 'resized', 'deleted', 'refused', 'emptied']),
  taskId: taskId.nullable(),
  title: z.string(),
  /** Where it was moved to. */
  to: localDateTime.nullable(),
});
export type PublicationNote = z.infer<typeof publicationNote>;

export const publication = z.object({
  kind: publicationKind,
  /** Address without a login, or path. */
  location: z.string(),
  /** Blocks that are there. */
  blocks: z.int(),
  /** When it was last in step with the plan, epoch ms; null before. */
  publishedAt: z.number().nullable(),
  /** What went wrong last time; it is tried again. */
  error: z.string().nullable(),
  /** Newest first. */
  notes: z.array(publicationNote),
});
export type Publication = z.infer<typeof publication>;
