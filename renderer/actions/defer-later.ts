import type { Action } from './action.ts';
import { addMinutes, clockTime } from '../wording/format.ts';
import { notify } from '../ui/notify.tsx';
import { deferralNotice } from './deferral-notice.ts';

const LATER_MIN = 120;

export const deferLater: Action = {
  id: 'defer-later',
  label: 'Postpone by two hours',
  group: 'Task',
  keys: ['shift+d'],
  enabled: ({ task }) => task?.status === 'open',
  run: async ({ client, task, now }) => {
    if (!task) return;
    const until = addMinutes(now, LATER_MIN);
    const before = await client.tasks.get({ id: task.id });
    const after = await client.tasks.defer({ id: task.id, until });
    notify(...deferralNotice(before, after, clockTime(until)));
  },
};
