import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { goToStep, type Step } from '../../actions/go-to-step.ts';
import { orpc } from '../../api/client.ts';
import { useNow } from '../../api/hooks.ts';
import { localOf } from '../../../core/time/zoned.ts';
import { say } from '../../../core/messages/index.ts';
import { show } from '../../state/window.ts';
import { notifyError } from '../../ui/notify.tsx';
import { relativeMoment } from '../../wording/format.ts';
import styles from './history.module.css';

/** What was done, newest first; a press goes to the moment right after a step, undoing or redoing what lies between. */
export default function HistorySheet() {
  const steps = useQuery(orpc.tasks.steps.queryOptions({ staleTime: 0 })).data?.steps ?? [];
  const { today, tz } = useNow();
  const [busy, setBusy] = useState(false);
  const go = (target: Step | null): void => {
    setBusy(true);
    goToStep(steps, target)
      .catch(notifyError)
      .finally(() => setBusy(false));
  };
  const present = steps.find(({ undone }) => !undone)?.seq ?? null;
  const point = (step: Step | null, words: string, when: string) => (
    <li key={step?.seq ?? 'start'}>
      <button
        type="button"
        className={styles.step}
        data-undone={step?.undone || undefined}
        aria-current={(step?.seq ?? null) === present ? 'step' : undefined}
        disabled={busy}
        onClick={() => go(step)}
      >
        <span className={styles.what}>{words}</span>
        <span className={styles.when}>{(step?.seq ?? null) === present ? 'now' : when}</span>
      </button>
    </li>
  );
  return (
    <Modal opened onClose={() => show({ historyOpen: false })} title="History" size={560}>
      {steps.length === 0 ? (
        <p className={styles.note}>Nothing to undo yet.</p>
      ) : (
        <>
          <p className={styles.note}>Go back to a point, or forward again. What comes after it is undone.</p>
          <ol className={styles.steps} aria-label="Steps">
            {steps.map((step) =>
              point(step, capitalised(say(step.message)), relativeMoment(localOf(step.at, tz), today)),
            )}
            {point(null, 'Before all of this', '')}
          </ol>
        </>
      )}
    </Modal>
  );
}

function capitalised(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
