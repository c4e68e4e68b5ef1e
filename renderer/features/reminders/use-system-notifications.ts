import { useEffect } from 'react';
import type { DueReminder } from '../../../core/domain/reminder.ts';
import { say } from '../../../core/messages/index.ts';
import { client } from '../../api/client.ts';
import { show } from '../../state/window.ts';

/**
 * Shows what has become due as notifications of the system, where the person has allowed this page to. The server hands
 * each out once, so of several open pages one shows it. A person who looks at the page sees it there.
 */
export function useSystemNotifications(due: readonly DueReminder[]): void {
  const key = due.map(({ id, at }) => `${id} ${at}`).join();
  useEffect(() => {
    if (key === '' || !mayNotify()) return;
    announce().catch(() => {
      // It is due on the page as well.
    });
  }, [key]);
}

async function announce(): Promise<void> {
  const { due } = await client.reminders.announce();
  if (!document.hasFocus()) for (const one of due) notifySystem(one);
}

/** Whether the browser was allowed to show notifications of this page. */
function mayNotify(): boolean {
  return 'Notification' in window && Notification.permission === 'granted';
}

function notifySystem({ id, title, why, taskId }: DueReminder): void {
  const one = new Notification(title, { body: say(why), tag: id });
  one.addEventListener('click', () => {
    window.focus();
    if (taskId !== null) show({ openTask: taskId });
    one.close();
  });
}
