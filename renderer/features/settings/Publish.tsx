import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Publication } from '../../../core/domain/publication.ts';
import { localOf } from '../../../core/time/zoned.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { useNow } from '../../api/hooks.ts';
import shared from '../../ui/ui.module.css';
import { fullMoment } from '../../wording/format.ts';
import { publicationNote } from '../../wording/publication.ts';
import { AccountForm } from './AccountForm.tsx';
import { useAttempt } from './attempt.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const refetch = (): Promise<unknown> => queryClient.invalidateQueries({ queryKey: orpc.publishing.key() });

/** The plan in a calendar of its own, so that other programs and phones show it. */
export function Publish() {
  const options = orpc.publishing.status.queryOptions({ staleTime: 0 });
  const publications = useQuery(options).data?.publications;
  if (!publications) return null;
  const has = (kind: Publication['kind']): boolean => publications.some((one) => one.kind === kind);
  return (
    <Section
      title="Publish your plan"
      text="Puts planned tasks into an empty calendar of their own. What you move or delete there is changed here, too."
    >
      {publications.map((one) => (
        <Standing key={one.kind} publication={one} />
      ))}
      {!has('caldav') && (
        <details>
          <summary className={styles.text}>To a calendar account (CalDAV)</summary>
          <AccountForm
            action="Publish here"
            onChoose={async ({ location, login, allowPrivate }) => {
              await client.publishing.setUp({ kind: 'caldav', location, login, allowPrivate });
              await refetch();
            }}
          />
        </details>
      )}
      {!has('file') && (
        <details>
          <summary className={styles.text}>To a file on this computer</summary>
          <ToFile />
        </details>
      )}
    </Section>
  );
}

function ToFile() {
  const [location, setLocation] = useState('');
  const { error, busy, attempt } = useAttempt(refetch);
  return (
    <form
      className={styles.fields}
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void attempt(() => client.publishing.setUp({ kind: 'file', location: location.trim() }));
      }}
    >
      <TextInput
        label="Full path of a new .ics file"
        placeholder="/home/ada/plan.ics"
        value={location}
        maxLength={4_000}
        autoComplete="off"
        spellCheck={false}
        onChange={({ currentTarget }) => setLocation(currentTarget.value)}
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
        disabled={location.trim() === ''}
        className={styles.start ?? ''}
      >
        Publish to this file
      </Button>
    </form>
  );
}

function Standing({ publication }: { publication: Publication }) {
  const { kind, location, blocks, publishedAt, notes } = publication;
  const { today, tz } = useNow();
  const told = (at: number): string => fullMoment(localOf(at, tz), today);
  const { error, busy, attempt } = useAttempt(refetch);
  const problem = error ?? publication.error;
  const turnOff = (keep: boolean): void => void attempt(() => client.publishing.turnOff({ kind, keep }));
  return (
    <div className={styles.fields}>
      <p className={styles.text} role="status">
        <span className={styles.place}>{location}</span>
        <br />
        {blocks === 1 ? '1 planned block' : `${blocks} planned blocks`}
        {publishedAt === null ? '' : `, updated ${told(publishedAt)}`}
      </p>
      {problem && (
        <p className={styles.problem}>
          {problem}{' '}
          {error && (
            <button type="button" className={shared.quiet} onClick={() => turnOff(true)}>
              Turn off and leave the blocks there
            </button>
          )}
        </p>
      )}
      {notes.length > 0 && (
        <ul className={styles.rules} aria-label="Changed in this calendar">
          {notes.slice(0, SHOWN).map((note) => (
            <li key={`${note.at} ${note.taskId} ${note.what}`} className={styles.text}>
              {told(note.at)}: {publicationNote(note, today)}
            </li>
          ))}
        </ul>
      )}
      <div className={styles.ruleActions}>
        <Button variant="default" loading={busy} onClick={() => void attempt(() => client.publishing.run())}>
          Update now
        </Button>
        <Button variant="subtle" disabled={busy} onClick={() => turnOff(false)}>
          Turn off
        </Button>
      </div>
    </div>
  );
}

const SHOWN = 5;
