import { Button, PasswordInput, Switch } from '@mantine/core';
import { useState } from 'react';
import { client, orpc, queryClient } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import { useKeys, useStatus } from '../../api/hooks.ts';
import { notify } from '../../ui/notify.tsx';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const SLOT_WORDS = {
  keychain: 'the system keychain',
  passphrase: 'a passphrase',
  recovery: 'a recovery code',
  keyfile: 'a key file beside the database',
} as const;

/** How the database is locked: which keys open it, a passphrase, a recovery code. */
export function Keys() {
  const { slots = [], proof = 'secret' } = useKeys().data ?? {};
  const [code, setCode] = useState<string | null>(null);
  return (
    <Section
      title="Encryption"
      text="Everything is stored encrypted. A key file only protects copies made without it."
    >
      <p className={styles.line}>
        Opens with {slots.map((slot) => SLOT_WORDS[slot]).join(', ') || 'nothing yet'}.
      </p>
      <Passphrase hasKeyFile={slots.includes('keyfile')} proof={proof} />
      {code === null ? (
        <RecoveryCode isFirst={!slots.includes('recovery')} proof={proof} onMade={setCode} />
      ) : (
        <div className={styles.code} role="status">
          <p className={styles.text}>
            Write this down now; it is shown only once. The code before it no longer works.
          </p>
          <code>{code}</code>
        </div>
      )}
    </Section>
  );
}

type Proof = 'keychain' | 'secret' | 'keyFile';

/** A change of the keys under way: what went wrong with it, and whether it is still being made. */
function useKeyChange(change: () => Promise<void>) {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await change();
      await queryClient.invalidateQueries({ queryKey: orpc.vault.key() });
      await queryClient.invalidateQueries({ queryKey: orpc.app.status.key() });
    } catch (failure) {
      setError(sentenceOf(failure));
    } finally {
      setBusy(false);
    }
  };
  return { error, busy, run };
}

function Passphrase({ hasKeyFile, proof }: { hasKeyFile: boolean; proof: Proof }) {
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [present, setPresent] = useState('');
  const [removeKeyFile, setRemoveKeyFile] = useState(true);
  const { error, busy, run } = useKeyChange(async () => {
    await client.vault.setPassphrase({ passphrase, removeKeyFile, ...given(present) });
    setPassphrase('');
    setAgain('');
    setPresent('');
    notify('The passphrase is set.');
  });
  const matches = passphrase === again;
  return (
    <form
      className={styles.fields}
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <PasswordInput
        label="New passphrase, at least 8 characters"
        autoComplete="new-password"
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
      />
      {passphrase !== '' && (
        <>
          <PasswordInput
            label="Repeat passphrase"
            autoComplete="new-password"
            value={again}
            error={again !== '' && !matches ? 'The two do not match.' : null}
            onChange={(event) => setAgain(event.currentTarget.value)}
          />
          <Present proof={proof} value={present} error={error} onChange={setPresent} />
          {hasKeyFile && (
            <Switch
              label="Remove the key file"
              description="The profile can then be opened only with the passphrase or the recovery code."
              checked={removeKeyFile}
              onChange={(event) => setRemoveKeyFile(event.currentTarget.checked)}
            />
          )}
          <Button
            type="submit"
            loading={busy}
            disabled={passphrase.length < 8 || !matches || !isGiven(proof, present)}
            className={styles.start ?? ''}
          >
            Set the passphrase
          </Button>
        </>
      )}
    </form>
  );
}

interface RecoveryCodeProps {
  isFirst: boolean;
  proof: Proof;
  onMade(code: string): void;
}

function RecoveryCode({ isFirst, proof, onMade }: RecoveryCodeProps) {
  const [asking, setAsking] = useState(false);
  const [present, setPresent] = useState('');
  const { error, busy, run } = useKeyChange(async () => {
    const { code } = await client.vault.makeRecoveryCode(given(present));
    onMade(code);
  });
  const start = (): void => (proof === 'keychain' ? void run() : setAsking(true));
  const label = isFirst ? 'Make a recovery code' : 'Make a new recovery code';
  if (!asking) {
    return (
      <Button variant="default" loading={busy} onClick={start} className={styles.start ?? ''}>
        {label}
      </Button>
    );
  }
  return (
    <form
      className={styles.fields}
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <Present proof={proof} value={present} error={error} onChange={setPresent} autoFocus />
      <Button
        type="submit"
        variant="default"
        loading={busy}
        disabled={!isGiven(proof, present)}
        className={styles.start ?? ''}
      >
        {label}
      </Button>
    </form>
  );
}

interface PresentProps {
  proof: Proof;
  value: string;
  error: string | null;
  onChange(value: string): void;
  autoFocus?: boolean;
}

/** What confirms a change of the keys, so that an open page alone is not enough to lock its owner out. */
function Present({ proof, value, error, onChange, autoFocus = false }: PresentProps) {
  const profile = useStatus().data?.profile ?? '';
  if (proof === 'keychain') return error === null ? null : <p className={styles.error}>{error}</p>;
  return (
    <PasswordInput
      label={proof === 'secret' ? 'Current passphrase or recovery code' : 'Line in the key file'}
      description={
        proof === 'secret'
          ? undefined
          : `To confirm that it is you, paste the line in ${profile}/profile.key.`
      }
      autoComplete={proof === 'secret' ? 'current-password' : 'off'}
      autoFocus={autoFocus}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function isGiven(proof: Proof, present: string): boolean {
  return proof === 'keychain' || present.trim() !== '';
}

function given(present: string): { present?: string } {
  return present.trim() === '' ? {} : { present };
}
