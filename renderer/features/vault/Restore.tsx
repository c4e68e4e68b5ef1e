import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { client, orpc, queryClient } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import { BackupRows } from './BackupRows.tsx';
import { problemWords, type Problem } from './words.ts';
import styles from './vault.module.css';

interface RestoreProps {
  /** Keeps this screen while it says how it went, although the profile is open by then. */
  onHold(hold: boolean): void;
}

type Outcome = { done: 'restored' | 'empty'; aside: string | null };

/** Shown while the database can't be used: what happened, the backups, and an empty profile as the second choice. */
export default function Restore({ onHold }: RestoreProps) {
  const status = useQuery(orpc.recovery.status.queryOptions({ staleTime: 0 })).data;
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState<string | null>(null);

  const act = async (what: string, work: () => Promise<Outcome | null>): Promise<void> => {
    setBusy(what);
    setError(null);
    onHold(true);
    try {
      const reached = await work();
      setOutcome(reached);
      if (!reached) await leave();
    } catch (failure) {
      setError(sentenceOf(failure));
      onHold(false);
    } finally {
      setBusy(null);
    }
  };
  const leave = async (): Promise<void> => {
    onHold(false);
    await queryClient.invalidateQueries();
  };
  const restore = (name: string): void =>
    void act(name, async () => ({ done: 'restored', aside: (await client.backups.restore({ name })).aside }));
  const startAnew = (): void =>
    void act('startAgain', async () => ({ done: 'empty', aside: (await client.recovery.startAnew()).aside }));
  const retry = (): void =>
    void act('retry', async () => {
      const { state } = await client.recovery.retry();
      if (state === 'damaged') setError('That file still can’t be used.');
      return null;
    });

  if (outcome) return <Done outcome={outcome} onContinue={() => void leave()} />;
  if (!status?.problem) return null;
  return (
    <Page>
      <Explanation problem={status.problem} />
      {status.hasKey && <BackupRows busy={busy} onRestore={restore} />}
      <p role="alert" className={styles.error}>
        {error}
      </p>
      <Otherwise busy={busy} onRetry={retry} onStartAnew={startAnew} />
    </Page>
  );
}

function Page({ children }: { children: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.card}>{children}</div>
    </main>
  );
}

function Explanation({ problem }: { problem: Problem }) {
  const { title, text, path } = problemWords(problem);
  return (
    <>
      <h1 className={styles.title}>{title}</h1>
      <p className={styles.text}>{text}</p>
      {path !== null && <p className={styles.path}>{path}</p>}
    </>
  );
}

interface OtherwiseProps {
  busy: string | null;
  onRetry(): void;
  onStartAnew(): void;
}

function Otherwise({ busy, onRetry, onStartAnew }: OtherwiseProps) {
  const [asking, setAsking] = useState(false);
  if (asking) {
    return (
      <div className={styles.otherwise} role="group" aria-label="Start with an empty profile">
        <p className={styles.text}>
          You start without tasks. The files that are there now are kept in a folder beside them.
        </p>
        <Button variant="default" autoFocus onClick={() => setAsking(false)} disabled={busy !== null}>
          Cancel
        </Button>
        <Button color="red" variant="light" loading={busy === 'startAgain'} onClick={onStartAnew}>
          Start empty
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.otherwise}>
      <Button variant="default" loading={busy === 'retry'} disabled={busy !== null} onClick={onRetry}>
        Try again
      </Button>
      <Button variant="subtle" disabled={busy !== null} onClick={() => setAsking(true)}>
        Start with an empty profile…
      </Button>
    </div>
  );
}

function Done({ outcome, onContinue }: { outcome: Outcome; onContinue: () => void }) {
  return (
    <Page>
      <h1 className={styles.title}>
        {outcome.done === 'restored' ? 'Your backup is restored' : 'Your new profile is ready'}
      </h1>
      {outcome.aside !== null && (
        <>
          <p className={styles.text}>The files from before are kept in this folder:</p>
          <p className={styles.path}>{outcome.aside}</p>
        </>
      )}
      <Button autoFocus onClick={onContinue}>
        Continue
      </Button>
    </Page>
  );
}
