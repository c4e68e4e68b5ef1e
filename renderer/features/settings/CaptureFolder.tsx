import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaptureFolder as Shown } from '../../../core/domain/capture-folder.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

/** A folder in which each text file becomes a task, for other programs and phones to put some there. */
export function CaptureFolder() {
  const options = orpc.captureFolder.status.queryOptions({ staleTime: 0 });
  const { data } = useQuery(options);
  if (!data) return null;
  return (
    <Section
      title="Tasks from a folder"
      text="Each text file that you put into it becomes a task: the first line is read like one you type, the rest are notes. The file is moved into “Added”."
    >
      <Folder key={data.path} data={data} />
    </Section>
  );
}

function Folder({ data }: { data: Shown }) {
  const { path, added, waiting, skipped } = data;
  const [folder, setFolder] = useState(path ?? '');
  const [error, setError] = useState<string | null>(null);
  const attempt = async (work: () => Promise<Shown>): Promise<void> => {
    setError(null);
    try {
      queryClient.setQueryData(orpc.captureFolder.status.queryKey(), await work());
    } catch (failure) {
      setError(sentenceOf(failure));
    }
  };
  const set = (next: string | null): void => void attempt(() => client.captureFolder.set({ path: next }));
  const counted = [
    added === 1 ? '1 task added' : `${added} tasks added`,
    waiting > 0 && `${waiting} being read`,
  ];
  const problem = error ?? data.error;
  return (
    <form
      className={styles.fields}
      onSubmit={(submitted) => {
        submitted.preventDefault();
        set(folder.trim());
      }}
    >
      <TextInput
        label="Full path of the folder"
        placeholder="/home/ada/Inbox"
        value={folder}
        maxLength={4_000}
        autoComplete="off"
        spellCheck={false}
        onChange={({ currentTarget }) => setFolder(currentTarget.value)}
      />
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {path !== null && (
        <p className={styles.text} role="status">
          {counted.filter(Boolean).join(', ')}
        </p>
      )}
      {skipped.length > 0 && (
        <ul className={styles.rules} aria-label="Files that were left">
          {skipped.map(({ what, why }) => (
            <li key={what} className={styles.text}>
              {what}: {why}
            </li>
          ))}
        </ul>
      )}
      <div className={styles.ruleActions}>
        <Button type="submit" variant="default" disabled={folder.trim() === '' || folder.trim() === path}>
          {path === null ? 'Use this folder' : 'Change folder'}
        </Button>
        {path !== null && (
          <Button variant="subtle" onClick={() => set(null)}>
            Turn off
          </Button>
        )}
      </div>
    </form>
  );
}
