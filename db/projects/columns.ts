import { ColumnTable, flagColumn as flag, plainColumn as plain } from '../columns.ts';
import type { PlacedProject } from './types.ts';

/** Where each field of a project is kept; its sections have a table, and the count of its tasks is worked out. */
export const projectColumns = new ColumnTable<Omit<PlacedProject, 'openTasks' | 'sections'>>('projects', {
  id: plain('id'),
  name: plain('name'),
  colour: plain('colour'),
  icon: plain('icon'),
  deadline: plain('deadline'),
  layout: plain('layout'),
  archived: flag('archived'),
  position: plain('position'),
});
