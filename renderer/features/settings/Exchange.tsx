import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import type { ExportFormat, ImportSample, ImportSummary } from '../../../core/domain/exchange.ts';
import { MAX_PIECE } from '../../../core/exchange-limits.ts';
import { client, queryClient } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import { ArchivePassphrase } from './ArchivePassphrase.tsx';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

/** Tasks of other programs in, with a look at them first. */
export function Import() {
  const input = useRef<HTMLInputElement>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [progress, setProgress] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [sealed, setSealed] = useState<{ upload: string; error: string | null } | null>(null);
  const cancel = useRef<AbortController | null>(null);

  const look = async (file: File): Promise<void> => {
    setError(null);
    setPreview(null);
    setProgress('Reading…');
    try {
      const { upload } = await client.imports.begin({ name: file.name.slice(-300) });
      const text = await file.text();
      for (let from = 0; from < text.length; from += MAX_PIECE)
        await client.imports.append({ upload, text: text.slice(from, from + MAX_PIECE) });
      await open(upload);
    } catch (failure) {
      setError(sentenceOf(failure));
    } finally {
      setProgress(null);
    }
  };

  /** An archive asks for its passphrase first. */
  const open = async (upload: string, passphrase?: string): Promise<void> => {
    const given = passphrase === undefined ? {} : { passphrase };
    try {
      setPreview({ upload, ...(await client.imports.preview({ upload, ...given })) });
      setSealed(null);
    } catch (failure) {
      if (!isLocked(failure)) throw failure;
      setSealed({ upload, error: passphrase === undefined ? null : sentenceOf(failure) });
    }
  };
  const unlock = (upload: string, passphrase: string): void => {
    open(upload, passphrase).catch((failure: unknown) => {
      setSealed(null);
      setError(sentenceOf(failure));
    });
  };

  const run = async (upload: string): Promise<void> => {
    const stop = new AbortController();
    cancel.current = stop;
    setPreview(null);
    setProgress('Importing…');
    try {
      for await (const { done, total, summary } of await client.imports.run(
        { upload },
        { signal: stop.signal },
      )) {
        setProgress(`${done} of ${total}`);
        if (summary) notify(`Imported ${tasksIn(summary.tasks)}.`);
      }
      await queryClient.invalidateQueries();
    } catch (failure) {
      if (!stop.signal.aborted) setError(sentenceOf(failure));
    } finally {
      setProgress(null);
    }
  };

  return (
    <Section
      title="Import"
      text="Todoist, TickTick, Super Productivity, Taskwarrior, Microsoft To Do, Google Tasks, iCalendar, Org mode, Markdown, CSV and Daymark’s own export. Nothing is replaced, and one undo takes it back."
    >
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File to import"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          currentTarget.value = '';
          if (file) void look(file);
        }}
      />
      <Button
        variant="default"
        className={styles.start ?? ''}
        loading={progress !== null}
        onClick={() => input.current?.click()}
      >
        Choose a file…
      </Button>
      {progress !== null && (
        <p className={styles.line} role="status">
          {progress}{' '}
          <button type="button" className={shared.quiet} onClick={() => cancel.current?.abort()}>
            Cancel
          </button>
        </p>
      )}
      {error && (
        <p className={styles.problem} role="alert">
          {error}
        </p>
      )}
      {sealed && (
        <ArchivePassphrase
          label="Passphrase of this archive"
          action="Open"
          minLength={1}
          error={sealed.error}
          onSubmit={(passphrase) => unlock(sealed.upload, passphrase)}
          onCancel={() => setSealed(null)}
        />
      )}
      {preview && (
        <PreviewList
          preview={preview}
          onImport={() => void run(preview.upload)}
          onCancel={() => setPreview(null)}
        />
      )}
    </Section>
  );
}

function isLocked(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === 'archiveLocked';
}

const tasksIn = (count: number): string => (count === 1 ? '1 task' : `${count} tasks`);

interface Preview {
  upload: string;
  summary: ImportSummary;
  sample: ImportSample[];
}

const SHOWN = 8;

function PreviewList({
  preview: { summary, sample },
  onImport,
  onCancel,
}: {
  preview: Preview;
  onImport(): void;
  onCancel(): void;
}) {
  const { tasks, finished, projects, events, duplicates, skipped } = summary;
  const counts = [
    tasksIn(tasks),
    finished > 0 && `${finished} of them done`,
    projects > 0 && (projects === 1 ? '1 new project' : `${projects} new projects`),
    events > 0 && `${events} events`,
    duplicates > 0 && `${duplicates} already here`,
  ].filter(Boolean);
  return (
    <div className={styles.fields}>
      <p className={styles.line}>{counts.join(', ')}</p>
      <ul className={styles.rules} aria-label="Sample">
        {sample.slice(0, SHOWN).map(({ title, project, date, deadline, done }) => (
          <li key={`${title} ${project} ${date} ${deadline}`} className={styles.text}>
            {[`${done ? '✓ ' : ''}${title}`, project, date ?? deadline].filter(Boolean).join(' · ')}
          </li>
        ))}
      </ul>
      {skipped.length > 0 && (
        <details>
          <summary className={styles.text}>{skipped.length} without a place here</summary>
          <ul className={styles.rules}>
            {skipped.map(({ what, why }) => (
              <li key={`${what} ${why}`} className={styles.text}>
                {what}: {why}
              </li>
            ))}
          </ul>
        </details>
      )}
      <div className={styles.choices}>
        <Button disabled={tasks + events === 0 && summary.format !== 'daymark-json'} onClick={onImport}>
          Import
        </Button>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

interface FileFormat {
  format: ExportFormat;
  label: string;
  type: string;
  ending: string;
}

const ARCHIVE: FileFormat = {
  format: 'archive',
  label: 'Encrypted archive…',
  type: 'application/octet-stream',
  ending: 'archive',
};

const FORMATS: readonly FileFormat[] = [
  { format: 'json', label: 'Everything (JSON)', type: 'application/json', ending: 'json' },
  { format: 'csv', label: 'Tasks (CSV)', type: 'text/csv', ending: 'csv' },
  { format: 'ics', label: 'Calendar (iCalendar)', type: 'text/calendar', ending: 'ics' },
  { format: 'markdown', label: 'Checklists (Markdown)', type: 'text/markdown', ending: 'md' },
  { format: 'html', label: 'Week to print (HTML)', type: 'text/html', ending: 'html' },
];

/** Everything out again, in formats that others read. */
export function Export() {
  const [busy, setBusy] = useState<ExportFormat | null>(null);
  const [asking, setAsking] = useState(false);
  const save = async ({ format, type, ending }: FileFormat, passphrase?: string): Promise<void> => {
    const given = passphrase === undefined ? {} : { passphrase };
    setAsking(false);
    setBusy(format);
    try {
      const parts: string[] = [];
      for await (const { text } of await client.exports.make({ format, ...given })) parts.push(text);
      const address = URL.createObjectURL(new Blob(parts, { type }));
      const link = document.createElement('a');
      link.href = address;
      link.download = `daymark.${ending}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    } catch (failure) {
      notifyError(failure);
    } finally {
      setBusy(null);
    }
  };
  return (
    <Section
      title="Export"
      text="Only the archive is encrypted; everyone who has one of the other files can read it."
    >
      <div className={styles.choices}>
        {[ARCHIVE, ...FORMATS].map((one) => (
          <Button
            key={one.format}
            variant="default"
            loading={busy === one.format}
            disabled={busy !== null}
            onClick={() => (one === ARCHIVE ? setAsking(true) : void save(one))}
          >
            {one.label}
          </Button>
        ))}
      </div>
      {asking && (
        <ArchivePassphrase
          label="Passphrase for the archive, at least 8 characters"
          action="Export"
          minLength={8}
          onSubmit={(passphrase) => void save(ARCHIVE, passphrase)}
          onCancel={() => setAsking(false)}
        />
      )}
    </Section>
  );
}
