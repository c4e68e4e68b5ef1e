import type { Project, ProjectPatch } from '../../core/domain/project.ts';
import type { ProjectId } from '../../core/ids.ts';

/** A project with its place in the sidebar (`core/order-key.ts`); null until one project was moved by hand. */
export interface PlacedProject extends Project {
  position: string | null;
}

/** Projects with their sections and how many open tasks each has. */
export interface ProjectReader {
  /** As put by hand, the others behind them by name. */
  list(): PlacedProject[];
  get(id: ProjectId): PlacedProject | undefined;
  /** By name, letter case ignored. */
  byName(name: string): PlacedProject | undefined;
}

/** Adds, changes and removes projects; each write is logged. */
export interface ProjectWriter {
  insert(project: { id: ProjectId; name: string; colour: number; at: number }): Project;
  update(id: ProjectId, change: ProjectPatch & { position?: string }, at: number): Project;
  /** Only a project without tasks; answers whether it is gone. */
  remove(id: ProjectId): boolean;
}
