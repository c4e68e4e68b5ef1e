import type { Section } from '../../core/domain/project.ts';
import type { ProjectId, SectionId } from '../../core/ids.ts';

/** Sections of projects. */
export interface SectionReader {
  /** In their order: those of one project, or all, project by project. */
  list(project?: ProjectId): Section[];
  get(id: SectionId): Section | undefined;
}

/** Adds, changes and removes sections; each write is logged. Tasks of a section that is gone stand in none. */
export interface SectionWriter {
  insert(section: Section, at: number): void;
  /** @throws DaymarkError `notFound` */
  update(id: SectionId, change: Partial<Pick<Section, 'name' | 'position'>>, at: number): void;
  remove(id: SectionId): boolean;
}
