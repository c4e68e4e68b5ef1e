import type { Project } from '../../core/domain/project.ts';
import type { ProjectId } from '../../core/ids.ts';

export interface ProjectReader {
  list(): Project[];
  get(id: ProjectId): Project | undefined;
  /** By name, letter case ignored. */
  byName(name: string): Project | undefined;
}

export interface ProjectWriter {
  insert(project: { id: ProjectId; name: string; colour: number; at: number }): Project;
  update(id: ProjectId, change: { name?: string; colour?: number; archived?: boolean }, at: number): Project;
  /** Only a project without tasks; answers whether it is gone. */
  remove(id: ProjectId): boolean;
}
