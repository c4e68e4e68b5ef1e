import type { CSSProperties } from 'react';
import { clockTime, minutesBetween, timeRange } from '../../wording/format.ts';
import type { EntryDetails } from './entries.ts';
import { lineHeightIn, linesIn, paddingIn, textSizeIn } from './room.ts';
import styles from './timeline.module.css';

interface Props {
  title: string;
  /** `YYYY-MM-DDTHH:mm`, or a bare day for an all-day appointment. */
  start: string;
  end: string;
  details: EntryDetails;
  span: 'day' | 'week';
}

/** What stands in a block: its title, and its time as far as whole lines of it fit. */
export function BlockContent({ title, start, end, details, span }: Props) {
  if (details.kind === 'energy' || details.kind === 'ghost' || details.kind === 'travel') return null;
  if (details.kind === 'focus') {
    return (
      <span className={styles.focusLabel} title={`${details.of} ${timeRange(start, end)}`}>
        {title}
      </span>
    );
  }
  const collision = details.under === null ? null : `at the same time as “${details.under}”`;
  const timed = start.length === 16 && end.length === 16;
  const length = timed ? minutesBetween(start, end) : 0;
  const lineHeight = timed ? lineHeightIn(length, span) : 16;
  const lines = timed ? linesIn(length, span) : 1;
  const range = timed ? timeRange(start, end) : '';
  const time = lines === 1 && timed ? clockTime(start) : range;
  // A narrow column has room for the time only below a title of two lines.
  const showTime = timed && (span === 'day' || lines > 2);
  return (
    <div
      className={styles.content}
      data-project={details.project ?? 'none'}
      data-kind={details.kind}
      data-free={!details.blocks}
      data-lines={lines}
      style={{
        paddingTop: paddingIn(length, span),
        lineHeight: `${lineHeight}px`,
        fontSize: textSizeIn(lineHeight),
      }}
      title={[timed ? `${title}, ${range}` : title, collision].filter(Boolean).join('; ')}
    >
      <span className={styles.text} style={{ '--lines': lines } as CSSProperties}>
        <span className={styles.blockTitle}>{title}</span>{' '}
        {showTime && <span className={styles.blockTime}>{time}</span>}
        {collision && <span className={styles.collision}>{collision}</span>}
      </span>
    </div>
  );
}
