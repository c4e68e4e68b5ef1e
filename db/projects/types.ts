import type { Project } from '../../core/domain/project.ts';
import type { ProjectId } from '../../core/ids.ts';

/** Projects with how many open tasks each has. */
export interface ProjectReader {
  list(): Project[];
  get(id: ProjectId): Project | undefined;
  /** By name, letter case ignored. */
  byName(name: string): Project | undefined;
}

/** Adds, changes and removes projects; each write is logged. */
export interface ProjectWriter {
  insert(project: { id: ProjectId; name: string; colour: number; at: number }): Project;
  update(id: ProjectId, change: { name?: string; colour?: number; archived?: boolean }, at: number): Project;
  /** Only a project without tasks; answers whether it is gone. */
  remove(id: ProjectId): boolean;
}
