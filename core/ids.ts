import { z } from 'zod';

/**
 * Ids are uuidv7 strings: they sort by creation time and need no server. Each kind has its own brand, so that a
 * project's id can't be passed for a task's.
 */
export const taskId = z.uuid().brand<'TaskId'>();
export type TaskId = z.infer<typeof taskId>;
export const projectId = z.uuid().brand<'ProjectId'>();
export type ProjectId = z.infer<typeof projectId>;
export const sectionId = z.uuid().brand<'SectionId'>();
export type SectionId = z.infer<typeof sectionId>;
export const eventId = z.uuid().brand<'EventId'>();
export type EventId = z.infer<typeof eventId>;
export const predictionId = z.uuid().brand<'PredictionId'>();
export type PredictionId = z.infer<typeof predictionId>;
export const recurrenceId = z.uuid().brand<'RecurrenceId'>();
export type RecurrenceId = z.infer<typeof recurrenceId>;
export const habitId = z.uuid().brand<'HabitId'>();
export type HabitId = z.infer<typeof habitId>;

export const calendarId = z.uuid().brand<'CalendarId'>();
export type CalendarId = z.infer<typeof calendarId>;

export const filterId = z.uuid().brand<'FilterId'>();
export type FilterId = z.infer<typeof filterId>;

/** Makes a new uuidv7. Injected; tests pass a counting one. */
export type IdSource = () => string;
