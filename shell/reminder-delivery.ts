import type { DueReminder } from '../core/domain/reminder.ts';
import { say } from '../core/messages/index.ts';
import type { Hub, Services } from '../services/index.ts';
import type { Desktop, Unsubscribe } from './desktop.ts';

/** How long "Later" on a notification puts off. */
const SNOOZE_MIN = 10;
/** More at once are one notification. */
const MOST_AT_ONCE = 3;
const SEVERAL = 'reminders';

export interface DeliveryParts {
  desktop: Pick<Desktop, 'notifications' | 'power'>;
  hub: Hub;
  services: Pick<Services, 'reminders' | 'tasks' | 'woke'>;
}

/**
 * Shows what is due as notifications of the system, where this shell has them, and has reminders looked at again when the
 * machine wakes. While the screen is locked no title is shown: anyone may look at it.
 */
export class ReminderDelivery {
  readonly #parts: DeliveryParts;
  readonly #shown = new Map<string, DueReminder>();
  readonly #ends: Unsubscribe[] = [];
  #hidden = false;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  start(): void {
    const { desktop, services } = this.#parts;
    const { power, notifications } = desktop;
    const unlisten = power?.onChange?.((event) => {
      if (event === 'lock' || event === 'unlock') this.#hidden = event === 'lock';
      else if (event === 'wake') services.woke();
    });
    if (unlisten) this.#ends.push(unlisten);
    if (!notifications) return;
    this.#ends.push(notifications.onAnswer((id, action) => this.#answered(id, action)));
    const stop = new AbortController();
    this.#ends.push(() => stop.abort());
    void this.#follow(stop.signal);
  }

  stop(): void {
    for (const end of this.#ends.splice(0)) end();
    for (const id of this.#shown.keys()) this.#parts.desktop.notifications?.withdraw(id);
    this.#shown.clear();
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const changes = this.#parts.hub.subscribe(signal);
    this.#deliver();
    for await (const { topic } of changes) if (topic === 'reminders') this.#deliver();
  }

  #deliver(): void {
    const { reminders } = this.#parts.services;
    const fresh = reminders.announce();
    const due = new Set(reminders.list().due.map(({ id }) => id));
    for (const id of this.#shown.keys()) if (id !== SEVERAL && !due.has(id)) this.#withdraw(id);
    if (fresh.length > MOST_AT_ONCE || (this.#hidden && fresh.length > 0)) this.#showSeveral(fresh);
    else for (const one of fresh) this.#showOne(one);
  }

  #showOne(one: DueReminder): void {
    this.#shown.set(one.id, one);
    const start =
      one.taskId === null || one.kind === 'deadline' || one.kind === 'overrun'
        ? []
        : [{ id: 'start', label: 'Start' }];
    this.#parts.desktop.notifications?.show({
      id: one.id,
      title: one.title,
      body: say(one.why),
      actions: [...start, { id: 'snooze', label: `In ${SNOOZE_MIN} min` }],
    });
  }

  #showSeveral(due: readonly DueReminder[]): void {
    const key = this.#hidden ? 'reminders.hidden' : 'reminders.several';
    const titles = due.map(({ title }) => title).join('\n');
    this.#parts.desktop.notifications?.show({
      id: SEVERAL,
      title: this.#hidden ? 'Daymark' : say({ key, params: { count: due.length } }),
      body: this.#hidden ? say({ key, params: { count: due.length } }) : titles,
      actions: [],
    });
  }

  #withdraw(id: string): void {
    this.#shown.delete(id);
    this.#parts.desktop.notifications?.withdraw(id);
  }

  /** A click alone only brings the window, where the reminder is. */
  #answered(id: string, action: string | null): void {
    const one = this.#shown.get(id);
    if (!one || action === null) return;
    this.#shown.delete(id);
    const { reminders, tasks } = this.#parts.services;
    // It may have been answered in a window meanwhile.
    if (!reminders.list().due.some((due) => due.id === id)) return;
    if (action === 'snooze') return reminders.snooze(id, SNOOZE_MIN);
    if (one.taskId === null) return;
    tasks.start(one.taskId, {});
    reminders.dismiss([id]);
  }
}
