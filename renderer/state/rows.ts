/**
 * The list on the screen, as far as the keys need it: moving the cursor. Whichever list is shown sets how.
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

/** The id beside the current one in a list; the first when none is current, the same at the ends. */
export function neighbour<Id>(ids: readonly Id[], current: Id | null, by: 1 | -1): Id | null {
  const at = current === null ? -1 : ids.indexOf(current);
  if (at === -1) return ids[0] ?? null;
  return ids[Math.min(Math.max(at + by, 0), ids.length - 1)] ?? null;
}
