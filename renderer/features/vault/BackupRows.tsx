import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { localOf } from '../../../core/time/zoned.ts';
import { orpc } from '../../api/client.ts';
import { useNow } from '../../api/hooks.ts';
import { fullMoment, taskCount } from '../../wording/format.ts';
import styles from './vault.module.css';

interface BackupRowsProps {
  /** Name of the backup that is being restored, or another thing that is under way. */
  busy: string | null;
  onRestore(name: string): void;
}

/** The backups, newest first; the newest that opens is the one to take. */
export function BackupRows({ busy, onRestore }: BackupRowsProps) {
  const { today, tz } = useNow();
  const { data, isError } = useQuery(orpc.backups.list.queryOptions({ staleTime: 0 }));
  if (isError) return <p className={styles.text}>The backups could not be read.</p>;
  if (!data) return <p className={styles.text}>Looking for backups…</p>;
  const { backups } = data;
  if (backups.length === 0) return <p className={styles.text}>There are no backups.</p>;
  const best = backups.find((backup) => backup.tasks !== null)?.name;
  return (
    <ul className={styles.backups} aria-label="Backups">
      {backups.map(({ name, createdAt, tasks }) => {
        const moment = fullMoment(localOf(createdAt, tz), today);
        return (
          <li key={name} className={styles.backup}>
            <span className={styles.moment}>{moment}</span>
            <span className={styles.count}>{tasks ? taskCount(tasks) : 'can’t be opened'}</span>
            {tasks && (
              <Button
                size="xs"
                variant={name === best ? 'filled' : 'default'}
                // A person already at another choice stays there.
                autoFocus={name === best && document.activeElement === document.body}
                aria-label={`Restore the backup of ${moment}`}
                loading={busy === name}
                disabled={busy !== null}
                onClick={() => onRestore(name)}
              >
                Restore
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
