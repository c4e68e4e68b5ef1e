import { useState } from 'react';
import { clockTime } from './format.ts';
import { readClock } from './clock-field.ts';
import styles from './ui.module.css';

interface Props {
  label: string;
  /** `HH:mm`, or empty for none. */
  value: string;
  disabled?: boolean;
  /** Gets `HH:mm`, or an empty string when the field was cleared. */
  onSave(value: string): void;
}

/**
 * A time of day, typed the way one says it and shown like every other time in the app; the browser's own field
 * would follow the system's twelve-hour clock. What is no time falls back to the one before.
 */
export function ClockField({ label, value, disabled = false, onSave }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const leave = (): void => {
    const next = draft?.trim() === '' ? '' : readClock(draft ?? '');
    setDraft(null);
    if (draft !== null && next !== null && next !== value) onSave(next);
  };
  const invalid = draft !== null && draft.trim() !== '' && readClock(draft) === null;
  return (
    <input
      className={styles.clock}
      aria-label={label}
      aria-invalid={invalid || undefined}
      placeholder="–:––"
      size={5}
      disabled={disabled}
      value={draft ?? (value === '' ? '' : clockTime(value))}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}
