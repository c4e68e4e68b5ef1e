import type { Remedy } from '../../core/domain/overload.ts';
import type { TaskId } from '../../core/ids.ts';
import { client } from '../api/client.ts';
import { notify } from '../ui/notify.tsx';
import { clockTime, minutes, relativeMoment } from '../wording/format.ts';
import { takeBack } from './undo.ts';

/** A task that has no place. */
interface Waiting {
  taskId: TaskId;
  title: string;
}

/** Does what a remedy's button says, in one change, and offers to take it back. */
export async function applyRemedy(
  { taskId: id, title }: Waiting,
  remedy: Remedy,
  today: string,
): Promise<void> {
  const done = (message: string, intent: string, changed: TaskId = id): void =>
    notify(message, { label: 'Undo', run: () => takeBack({ intent, ids: [changed] }) });
  switch (remedy.kind) {
    case 'workLonger':
      await client.tasks.pin({ id, start: remedy.start });
      return done(`“${title}” is today at ${clockTime(remedy.start)}, after your hours`, 'tasks.pin');
    case 'postpone':
      await client.tasks.defer({ id: remedy.taskId, until: remedy.day });
      return done(
        `“${remedy.title}” moved to ${relativeMoment(remedy.day, today)}`,
        'tasks.defer',
        remedy.taskId,
      );
    case 'split': {
      await client.tasks.update({
        id,
        patch: { splittable: true, minChunkMin: Math.round(remedy.chunkMin) },
      });
      return done(`“${title}” may be split`, 'tasks.update');
    }
    case 'shorten':
      await client.tasks.update({ id, patch: { durationMin: Math.floor(remedy.toMin) } });
      return done(`“${title}” is planned as ${minutes(Math.floor(remedy.toMin))}`, 'tasks.update');
    case 'moveDeadline':
      await client.tasks.update({ id, patch: { deadline: remedy.deadline } });
      return done(`“${title}” is due ${relativeMoment(remedy.deadline, today)}`, 'tasks.update');
    case 'unpin':
      await client.tasks.pin({ id, start: null });
      return done(`“${title}” is no longer pinned`, 'tasks.pin');
  }
}
