import type { OverrunOption } from '../../core/domain/overrun.ts';
import { client } from '../api/client.ts';
import { notify } from '../ui/notify.tsx';
import { minutes, relativeDay } from '../wording/format.ts';
import { takeBack } from './undo.ts';

/** Does what an option says when a task runs over, in one change, and offers to take it back. */
export async function takeOverrunOption(option: OverrunOption, today: string): Promise<void> {
  const { kind, taskId: id, title } = option;
  if (kind === 'move') {
    await client.tasks.defer({ id, until: option.day });
    return notify(`“${title}” moved to ${relativeDay(option.day, today)}`, {
      label: 'Undo',
      run: () => takeBack({ intent: 'tasks.defer', ids: [id] }),
    });
  }
  await client.tasks.update({ id, patch: { durationMin: option.durationMin } });
  notify(`“${title}” is planned as ${minutes(option.durationMin)}`, {
    label: 'Undo',
    run: () => takeBack({ intent: 'tasks.update', ids: [id] }),
  });
}
