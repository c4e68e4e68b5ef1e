import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { say } from '../../../core/messages/index.ts';
import { localOf } from '../../../core/time/zoned.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { useNow, useStatus } from '../../api/hooks.ts';
import { fullMoment, taskCount } from '../../wording/format.ts';
import { notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import styles from './vault.module.css';

/** Data that is missing is told on every view until the person has chosen: the newest backup, or what is there. */
export function LossNotice() {
  const warnings = useStatus().data?.warnings ?? [];
  return warnings.length === 0 ? null : <Notice sentences={warnings.map(say)} />;
}

function Notice({ sentences }: { sentences: string[] }) {
  const { today, tz } = useNow();
  const backups = useQuery(orpc.backups.list.queryOptions({ staleTime: 0 })).data?.backups ?? [];
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const newest = backups.find((backup) => backup.tasks !== null);

  const answer = (work: () => Promise<unknown>): void => {
    setBusy(true);
    work()
      .then(() => queryClient.invalidateQueries(), notifyError)
      .finally(() => {
        setBusy(false);
        setAsking(false);
      });
  };

  return (
    <section className={styles.loss} aria-label="Missing data" role="alert">
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {newest?.tasks && (
        <p className={styles.lossText}>
          Newest backup: {fullMoment(localOf(newest.createdAt, tz), today)}, {taskCount(newest.tasks)}.
          {asking && ' It replaces everything that is here now, which is kept in a folder.'}
        </p>
      )}
      <div className={styles.answers}>
        {newest && !asking && (
          <button type="button" className={shared.quiet} disabled={busy} onClick={() => setAsking(true)}>
            Restore this backup…
          </button>
        )}
        {newest && asking && (
          <>
            <button
              type="button"
              className={shared.quiet}
              disabled={busy}
              onClick={() => answer(() => client.backups.restore({ name: newest.name }))}
            >
              Restore
            </button>
            <button
              type="button"
              autoFocus
              className={shared.quiet}
              disabled={busy}
              onClick={() => setAsking(false)}
            >
              Cancel
            </button>
          </>
        )}
        {!asking && (
          <button
            type="button"
            className={shared.quiet}
            disabled={busy}
            onClick={() => answer(() => client.recovery.keepCurrent())}
          >
            Keep current data
          </button>
        )}
      </div>
    </section>
  );
}
