import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { localOf } from '../../../core/time/zoned.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { useNow } from '../../api/hooks.ts';
import { fileSize, fullMoment, taskCount } from '../../wording/format.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

/** The copies that are kept, as well encrypted as the database; make one now, or go back to one. */
export function Backups() {
  const { today, tz } = useNow();
  const backups = useQuery(orpc.backups.list.queryOptions({ staleTime: 0 })).data?.backups ?? [];
  const [asking, setAsking] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [kept, setKept] = useState<string | null>(null);

  const create = (): void => {
    setBusy(true);
    client.backups
      .create()
      .then(() => queryClient.invalidateQueries({ queryKey: orpc.backups.key() }), notifyError)
      .finally(() => setBusy(false));
  };
  const restore = (name: string): void => {
    setAsking(null);
    client.backups.restore({ name }).then(({ aside }) => {
      notify('The backup is restored.');
      setKept(aside);
      return queryClient.invalidateQueries();
    }, notifyError);
  };

  return (
    <Section title="Backups" text="Encrypted with the same key; each one is opened once to check it.">
      <Button variant="default" loading={busy} onClick={create} className={styles.start ?? ''}>
        Back up now
      </Button>
      {kept !== null && <p className={styles.line}>The data from before is kept in {kept}.</p>}
      <ul className={styles.rules}>
        {backups.map(({ name, createdAt, bytes, tasks }) => (
          <li key={name} className={styles.backup}>
            <span>{fullMoment(localOf(createdAt, tz), today)}</span>
            <span className={styles.text}>{tasks ? taskCount(tasks) : 'can’t be opened'}</span>
            <span className={styles.text}>{fileSize(bytes)}</span>
            {asking === name ? (
              <span>
                Replace everything with this?{' '}
                <button type="button" className={shared.quiet} onClick={() => restore(name)}>
                  Restore
                </button>
                <button type="button" className={shared.quiet} onClick={() => setAsking(null)}>
                  Cancel
                </button>
              </span>
            ) : tasks === null ? null : (
              <button type="button" className={shared.quiet} onClick={() => setAsking(name)}>
                Restore…
              </button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
