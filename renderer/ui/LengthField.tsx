import { useState } from 'react';
import { readLength } from '../api/read-fields.ts';
import { minutes } from '../wording/format.ts';
import { notifyError } from './notify.tsx';
import styles from './ui.module.css';

interface Props {
  label: string;
  /** Whole minutes; null for none. */
  value: number | null;
  placeholder?: string;
  minMin?: number;
  maxMin?: number;
  /** Gets null when the field was cleared. */
  onSave(value: number | null): void;
}

/** A length, typed the way it is typed in a task ("45", "2h 30", "half an hour"). What is none stays, marked as such. */
export function LengthField({ label, value, placeholder, minMin = 1, maxMin = 100_000, onSave }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const [unread, setUnread] = useState(false);

  /** Answers whether the field holds something that can be kept. */
  const commit = async (): Promise<boolean> => {
    if (draft === null) return true;
    const read = draft.trim() === '' ? null : await readLength(draft);
    const fits = draft.trim() === '' || (read !== null && read >= minMin && read <= maxMin);
    setUnread(!fits);
    if (!fits) return false;
    setDraft(null);
    if (read !== value) onSave(read);
    return true;
  };

  const onEnter = async (form: HTMLFormElement | null): Promise<void> => {
    if ((await commit()) && form) form.requestSubmit();
  };

  return (
    <span className={styles.length}>
      <input
        className={styles.lengthInput}
        aria-label={label}
        aria-invalid={unread || undefined}
        title={unread ? 'Not a length. Try 45, 2h 30 or half an hour.' : undefined}
        data-mantine-stop-propagation={draft === null ? undefined : 'true'}
        placeholder={placeholder}
        value={draft ?? (value === null ? '' : minutes(value))}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => {
          setDraft(event.currentTarget.value);
          setUnread(false);
        }}
        onBlur={() => void commit().catch(notifyError)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && draft !== null) {
            setDraft(null);
            setUnread(false);
          }
          if (event.key !== 'Enter') return;
          event.preventDefault();
          onEnter(event.currentTarget.form).catch(notifyError);
        }}
      />
      {unread && (
        <span className={styles.fieldError} role="alert">
          Not a length. Try 45, 2h 30 or half an hour.
        </span>
      )}
    </span>
  );
}
