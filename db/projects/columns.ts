import type { Project } from '../../core/domain/project.ts';
import { ColumnTable, flagColumn as flag, plainColumn as plain } from '../columns.ts';

/** Where each field of a project is kept; the count of its tasks is worked out. */
export const projectColumns = new ColumnTable<Omit<Project, 'openTasks'>>('projects', {
  id: plain('id'),
  name: plain('name'),
  colour: plain('colour'),
  archived: flag('archived'),
});
