import type { TaskId } from '../../core/ids.ts';

/**
 * The list on the screen, as far as the keys need it: moving the cursor, and moving its rows. Whichever list is shown sets how.
 */
type MoveRow = (by: 1 | -1, extend: boolean) => void;

let current: MoveRow | null = null;

/** Says how the cursor moves while a list is shown; the returned function ends that. */
export function setMoveRow(next: MoveRow): () => void {
  current = next;
  return () => {
    if (current === next) current = null;
  };
}

/** Moves the cursor; with `extend` the rows that it leaves and reaches join the selection. */
export function moveRow(by: 1 | -1, extend = false): void {
  current?.(by, extend);
}

type ArrangeRow = (id: TaskId, by: 1 | -1) => void;

let arrange: ArrangeRow | null = null;

/** Says how a row is moved while a list of the person's own order is shown; the returned function ends that. */
export function setArrangeRow(next: ArrangeRow): () => void {
  arrange = next;
  return () => {
    if (arrange === next) arrange = null;
  };
}

export function canArrangeRows(): boolean {
  return arrange !== null;
}

/** Moves a task one place up or down in the list. */
export function arrangeRow(id: TaskId, by: 1 | -1): void {
  arrange?.(id, by);
}

/** The id beside the current one in a list; the first when none is current, the same at the ends. */
export function neighbour<Id>(ids: readonly Id[], current: Id | null, by: 1 | -1): Id | null {
  const at = current === null ? -1 : ids.indexOf(current);
  if (at === -1) return ids[0] ?? null;
  return ids[Math.min(Math.max(at + by, 0), ids.length - 1)] ?? null;
}
