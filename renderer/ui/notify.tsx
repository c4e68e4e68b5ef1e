import { notifications } from '@mantine/notifications';
import { sentenceOf } from '../api/errors.ts';
import styles from './notify.module.css';

interface Offer {
  label: string;
  run: () => void;
}

/** A quiet line at the bottom, with at most one thing to do about it. */
export function notify(message: string, offer?: Offer): void {
  const id = `note-${++count}`;
  const take = (): void => {
    notifications.hide(id);
    offer?.run();
  };
  // One line at a time: the newest is the one that can be undone.
  notifications.clean();
  notifications.show({
    id,
    autoClose: offer ? 8_000 : 4_000,
    withBorder: false,
    closeButtonProps: { 'aria-label': 'Close' },
    classNames: { root: styles.root ?? '' },
    message: (
      <span className={styles.line}>
        <span>{message}</span>
        {offer && (
          <button type="button" className={styles.offer} onClick={take}>
            {offer.label}
          </button>
        )}
      </span>
    ),
  });
}

/** Says what went wrong, in the words of the error. */
export function notifyError(error: unknown): void {
  notify(sentenceOf(error));
}

let count = 0;
