import { Select } from '@mantine/core';
import { useState } from 'react';
import type { Reminder } from '../../../core/domain/reminder.ts';
import type { Task } from '../../../core/domain/task.ts';
import { useNow } from '../../api/hooks.ts';
import { ClockField } from '../../ui/ClockField.tsx';
import { DateField } from '../../ui/DateField.tsx';
import panel from '../../ui/panel.module.css';
import shared from '../../ui/ui.module.css';
import { whenWords } from '../../wording/reminder.ts';
import styles from './task-detail.module.css';

const OFFERED: readonly Reminder[] = [0, 5, 10, 15, 30, 60, 120, 1_440, 10_080];
const AT = 'at';

interface Props {
  task: Task;
  onSave(reminders: Reminder[]): void;
}

/** When to be reminded of a task: minutes before it begins, or moments. */
export function Reminders({ task: { reminders }, onSave }: Props) {
  const { today, local } = useNow();
  const [picking, setPicking] = useState<{ day: string; time: string } | null>(null);
  const left = OFFERED.filter((one) => !reminders.includes(one));
  const add = (one: Reminder): void => onSave([...reminders, one]);
  const pick = (day: string | null, time: string): void => {
    if (day !== null && time !== '') {
      setPicking(null);
      if (!reminders.includes(`${day}T${time}`)) add(`${day}T${time}`);
    } else setPicking(day === null ? null : { day, time });
  };
  return (
    <>
      <Select
        size="xs"
        aria-label="Add a reminder"
        placeholder={reminders.length === 0 ? 'No reminder' : 'Add another'}
        data={[
          ...left.map((one) => ({ value: String(one), label: capital(whenWords(one, today)) })),
          { value: AT, label: 'At a day and time' },
        ]}
        value={null}
        onChange={(value) => {
          if (value === AT) setPicking({ day: local.slice(0, 10), time: '' });
          else if (value !== null) add(Number(value));
        }}
      />
      {picking && (
        <div className={panel.moment}>
          <DateField label="Remind me, day" value={picking.day} onSave={(day) => pick(day, picking.time)} />
          <ClockField
            label="Remind me, time"
            value={picking.time}
            onSave={(time) => pick(picking.day, time)}
          />
        </div>
      )}
      {reminders.length > 0 && (
        <ul className={styles.similar}>
          {reminders.map((one) => (
            <li key={one}>
              <span>{capital(whenWords(one, today))}</span>
              <button
                type="button"
                className={shared.quiet}
                aria-label={`Remove the reminder ${whenWords(one, today)}`}
                onClick={() => onSave(reminders.filter((other) => other !== one))}
              >
                Remove
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
