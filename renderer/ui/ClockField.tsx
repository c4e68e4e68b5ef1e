import { useState } from 'react';
import { readTime } from '../api/read-fields.ts';
import { clockTime } from '../wording/format.ts';
import { readClock } from '../wording/clock.ts';
import { notifyError } from './notify.tsx';
import styles from './ui.module.css';
import { commitField } from './commit-field.ts';

interface Props {
  label: string;
  /** `HH:mm`, or empty for none. */
  value: string;
  disabled?: boolean;
  /** Gets `HH:mm`, or an empty string when the field was cleared. */
  onSave(value: string): void;
}

/**
 * A time of day, typed the way one says it ("930", "5pm", "half past three") and shown like every other time in the
 * app; the browser's own field would follow the system's twelve-hour clock. What is no time stays, marked as such.
 */
export function ClockField({ label, value, disabled = false, onSave }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const [unread, setUnread] = useState(false);

  const keep = (next: string): void => {
    setDraft(null);
    setUnread(false);
    if (next !== value) onSave(next);
  };
  const leave = async (): Promise<void> => {
    if (draft === null) return;
    // What the plain forms settle is kept at once: a form may be sent by the same key.
    const plain = draft.trim() === '' ? '' : readClock(draft);
    if (plain !== null) return keep(plain);
    const read = await readTime(draft);
    if (read === null) setUnread(true);
    else keep(read);
  };

  return (
    <input
      className={styles.clock}
      aria-label={label}
      aria-invalid={unread || undefined}
      title={unread ? 'Not a time. Try 9:30, 5pm or half past three.' : undefined}
      placeholder="–:––"
      size={5}
      disabled={disabled}
      value={draft ?? (value === '' ? '' : clockTime(value))}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        setUnread(false);
      }}
      onBlur={() => void leave().catch(notifyError)}
      onKeyDown={(event) => event.key === 'Enter' && commitField(event.currentTarget)}
    />
  );
}
