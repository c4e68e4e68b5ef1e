import { addDays } from '../../core/time/zoned.ts';
import type { Action } from './action.ts';
import { notify } from '../ui/notify.tsx';
import { deferralNotice } from './deferral-notice.ts';

export const deferTomorrow: Action = {
  id: 'defer-tomorrow',
  label: 'Postpone to tomorrow',
  group: 'Task',
  keys: ['d'],
  enabled: ({ task }) => task?.status === 'open',
  run: async ({ client, task, now }) => {
    if (!task) return;
    const before = await client.tasks.get({ id: task.id });
    const after = await client.tasks.defer({ id: task.id, until: addDays(now.slice(0, 10), 1) });
    notify(...deferralNotice(before, after, 'tomorrow'));
  },
};
