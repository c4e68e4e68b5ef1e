import { useEffect } from 'react';
import { useConnection, useUnsent } from '../api/hooks.ts';
import styles from './shell.module.css';

/** Says that the page is on its own, what that means for what is typed and clicked, and what to do. */
export function ConnectionNotice() {
  const state = useConnection();
  const unsent = useUnsent();
  useEffect(() => {
    if (unsent === 0) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unsent]);
  if (state === 'open' || state === 'connecting') return null;
  return (
    <div className={styles.connection} role="alert">
      {state === 'refused' ? REFUSED : `${LOST}${kept(unsent)}`}
    </div>
  );
}

const LOST =
  'Lost connection to Daymark; retrying. If it was closed, start it again and this page reconnects on its own.';
const REFUSED =
  'Daymark was started again and does not know this page. Run the command that starts it once more and go on in the page ' +
  'that opens. What you typed stays here, so copy it first.';

function kept(unsent: number): string {
  if (unsent === 0) return '';
  return unsent === 1
    ? ' 1 change is not saved yet; this page keeps it and saves it then.'
    : ` ${unsent} changes are not saved yet; this page keeps them and saves them then.`;
}
