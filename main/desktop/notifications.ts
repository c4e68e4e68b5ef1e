import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron';
import type { Notifications } from '../../shell/desktop.ts';

/** What of Electron's class is used. */
export interface NotificationClass {
  new (options: NotificationConstructorOptions): Pick<ElectronNotification, 'show' | 'close' | 'on'>;
  isSupported(): boolean;
}

/** Notifications of the system; where it has none, none is shown. */
export function electronNotifications(Notification: NotificationClass): Notifications {
  const listeners = new Set<(id: string, action: string | null) => void>();
  // One that is not held is collected, and with it what a click would do.
  const shown = new Map<string, Pick<ElectronNotification, 'close'>>();
  const answer = (id: string, action: string | null): void => {
    shown.delete(id);
    for (const listener of listeners) listener(id, action);
  };
  return {
    show({ id, title, body, actions }) {
      if (!Notification.isSupported()) return;
      shown.get(id)?.close();
      const one = new Notification({
        title,
        body,
        actions: actions.map(({ label }) => ({ type: 'button', text: label })),
      });
      one.on('click', () => answer(id, null));
      one.on('action', ({ actionIndex }) => answer(id, actions[actionIndex]?.id ?? null));
      shown.set(id, one);
      one.show();
    },
    withdraw(id) {
      shown.get(id)?.close();
      shown.delete(id);
    },
    onAnswer(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
