import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DueReminder } from '../../../core/domain/reminder.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { useNow, useSettings } from '../../api/hooks.ts';
import { show } from '../../state/window.ts';
import { notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import { minuteOfDay } from '../../wording/format.ts';
import { dueWords } from '../../wording/reminder.ts';
import styles from './reminders.module.css';
import { useSystemNotifications } from './use-system-notifications.ts';

/** So many are shown; the rest are a number. */
const SHOWN = 3;
const DAY_MIN = 1_440;

/** What is due, on every view, until it is answered. */
export function ReminderCards() {
  const due = useQuery(orpc.reminders.list.queryOptions()).data?.due ?? [];
  const [all, setAll] = useState(false);
  useSystemNotifications(due);
  if (due.length === 0) return null;
  const shown = all ? due : due.slice(-SHOWN);
  return (
    <section className={styles.cards} aria-label="Reminders" role="status">
      <ul className={styles.list}>
        {shown.toReversed().map((one) => (
          <Card key={one.id} one={one} />
        ))}
      </ul>
      {due.length > SHOWN && (
        <div className={styles.more}>
          <button type="button" className={shared.quiet} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `${due.length - SHOWN} more`}
          </button>
          <button type="button" className={shared.quiet} onClick={() => dismiss(due)}>
            Dismiss all
          </button>
        </div>
      )}
    </section>
  );
}

function Card({ one }: { one: DueReminder }) {
  const { id, taskId, title } = one;
  const { local, today, tz, epochMs } = useNow();
  const morning = useSettings().data?.dayParts.morning ?? 9;
  const tomorrow = DAY_MIN - minuteOfDay(local) + morning * 60;
  return (
    <li className={styles.card}>
      <svg className={styles.bell} viewBox="0 0 16 16" aria-hidden="true">
        <path d="M4 11V7a4 4 0 0 1 8 0v4l1 1.5H3zM6.5 14h3" />
      </svg>
      <span className={styles.what}>
        {taskId === null ? (
          <span className={styles.title}>{title}</span>
        ) : (
          <button type="button" className={styles.title} onClick={() => show({ openTask: taskId })}>
            {title}
          </button>
        )}
        <span className={styles.when}>{dueWords(one, today, tz, epochMs)}</span>
      </span>
      <span className={styles.answers}>
        {taskId !== null && one.kind !== 'overrun' && (
          <button type="button" className={shared.quiet} onClick={() => start(one)}>
            Start
          </button>
        )}
        <span className={styles.snooze} role="group" aria-label={`Snooze ${title}`}>
          <span className={styles.snoozeWord}>Snooze</span>
          <Snooze id={id} minutes={10} label="10 min" />
          <Snooze id={id} minutes={60} label="1h" />
          {taskId !== null && one.kind !== 'overrun' && (
            <Snooze id={id} minutes={tomorrow} label="Tomorrow" />
          )}
        </span>
        <button
          type="button"
          className={shared.quiet}
          aria-label={`Dismiss ${title}`}
          onClick={() => dismiss([one])}
        >
          Dismiss
        </button>
      </span>
    </li>
  );
}

function Snooze({ id, minutes, label }: { id: string; minutes: number; label: string }) {
  return (
    <button
      type="button"
      className={shared.quiet}
      aria-label={`Remind again ${label === 'Tomorrow' ? 'tomorrow' : `in ${label}`}`}
      onClick={() => answer(client.reminders.snooze({ id, minutes }))}
    >
      {label}
    </button>
  );
}

async function started({ id, taskId }: DueReminder): Promise<void> {
  if (taskId === null) return;
  await client.tasks.start({ id: taskId });
  show({ startedTask: taskId });
  await client.reminders.dismiss({ ids: [id] });
}

function start(one: DueReminder): void {
  answer(started(one));
}

function dismiss(due: readonly DueReminder[]): void {
  answer(client.reminders.dismiss({ ids: due.map(({ id }) => id) }));
}

function answer(request: Promise<unknown>): void {
  request
    .then(async () => queryClient.invalidateQueries({ queryKey: orpc.reminders.key() }))
    .catch(notifyError);
}
