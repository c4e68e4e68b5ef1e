import { Button, PasswordInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MailboxKind, SyncStatus } from '../../../core/domain/sync.ts';
import { client, orpc } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import { localOf } from '../../../core/time/zoned.ts';
import { useNow } from '../../api/hooks.ts';
import { fullMoment } from '../../wording/format.ts';
import shared from '../../ui/ui.module.css';
import { useAttempt } from './attempt.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

/** Several devices: set up in three steps, how it stands, and the devices that take part. */
export function Sync() {
  const { data: status, refetch } = useQuery(orpc.sync.status.queryOptions());
  // Held here: the first round begins at once, and what it tells must not take the code away before it is written down.
  const [code, setCode] = useState<string | null>(null);
  if (!status) return null;
  return (
    <Section
      title="Sync"
      text="Keep several devices the same through a folder that you share, or a Postgres server of your own. Everything is encrypted before it leaves this device."
    >
      {code !== null && <RecoveryCode code={code} onSeen={() => setCode(null)} />}
      {code === null && status.state === 'off' && <SetUp onDone={refetch} onCode={setCode} />}
      {code === null && status.state !== 'off' && <SyncOverview status={status} onChanged={refetch} />}
    </Section>
  );
}

interface Form {
  kind: MailboxKind;
  place: string;
  passphrase: string;
  first: boolean;
}

const KINDS = [
  { value: 'folder', label: 'A shared folder' },
  { value: 'postgres', label: 'My own Postgres server' },
];
const ROLES = [
  { value: 'first', label: 'This is my first device' },
  { value: 'next', label: 'Another device is set up already' },
];
const MIN_PASSPHRASE = 8;

function SetUp({ onDone, onCode }: { onDone(): Promise<unknown>; onCode(code: string): void }) {
  const [form, setForm] = useState<Form>({ kind: 'folder', place: '', passphrase: '', first: true });
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<Form>): void => setForm((before) => ({ ...before, ...part }));
  const setUp = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const { kind, place, passphrase, first } = form;
      const asked = { kind, place: place.trim(), passphrase, create: first };
      const { recoveryCode } = await client.sync.setUp(asked);
      if (recoveryCode !== null) onCode(recoveryCode);
      await onDone();
    } catch (failure) {
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
        void setUp();
      }}
    >
      <Select
        label="1. Where devices meet"
        data={KINDS}
        value={form.kind}
        allowDeselect={false}
        onChange={(kind) => change({ kind: kind === 'postgres' ? 'postgres' : 'folder' })}
      />
      <TextInput
        label={form.kind === 'folder' ? 'Full path of the folder' : 'Address of the server'}
        placeholder={form.kind === 'folder' ? '/home/ada/Shared' : 'postgres://ada:password@host/database'}
        value={form.place}
        maxLength={2_000}
        autoComplete="off"
        onChange={({ currentTarget }) => change({ place: currentTarget.value })}
      />
      {form.kind === 'postgres' && form.first && <Schema />}
      <Select
        label="2. Which device this is"
        data={ROLES}
        value={form.first ? 'first' : 'next'}
        allowDeselect={false}
        onChange={(role) => change({ first: role !== 'next' })}
      />
      <PasswordInput
        label="3. Sync passphrase"
        description="The same on every device, at least 8 characters. It can’t be reset: keep the recovery code that comes with it."
        value={form.passphrase}
        maxLength={1_000}
        autoComplete="off"
        onChange={({ currentTarget }) => change({ passphrase: currentTarget.value })}
      />
      {error && (
        <p className={styles.problem} role="alert">
          {error}
        </p>
      )}
      <Button
        type="submit"
        variant="default"
        loading={busy}
        disabled={form.place.trim() === '' || form.passphrase.length < MIN_PASSPHRASE}
        className={styles.start ?? ''}
      >
        Turn on sync
      </Button>
    </form>
  );
}

/** What setting up runs on the server, to be read before. */
function Schema() {
  const { data } = useQuery(orpc.sync.preview.queryOptions({ input: { kind: 'postgres' } }));
  return (
    <details>
      <summary className={styles.text}>What is run on the server</summary>
      <pre className={styles.sql}>{data?.sql}</pre>
    </details>
  );
}

function RecoveryCode({ code, onSeen }: { code: string; onSeen(): void }) {
  return (
    <div className={styles.fields} role="alert">
      <p className={styles.text}>
        Sync is on. Write down this recovery code: it opens the sync when the passphrase is lost, and is shown
        only now.
      </p>
      <div className={styles.code}>
        <code>{code}</code>
      </div>
      <Button variant="default" className={styles.start ?? ''} onClick={onSeen} autoFocus>
        I have written it down
      </Button>
    </div>
  );
}

function SyncOverview({ status, onChanged }: { status: SyncStatus; onChanged(): Promise<unknown> }) {
  const { today, tz } = useNow();
  const momentOf = (at: number): string => fullMoment(localOf(at, tz), today);
  const { error, busy, attempt } = useAttempt(onChanged);
  const now = async (): Promise<void> => {
    for await (const step of await client.sync.run()) if (step.result) return;
  };
  const problem = error ?? status.error?.message ?? null;
  return (
    <div className={styles.fields}>
      <p className={styles.text} role="status">
        {statusWords(status, momentOf)}
      </p>
      {problem && <p className={styles.problem}>{problem}</p>}
      {status.devices.length > 0 && (
        <ul className={styles.rules} aria-label="Devices">
          {status.devices.map((device) => (
            <li key={device.id} className={styles.found}>
              <span>
                {device.name}
                {device.own ? ' (this device)' : ''}, last synced {momentOf(device.seenAt)}
              </span>
              {!device.own && (
                <button
                  type="button"
                  className={shared.quiet}
                  aria-label={`Remove ${device.name}`}
                  onClick={() => void attempt(() => client.sync.removeDevice({ id: device.id }))}
                >
                  Remove
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className={styles.ruleActions}>
        {status.state !== 'removed' && (
          <Button
            variant="default"
            loading={busy || status.state === 'running'}
            onClick={() => void attempt(now)}
          >
            Sync now
          </Button>
        )}
        <Button variant="subtle" disabled={busy} onClick={() => void attempt(() => client.sync.turnOff())}>
          Turn off
        </Button>
      </div>
      <Replaced count={status.replacedTexts} />
    </div>
  );
}

function statusWords(
  { state, place, lastRoundAt, waiting, nextTryAt }: SyncStatus,
  momentOf: (at: number) => string,
): string {
  const where = place ?? '';
  if (state === 'removed') return 'Another device has removed this one. Your data is still here.';
  if (state === 'running') return `Syncing with ${where}…`;
  const last = lastRoundAt === null ? 'Not synced yet' : `Last synced ${momentOf(lastRoundAt)}`;
  const later = nextTryAt === null ? '' : ` Next try ${momentOf(nextTryAt)}.`;
  const left = waiting > 0 ? ' Changes are waiting.' : '';
  return `${last}, ${where}.${left}${later}`;
}

/** Texts that a newer one from another device has replaced: nothing written is lost. */
function Replaced({ count }: { count: number }) {
  const { data, refetch } = useQuery({
    ...orpc.sync.replacedTexts.queryOptions({ input: {} }),
    enabled: count > 0,
  });
  if (count === 0 || !data) return null;
  return (
    <div>
      <p className={styles.text}>Replaced by a newer text from another device:</p>
      <ul className={styles.rules}>
        {data.texts.map(({ id, text }) => (
          <li key={id} className={styles.found}>
            <span>{text}</span>
            <button
              type="button"
              className={shared.quiet}
              aria-label={`Dismiss ${text.slice(0, 60)}`}
              onClick={() => void client.sync.dismissReplaced({ id }).then(() => refetch())}
            >
              Dismiss
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
