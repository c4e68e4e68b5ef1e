import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { client, queryClient } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import styles from './vault.module.css';

/** Shown while the profile is locked: one field for the passphrase or the recovery code. */
export default function Unlock() {
  const [secret, setSecret] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const unlock = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await client.vault.unlock({ secret });
      await queryClient.invalidateQueries();
    } catch (failure) {
      setError(sentenceOf(failure));
    } finally {
      setBusy(false);
    }
  };

  return (
    <main className={styles.page}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void unlock();
        }}
      >
        <h1 className={styles.title}>Daymark is locked</h1>
        <p className={styles.text}>
          Enter the passphrase or the recovery code of this profile. Neither leaves this device.
        </p>
        <PasswordInput
          label="Passphrase or recovery code"
          value={secret}
          error={error}
          autoFocus
          autoComplete="current-password"
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy} disabled={secret === ''} className={styles.submit ?? ''}>
          Unlock
        </Button>
      </form>
    </main>
  );
}
