import { z } from 'zod';

/** What comes in from other programs, and goes out to them. */

export const importFormats = [
  'daymark-json',
  'todoist-csv',
  'todoist-json',
  'ticktick-csv',
  'super-productivity-json',
  'taskwarrior-json',
  'microsoft-todo-json',
  'google-tasks-json',
  'icalendar',
  'org',
  'markdown',
  'csv',
] as const;
export const importFormat = z.enum(importFormats);
export type ImportFormat = z.infer<typeof importFormat>;

/** Something that was left out, or has no place here. */
export const skippedItem = z.object({ what: z.string(), why: z.string() });
export type SkippedItem = z.infer<typeof skippedItem>;

export const importSummary = z.object({
  format: importFormat,
  /** New tasks, finished ones included. */
  tasks: z.int(),
  /** Projects that are made for them. */
  projects: z.int(),
  events: z.int(),
  /** Finished tasks among them. */
  finished: z.int(),
  skipped: z.array(skippedItem),
  /** What is here already. */
  duplicates: z.int(),
});
export type ImportSummary = z.infer<typeof importSummary>;

/** Some of the tasks that would come, as they would be. */
export const importSample = z.object({
  title: z.string(),
  project: z.string().nullable(),
  tags: z.array(z.string()),
  date: z.string().nullable(),
  deadline: z.string().nullable(),
  durationMin: z.number().nullable(),
  done: z.boolean(),
});
export type ImportSample = z.infer<typeof importSample>;

export const exportFormats = ['json', 'csv', 'ics', 'markdown', 'html', 'archive'] as const;
export const exportFormat = z.enum(exportFormats);
export type ExportFormat = z.infer<typeof exportFormat>;
