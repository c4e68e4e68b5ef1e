import { useId, useState, type KeyboardEvent } from 'react';
import shared from '../../ui/ui.module.css';
import { shortcutOf, shortcutWords } from './shortcut.ts';
import styles from './settings.module.css';

interface Props {
  label: string;
  keys: string | null;
  /** Another program had them at the last start. */
  taken: boolean;
  onChange(keys: string | null): void;
}

/** Keys that work in any app: press the button, then the keys. */
export function ShortcutField({ label, keys, taken, onChange }: Props) {
  const id = useId();
  const [recording, setRecording] = useState(false);
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>): void => {
    if (!recording || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return setRecording(false);
    const pressed = shortcutOf(event.nativeEvent);
    if (pressed === null) return;
    setRecording(false);
    onChange(pressed);
  };
  return (
    <div>
      <span className={styles.label} id={id}>
        {label}
      </span>
      <div className={styles.shortcut}>
        <button
          type="button"
          className={shared.quiet}
          aria-labelledby={`${id} ${id}-keys`}
          onClick={() => setRecording(!recording)}
          onKeyDown={onKeyDown}
          onBlur={() => setRecording(false)}
        >
          <span id={`${id}-keys`}>
            {recording ? 'Press the keys…' : keys === null ? 'Set shortcut' : shortcutWords(keys)}
          </span>
        </button>
        {keys !== null && !recording && (
          <button
            type="button"
            className={shared.quiet}
            aria-label={`Remove: ${label}`}
            onClick={() => onChange(null)}
          >
            Remove
          </button>
        )}
      </div>
      {taken && <p className={styles.text}>Another app uses these keys, so they don’t work here.</p>}
    </div>
  );
}
