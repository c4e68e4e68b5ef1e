import type { RecommendationKind } from '../../core/domain/recommendation.ts';
import type { TaskId } from '../../core/ids.ts';
import { say } from '../../core/messages/index.ts';
import { client as server } from '../api/client.ts';
import { notify } from '../ui/notify.tsx';
import type { Action } from './action.ts';
import { takeBack } from './undo.ts';

/** One key for a task that is stuck: does what is most worth trying, and says what it was. */
export const getMoving: Action = {
  id: 'get-moving',
  label: 'Get it moving: the best idea for a stuck task',
  group: 'Task',
  keys: ['g'],
  enabled: ({ task }) => task?.status === 'open' && task.habitId === null,
  run: async ({ client, task }) => {
    if (!task) return;
    const { why, offers } = await client.recommendations.forTask({ id: task.id });
    const [best] = offers;
    if (best) return takeRecommendation(task, best.kind);
    notify(why ? `There is no other idea for “${task.title}”.` : `“${task.title}” is not stuck.`);
  },
};

/** Does what is recommended for a task, in one change, and offers to take it back. */
export async function takeRecommendation(
  { id, title }: { id: TaskId; title: string },
  kind: RecommendationKind,
): Promise<void> {
  const { done } = await server.recommendations.take({ id, kind });
  notify(`${say(done)}: “${title}”`, {
    label: 'Undo',
    run: () => takeBack({ intent: 'recommendations.take', ids: [id] }),
  });
}
