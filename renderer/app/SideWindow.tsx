import { lazy, Suspense, useEffect } from 'react';
import { fetched } from '../api/chunks.ts';
import { client } from '../api/client.ts';
import { QuickAdd } from '../features/quick-add/QuickAdd.tsx';
import { ownWindow } from '../state/own-window.ts';
import { notifyError } from '../ui/notify.tsx';
import { takeBack } from '../actions/undo.ts';
import { followRequests } from './follow-requests.ts';
import { useTheme } from './use-theme.ts';
import styles from './side-window.module.css';

const FocusPanel = lazy(() => fetched(() => import('../features/focus/FocusPanel.tsx')));

/** The page in one of the small windows beside the main one. */
export default function SideWindow() {
  useTheme();
  useEffect(() => {
    const stop = new AbortController();
    void followRequests(stop.signal);
    return () => stop.abort();
  }, []);
  return (
    <main className={styles.window} data-window={ownWindow}>
      {ownWindow === 'quickAdd' ? (
        <QuickAddWindow />
      ) : (
        <Suspense>
          <FocusPanel onClose={hide} />
        </Suspense>
      )}
    </main>
  );
}

function hide(): void {
  client.desktop.hide({ window: ownWindow }).catch(notifyError);
}

/** Quick add alone. Escape hides it and what is typed stays; Enter adds it and hides. */
function QuickAddWindow() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      hide();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
  return (
    <>
      <h1 className={styles.heading}>Add a task</h1>
      <QuickAdd onUndo={takeBack} onAdded={hide} />
    </>
  );
}
