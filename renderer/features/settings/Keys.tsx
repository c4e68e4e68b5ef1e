import { Button, PasswordInput, Switch } from '@mantine/core';
import { useState } from 'react';
import { client, orpc, queryClient } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import { useStatus } from '../../api/hooks.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
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
  const slots = useStatus().data?.keySlots ?? [];
  const [code, setCode] = useState<string | null>(null);
  const makeCode = (): void => {
    client.vault.makeRecoveryCode().then((made) => {
      setCode(made.code);
      return queryClient.invalidateQueries({ queryKey: orpc.app.status.key() });
    }, notifyError);
  };
  return (
    <Section
      title="Encryption"
      text="Everything is stored encrypted. A key file only protects copies made without it."
    >
      <p className={styles.line}>
        Opens with {slots.map((slot) => SLOT_WORDS[slot]).join(', ') || 'nothing yet'}.
      </p>
      <Passphrase hasKeyFile={slots.includes('keyfile')} />
      {code === null ? (
        <Button variant="default" onClick={makeCode} className={styles.start ?? ''}>
          {slots.includes('recovery') ? 'Make a new recovery code' : 'Make a recovery code'}
        </Button>
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

function Passphrase({ hasKeyFile }: { hasKeyFile: boolean }) {
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [removeKeyFile, setRemoveKeyFile] = useState(true);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const set = async (): Promise<void> => {
    if (passphrase !== again) return setError('The two do not match.');
    setBusy(true);
    setError(null);
    try {
      await client.vault.setPassphrase({ passphrase, removeKeyFile });
      setPassphrase('');
      setAgain('');
      notify('The passphrase is set.');
      await queryClient.invalidateQueries({ queryKey: orpc.app.status.key() });
    } catch (failure) {
      setError(sentenceOf(failure));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      className={styles.fields}
      onSubmit={(event) => {
        event.preventDefault();
        void set();
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
            error={error}
            onChange={(event) => setAgain(event.currentTarget.value)}
          />
          {hasKeyFile && (
            <Switch
              label="Remove the key file"
              description="Then nothing opens the profile without the passphrase or the recovery code."
              checked={removeKeyFile}
              onChange={(event) => setRemoveKeyFile(event.currentTarget.checked)}
            />
          )}
          <Button
            type="submit"
            loading={busy}
            disabled={passphrase.length < 8}
            className={styles.start ?? ''}
          >
            Set the passphrase
          </Button>
        </>
      )}
    </form>
  );
}
