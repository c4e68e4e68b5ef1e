import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import styles from './settings.module.css';

interface Props {
  label: string;
  action: string;
  /** Shortest that is taken. */
  minLength: number;
  error?: string | null;
  onSubmit(passphrase: string): void;
  onCancel(): void;
}

/** The passphrase of an archive, to make it or to open it. It is kept nowhere. */
export function ArchivePassphrase({ label, action, minLength, error = null, onSubmit, onCancel }: Props) {
  const [passphrase, setPassphrase] = useState('');
  return (
    <form
      className={styles.fields}
      onSubmit={(submitted) => {
        submitted.preventDefault();
        onSubmit(passphrase);
      }}
    >
      <PasswordInput
        label={label}
        autoFocus
        autoComplete="off"
        maxLength={1_000}
        error={error}
        value={passphrase}
        onChange={({ currentTarget }) => setPassphrase(currentTarget.value)}
      />
      <div className={styles.choices}>
        <Button type="submit" disabled={passphrase.length < minLength}>
          {action}
        </Button>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
