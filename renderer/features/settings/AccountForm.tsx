import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import shared from '../../ui/ui.module.css';
import { isPrivate } from './private-address.ts';
import styles from './settings.module.css';

interface Form {
  url: string;
  username: string;
  password: string;
}

interface Found {
  url: string;
  name: string;
}

/** A calendar that was chosen, and how its account is signed in to. */
export interface ChosenCalendar {
  location: string;
  name: string;
  login: { username: string; password: string };
  allowPrivate: boolean;
}

interface Props {
  /** What is done with a calendar that was found. */
  action: string;
  onChoose(calendar: ChosenCalendar): Promise<unknown>;
}

const EMPTY: Form = { url: '', username: '', password: '' };

/** Signs in to a CalDAV server (iCloud, Fastmail, Nextcloud and others) and lists its calendars to choose from. */
export function AccountForm({ action, onChoose }: Props) {
  const [form, setForm] = useState(EMPTY);
  const [found, setFound] = useState<Found[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [asks, setAsks] = useState(false);
  const [busy, setBusy] = useState(false);
  const [allowPrivate, setAllowed] = useState(false);
  const login = { username: form.username.trim(), password: form.password };
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(null);
    setAsks(false);
    try {
      await work();
    } catch (failure) {
      setAsks(isPrivate(failure));
      setError(sentenceOf(failure));
    } finally {
      setBusy(false);
    }
  };
  const find = (allowed: boolean): Promise<void> =>
    attempt(async () => {
      setAllowed(allowed);
      const asked = { url: form.url.trim(), login, allowPrivate: allowed };
      setFound((await client.calendars.find(asked)).calendars);
    });
  const choose = ({ url, name }: Found): Promise<void> =>
    attempt(async () => {
      await onChoose({ location: url, name, login, allowPrivate });
      setFound((before) => before?.filter((one) => one.url !== url) ?? null);
    });
  const text = (name: keyof Form) => ({
    value: form[name],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      setForm((before) => ({ ...before, [name]: currentTarget.value })),
  });
  return (
    <form
      className={styles.fields}
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void find(false);
      }}
    >
      <p className={styles.text}>
        The password stays in the encrypted database of this computer; use an app password where your provider
        has them.
      </p>
      <TextInput label="Server address" placeholder="https://…" maxLength={4_000} {...text('url')} />
      <TextInput label="User name" autoComplete="off" maxLength={500} {...text('username')} />
      <PasswordInput label="Password" autoComplete="off" maxLength={2_000} {...text('password')} />
      {error && (
        <p className={styles.problem} role="alert">
          {error}{' '}
          {asks && (
            <button type="button" className={shared.quiet} onClick={() => void find(true)}>
              Connect anyway
            </button>
          )}
        </p>
      )}
      <Button
        type="submit"
        variant="default"
        loading={busy}
        disabled={form.url.trim() === '' || login.username === ''}
        className={styles.start ?? ''}
      >
        Find calendars
      </Button>
      {found && <FoundCalendars found={found} action={action} onChoose={choose} />}
    </form>
  );
}

interface FoundProps {
  found: Found[];
  action: string;
  onChoose(calendar: Found): Promise<void>;
}

function FoundCalendars({ found, action, onChoose }: FoundProps) {
  if (found.length === 0) return <p className={styles.text}>No more calendars in this account.</p>;
  return (
    <ul className={styles.rules} aria-label="Calendars of this account">
      {found.map((calendar) => (
        <li key={calendar.url} className={styles.found}>
          <span>{calendar.name}</span>
          <button
            type="button"
            className={shared.quiet}
            aria-label={`${action}: ${calendar.name}`}
            onClick={() => void onChoose(calendar)}
          >
            {action}
          </button>
        </li>
      ))}
    </ul>
  );
}
