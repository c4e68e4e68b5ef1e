import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { localOf } from '../../../core/time/zoned.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import { useNow } from '../../api/hooks.ts';
import { notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import { fileSize, fullMoment } from '../../wording/format.ts';
import { AccountForm } from './AccountForm.tsx';
import { CalendarRow } from './CalendarRow.tsx';
import { isPrivate } from './private-address.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const changed = (): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: orpc.calendars.key() }),
    queryClient.invalidateQueries({ queryKey: orpc.events.key() }),
  ]);

/** Calendars of others: a web address or a file, each planned around or only shown. */
export function Calendars() {
  const options = orpc.calendars.list.queryOptions({ staleTime: 0 });
  const calendars = useQuery(options).data?.calendars ?? [];
  const [busy, setBusy] = useState(false);
  const refresh = (): void => {
    setBusy(true);
    client.calendars
      .refresh()
      .then(changed, notifyError)
      .finally(() => setBusy(false));
  };
  return (
    <Section
      title="Calendars"
      text="Tasks are planned around their events. A web address is refreshed once an hour; a file on this computer needs no connection."
    >
      <AddCalendar />
      <details>
        <summary className={styles.text}>Add a calendar account (CalDAV)</summary>
        <AccountForm
          action="Add"
          onChoose={async (chosen) => {
            await client.calendars.add(chosen);
            await changed();
          }}
        />
      </details>
      <ul className={styles.rules}>
        {calendars.map((calendar) => (
          <CalendarRow key={calendar.id} calendar={calendar} onChanged={changed} />
        ))}
      </ul>
      {calendars.length > 0 && (
        <Button variant="default" loading={busy} onClick={refresh} className={styles.start ?? ''}>
          Refresh now
        </Button>
      )}
      <Connections />
    </Section>
  );
}

function AddCalendar() {
  const [location, setLocation] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [asks, setAsks] = useState(false);
  const [busy, setBusy] = useState(false);
  const add = async (allowPrivate: boolean): Promise<void> => {
    setBusy(true);
    setError(null);
    setAsks(false);
    try {
      await client.calendars.add({ location: location.trim(), allowPrivate });
      setLocation('');
      await changed();
    } catch (failure) {
      setAsks(isPrivate(failure));
      setError(sentenceOf(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={styles.fields}
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void add(false);
      }}
    >
      <TextInput
        label="Web address, or path of an .ics file or folder"
        placeholder="https://…"
        value={location}
        maxLength={4_000}
        autoComplete="off"
        spellCheck={false}
        onChange={({ currentTarget }) => setLocation(currentTarget.value)}
      />
      {error && (
        <p className={styles.problem} role="alert">
          {error}{' '}
          {asks && (
            <button type="button" className={shared.quiet} onClick={() => void add(true)}>
              Add anyway
            </button>
          )}
        </p>
      )}
      <Button
        type="submit"
        variant="default"
        loading={busy}
        disabled={location.trim() === ''}
        className={styles.start ?? ''}
      >
        Add calendar
      </Button>
    </form>
  );
}

const SHOWN = 20;

/** What left this computer: every connection that was opened, newest first. */
function Connections() {
  const { today, tz } = useNow();
  const [open, setOpen] = useState(false);
  const options = orpc.calendars.connections.queryOptions({ staleTime: 0, enabled: open });
  const connections = useQuery(options).data?.connections ?? [];
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className={styles.text}>What was asked of calendar servers</summary>
      {open && connections.length === 0 && <p className={styles.text}>Nothing so far.</p>}
      <ul className={styles.rules}>
        {connections.slice(0, SHOWN).map(({ at, host, sent, received, outcome }) => (
          <li key={`${at} ${host} ${sent} ${received}`} className={styles.text}>
            {fullMoment(localOf(at, tz), today)} · {host} · {fileSize(sent)} sent, {fileSize(received)}{' '}
            received
            {outcome === '200' || outcome === '207' ? '' : ` · ${outcome}`}
          </li>
        ))}
      </ul>
    </details>
  );
}
