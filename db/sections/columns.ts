import type { Section } from '../../core/domain/project.ts';
import { ColumnTable, plainColumn as plain } from '../columns.ts';

/** Where each field of a section is kept in `sections`. */
export const sectionColumns = new ColumnTable<Section>('sections', {
  id: plain('id'),
  projectId: plain('project_id'),
  name: plain('name'),
  position: plain('position'),
});
