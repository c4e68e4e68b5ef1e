import type { Task } from '../../core/domain/task.ts';
import { clockTime } from '../wording/format.ts';
import type { notify } from '../ui/notify.tsx';
import { takeBack } from './undo.ts';

/** What became of a task that was postponed, with a way back where there is something to take back. */
export function deferralNotice(before: Task, after: Task, to: string): Parameters<typeof notify> {
  if (after.revision === before.revision) return [`“${after.title}” is planned for ${to} or later already`];
  const undo = { label: 'Undo', run: () => takeBack({ intent: 'tasks.defer', ids: [after.id] }) };
  const at = after.start !== null && after.start.length > 10 ? ` at ${clockTime(after.start)}` : '';
  if (after.deferrals > before.deferrals) return [`“${after.title}” postponed to ${to}${at}`, undo];
  return [`“${after.title}” is set for ${to}${at}`, undo];
}
