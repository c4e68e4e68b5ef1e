import { Checkbox, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SubscribedCalendar } from '../../../core/domain/calendar.ts';
import { localOf } from '../../../core/time/zoned.ts';
import { client } from '../../api/client.ts';
import { useNow } from '../../api/hooks.ts';
import { ClockField } from '../../ui/ClockField.tsx';
import { ColourPicker } from '../../ui/ColourPicker.tsx';
import { notifyError } from '../../ui/notify.tsx';
import { ProjectDot } from '../../ui/ProjectDot.tsx';
import shared from '../../ui/ui.module.css';
import { fullMoment } from '../../wording/format.ts';
import styles from './settings.module.css';

interface Props {
  calendar: SubscribedCalendar;
  onChanged(): Promise<unknown>;
}

type Change = Partial<Pick<SubscribedCalendar, 'name' | 'colour' | 'busy' | 'ignored'>>;

/** One calendar of others: its name and colour, how it stands, and whether tasks are planned around it. */
export function CalendarRow({ calendar, onChanged }: Props) {
  const { today, tz } = useNow();
  const { id, name, busy, ignored, events, error, checkedAt, skipped } = calendar;
  const update = (change: Change): void => {
    client.calendars.update({ id, ...change }).then(onChanged, notifyError);
  };
  const remove = (): void => {
    client.calendars.remove({ id }).then(onChanged, notifyError);
  };
  const counted = [
    events === 1 ? '1 event' : `${events} events`,
    skipped.length > 0 && `${skipped.length} skipped`,
    checkedAt !== null && `checked ${fullMoment(localOf(checkedAt, tz), today)}`,
  ];
  return (
    <li className={styles.calendar}>
      <NameAndColour calendar={calendar} onChange={update} />
      <Removal name={name} onRemove={remove} />
      <span className={styles.text}>
        {counted.filter(Boolean).join(', ')}
        {error && (
          <span className={styles.problem} role="status">
            {' '}
            {error}
          </span>
        )}
      </span>
      {skipped.length > 0 && (
        <details className={styles.wide}>
          <summary className={styles.text}>What was skipped</summary>
          <ul className={styles.rules}>
            {[...new Map(skipped.map((one) => [`${one.what} ${one.why}`, one]))].map(
              ([key, { what, why }]) => (
                <li key={key} className={styles.text}>
                  {what}: {why}
                </li>
              ),
            )}
          </ul>
        </details>
      )}
      <Checkbox
        className={styles.wide ?? ''}
        label="Plan around it"
        description={busy ? undefined : 'Only shown: tasks may lie over its events.'}
        checked={busy}
        onChange={({ currentTarget }) => update({ busy: currentTarget.checked })}
      />
      {busy && <IgnoredHours name={name} value={ignored} onSave={(hours) => update({ ignored: hours })} />}
    </li>
  );
}

interface NameProps {
  calendar: SubscribedCalendar;
  onChange(change: Change): void;
}

function NameAndColour({ calendar, onChange }: NameProps) {
  const [name, setName] = useState(calendar.name);
  const rename = (): void => {
    const next = name.trim();
    if (next === '') setName(calendar.name);
    else if (next !== calendar.name) onChange({ name: next });
  };
  return (
    <Popover position="bottom-start" width={232} trapFocus>
      <Popover.Target>
        <button type="button" className={styles.named} aria-label={`Name and colour of ${calendar.name}`}>
          <ProjectDot colour={calendar.colour} />
          {calendar.name}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          label="Name"
          size="xs"
          maxLength={200}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          onBlur={rename}
          onKeyDown={({ key }) => key === 'Enter' && rename()}
        />
        <ColourPicker value={calendar.colour} onChoose={(colour) => onChange({ colour })} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Removal({ name, onRemove }: { name: string; onRemove(): void }) {
  const [asking, setAsking] = useState(false);
  if (!asking)
    return (
      <button
        type="button"
        className={shared.quiet}
        aria-label={`Remove ${name}…`}
        onClick={() => setAsking(true)}
      >
        Remove…
      </button>
    );
  return (
    <span className={styles.answers}>
      <button type="button" className={shared.quiet} onClick={onRemove}>
        Remove
      </button>
      <button type="button" className={shared.quiet} onClick={() => setAsking(false)}>
        Cancel
      </button>
    </span>
  );
}

interface IgnoredHoursProps {
  name: string;
  value: SubscribedCalendar['ignored'];
  onSave(hours: SubscribedCalendar['ignored']): void;
}

/** Hours of a day in which a calendar isn't planned around, such as the private one during work. */
function IgnoredHours({ name, value, onSave }: IgnoredHoursProps) {
  return (
    <span className={styles.ignored}>
      <Checkbox
        label="Ignore events between"
        aria-label={`Ignore events of ${name} at certain hours`}
        checked={value !== null}
        onChange={({ currentTarget }) =>
          onSave(currentTarget.checked ? { from: '18:00', to: '08:00' } : null)
        }
      />
      {value && (
        <>
          <ClockField
            label={`Ignore events of ${name} from`}
            value={value.from}
            onSave={(from) => from && onSave({ ...value, from })}
          />
          and
          <ClockField
            label={`Ignore events of ${name} until`}
            value={value.to}
            onSave={(to) => to && onSave({ ...value, to })}
          />
        </>
      )}
    </span>
  );
}
