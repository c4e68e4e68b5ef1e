import type { Task, TaskPatch } from '../../../core/domain/task.ts';
import type { TaskId } from '../../../core/ids.ts';
import { changeTogether } from '../../actions/selection.ts';
import { client } from '../../api/client.ts';
import { notifyError } from '../../ui/notify.tsx';

/** Where a card stands: which column, and how far down in it. */
export interface BoardPlace {
  column: number;
  row: number;
}

/**
 * Puts tasks into a column, which sets what it stands for, or to another place in theirs.
 *
 * @param beside the card that they go before or behind, in a board of the person's own order
 * @param present the tasks of the column
 */
export function moveInto(
  ids: readonly TaskId[],
  patch: TaskPatch,
  beside: { side: 'before' | 'behind'; id: TaskId } | null,
  present: readonly Task[],
): void {
  const among = new Set(present.map(({ id }) => id));
  const coming = ids.filter((id) => !among.has(id));
  const staying = ids.filter((id) => among.has(id) && id !== beside?.id);
  if (coming.length > 0 && Object.keys(patch).length > 0) {
    const deferral = patch.date;
    if (typeof deferral === 'string')
      changeTogether(coming, { kind: 'defer', until: deferral }, 'Moved', 'tasks.defer');
    else
      changeTogether(coming, { kind: 'edit', patch, addTags: [], removeTags: [] }, 'Moved', stepName(patch));
  }
  if (staying.length > 0 && beside)
    client.tasks.arrange({ ids: staying, [beside.side]: beside.id }).catch(notifyError);
}

/** What the history calls the change. */
function stepName(patch: TaskPatch): string {
  if (patch.onHold) return `tasks.${patch.onHold}`;
  return 'project' in patch ? 'tasks.move' : 'tasks.update';
}
