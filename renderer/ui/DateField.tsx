import { useNow, useSettings } from '../api/hooks.ts';
import { localDay } from '../wording/format.ts';
import styles from './ui.module.css';

interface Props {
  label: string;
  value: string | null;
  onSave(value: string | null): void;
}

/** A day in the person's own format; the browser's calendar and its typing come with the focus. */
export function DateField({ label, value, onSave }: Props) {
  const { today } = useNow();
  const locale = useSettings().data?.locale ?? 'en-GB';
  return (
    <span className={styles.date}>
      <input
        className={styles.dateInput}
        type="date"
        aria-label={label}
        value={value ?? ''}
        onChange={(event) => onSave(event.currentTarget.value === '' ? null : event.currentTarget.value)}
      />
      <span className={styles.dateText} data-empty={value === null || undefined} aria-hidden="true">
        {value === null ? 'None' : localDay(value, today, locale)}
      </span>
    </span>
  );
}
