import { useState } from 'react';
import { client } from '../../api/client.ts';
import { notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import styles from './focus.module.css';

/** What came up, written down so that it can wait: Enter adds it as a task, and the timer goes on. */
export function Interruption({ onDone }: { onDone(): void }) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const add = async (): Promise<void> => {
    if (text.trim() === '') return onDone();
    setBusy(true);
    try {
      await client.tasks.create({ text });
      onDone();
    } catch (error) {
      // Nothing typed is lost: the line stays until it is stored.
      notifyError(error);
      setBusy(false);
    }
  };
  return (
    <form
      className={styles.interruption}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <label className={styles.label} htmlFor="interruption">
        What came up?
      </label>
      <input
        id="interruption"
        className={styles.field}
        value={text}
        maxLength={10_000}
        // The one thing to do now.
        autoFocus
        autoComplete="off"
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p className={styles.line}>The timer is paused. Your note becomes a task.</p>
      <div className={styles.buttons}>
        <button type="submit" className={shared.primary} disabled={busy}>
          {text.trim() === '' ? 'Go on' : 'Add and go on'}
        </button>
      </div>
    </form>
  );
}
