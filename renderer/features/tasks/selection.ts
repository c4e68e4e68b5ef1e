import { MAX_BULK } from '../../../core/domain/bulk-limit.ts';
import type { TaskId } from '../../../core/ids.ts';
import { show, ui } from '../../state/window.ts';

/** Selects every task from the one under the cursor to another one, as far as they have been fetched. */
export function selectThrough(
  windows: ReadonlyMap<number, readonly { id: TaskId }[]>,
  from: TaskId | null,
  to: TaskId,
): void {
  const ids = [...windows].sort(([a], [b]) => a - b).flatMap(([, tasks]) => tasks.map(({ id }) => id));
  const [start, end] = [ids.indexOf(from ?? to), ids.indexOf(to)];
  const span = start === -1 || end === -1 ? [to] : ids.slice(Math.min(start, end), Math.max(start, end) + 1);
  show({ selected: [...new Set([...ui.get().selected, ...span])].slice(0, MAX_BULK), focusedTask: to });
}
