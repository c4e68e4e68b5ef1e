import type { SavedFilter, SavedFilterPatch } from '../../core/domain/saved-filter.ts';
import type { FilterId } from '../../core/ids.ts';

/** Filters that the person gave a name. */
export interface SavedFilterReader {
  /** In the order of the sidebar. */
  list(): SavedFilter[];
  get(id: FilterId): SavedFilter | undefined;
}

/** Adds, changes and removes saved filters; each write is logged. */
export interface SavedFilterWriter {
  insert(filter: SavedFilter, at: number): void;
  update(id: FilterId, change: SavedFilterPatch, at: number): void;
  remove(id: FilterId): boolean;
}
