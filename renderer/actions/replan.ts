import type { PlanView } from '../../core/domain/views.ts';
import type { Action } from './action.ts';
import { notify } from '../ui/notify.tsx';

export const replan: Action = {
  id: 'replan',
  label: 'Re-plan now',
  group: 'Plan',
  keys: ['r'],
  run: async ({ client, plan }) => {
    const after = await client.planning.replan({});
    if (plan && placesOf(plan) === placesOf(after)) notify('The plan is up to date.');
  },
};

function placesOf({ blocks, unscheduled }: PlanView): string {
  const places = blocks.map(({ taskId, part, start, end }) => [taskId, part, start, end]);
  return JSON.stringify([places, unscheduled.map(({ taskId }) => taskId)]);
}
