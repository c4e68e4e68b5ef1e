import { client } from '../api/client.ts';
import { notify } from '../ui/notify.tsx';

/** A step as the list of the history shows it. */
export type Step = Awaited<ReturnType<typeof client.tasks.steps>>['steps'][number];

/**
 * Undoes or redoes, one by one, until the state right after a step is there again; null means before all of them. Stops where
 * something else was done in between.
 *
 * @param steps the history as it was shown, newest first
 */
export async function goToStep(steps: readonly Step[], target: Step | null): Promise<void> {
  const done = steps.filter(({ undone }) => !undone);
  const back = done.filter(({ seq }) => seq > (target?.seq ?? -1));
  const forth = steps.filter(({ seq, undone }) => undone && seq <= (target?.seq ?? -1)).toReversed();
  for (const { intent } of back) {
    const { undone } = await client.tasks.undo({ expected: { intent, ids: [] } });
    if (undone === null) return notify('Something else was changed in the meantime; stopped there.');
  }
  for (const { intent } of forth) {
    const { undone } = await client.tasks.redo();
    if (undone !== intent) return notify('Something else was changed in the meantime; stopped there.');
  }
}
