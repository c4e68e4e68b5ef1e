import { clockTime, minutesBetween, timeRange } from '../../ui/format.ts';
import type { EntryDetails } from './entries.ts';
import styles from './timeline.module.css';

interface Props {
  title: string;
  start: string;
  end: string;
  details: EntryDetails;
}

/** What stands in a block: its title, and its time as far as there is room. */
export function BlockContent({ title, start, end, details }: Props) {
  if (details.kind === 'energy') return null;
  const from = start.slice(0, 16);
  const to = end.slice(0, 16);
  const short = to.length < 16 || minutesBetween(from, to) < 25;
  return (
    <div
      className={styles.content}
      data-project={details.project ?? 'none'}
      data-kind={details.kind}
      data-short={short || undefined}
    >
      <span className={styles.blockTitle}>{title}</span>{' '}
      {from.length === 16 && (
        <span className={styles.blockTime}>{short ? clockTime(from) : timeRange(from, to)}</span>
      )}
    </div>
  );
}
