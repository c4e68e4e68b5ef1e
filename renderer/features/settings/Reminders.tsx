import { Select, Switch } from '@mantine/core';
import { useState } from 'react';
import type { ReminderSettings, Settings } from '../../../core/domain/settings.ts';
import { useStatus } from '../../api/hooks.ts';
import shared from '../../ui/ui.module.css';
import { minutes } from '../../wording/format.ts';
import { save } from './save.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const NONE = 'none';

function choices(lengths: readonly number[]): { value: string; label: string }[] {
  const before = lengths.map((length) => ({
    value: String(length),
    label: length === 0 ? 'At the time' : `${minutes(length)} before`,
  }));
  return [{ value: NONE, label: 'No reminder' }, ...before];
}

/** What is reminded of by itself, and where that is shown. Single tasks have reminders of their own. */
export function Reminders({ settings: { reminders } }: { settings: Settings }) {
  const set = (patch: Partial<ReminderSettings>): void => save({ reminders: { ...reminders, ...patch } });
  const minutesOf = (value: string | null): number | null =>
    value === null || value === NONE ? null : Number(value);
  return (
    <Section title="Reminders" text="A task can have its own too: “remind me 10 min before”.">
      <Switch
        label="When a planned task begins"
        checked={reminders.blocks}
        onChange={(event) => set({ blocks: event.currentTarget.checked })}
      />
      <div className={styles.parts}>
        <Select
          label="Events"
          allowDeselect={false}
          data={choices([0, 5, 10, 15, 30, 60])}
          value={String(reminders.eventMin ?? NONE)}
          onChange={(value) => set({ eventMin: minutesOf(value) })}
        />
        <Select
          label="Deadlines"
          allowDeselect={false}
          data={choices([0, 15, 30, 60, 120, 1_440])}
          value={String(reminders.deadlineMin ?? NONE)}
          onChange={(value) => set({ deadlineMin: minutesOf(value) })}
        />
      </div>
      <SystemNotifications />
    </Section>
  );
}

/** In a browser the person has to allow notifications of the system; the app has them by itself. */
function SystemNotifications() {
  const shell = useStatus().data?.shell;
  const [state, setState] = useState(() =>
    'Notification' in window ? Notification.permission : 'unavailable',
  );
  if (shell !== 'browser' || state === 'unavailable') return null;
  if (state === 'granted')
    return <p className={styles.line}>Your browser shows them as notifications of the system, too.</p>;
  if (state === 'denied')
    return (
      <p className={styles.line}>
        Your browser blocks notifications of this page; its settings for this page allow them. Reminders still
        appear in Daymark.
      </p>
    );
  return (
    <button
      type="button"
      className={`${shared.quiet} ${styles.start}`}
      onClick={() => void Notification.requestPermission().then(setState)}
    >
      Show them as notifications of the system, too
    </button>
  );
}
