import { z } from 'zod';
import { fieldsWith, shapeOf, taskFields, type TaskFieldName } from './task-fields.ts';

/** A task as everybody but the database sees it. `taskFields` says what each field is. */
export const task = z.object(shapeOf(Object.keys(taskFields) as TaskFieldName[], 'type'));
export type Task = z.infer<typeof task>;

/** What a person can change by hand. An absent field stays as it is; null clears it. */
export const taskPatch = z.object(shapeOf(fieldsWith('byHand'), 'byHand')).partial();
export type TaskPatch = z.infer<typeof taskPatch>;
