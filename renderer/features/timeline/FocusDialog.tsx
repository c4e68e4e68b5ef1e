import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { PlanView } from '../../../core/domain/views.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import { useNow } from '../../api/hooks.ts';
import { readsSettled } from '../../api/read-fields.ts';
import { ClockField } from '../../ui/ClockField.tsx';
import { relativeDay } from '../../wording/format.ts';
import { takeBack } from '../../actions/undo.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
import { useNewest } from '../../state/use-newest.ts';
import { show, type FocusDraft } from '../../state/window.ts';
import styles from './event-dialog.module.css';

const close = (): void => show({ editedFocus: null });

type Span = { start: string; end: string };

/** A stretch kept for focus: why it is there, other hours for it, or not on this day. */
export default function FocusDialog({ draft }: { draft: FocusDraft }) {
  const { today } = useNow();
  const { value: span, newest, set } = useNewest<Span>({ start: draft.start, end: draft.end });
  const [error, setError] = useState<string | null>(null);
  const day = span.start.slice(0, 10);

  const save = async (): Promise<void> => {
    // A field that was just left may still be read.
    await readsSettled();
    const { current } = newest;
    if (current.end <= current.start) {
      setError('It ends before it begins.');
      return;
    }
    try {
      await move(draft.from, current);
      close();
    } catch (failure) {
      setError(sentenceOf(failure));
    }
  };

  return (
    <Modal opened onClose={close} title={`Focus time ${relativeDay(day, today)}`} size={380}>
      <form
        className={styles.form}
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void save();
        }}
      >
        {draft.why && <p className={styles.why}>{draft.why}</p>}
        <div className={styles.hours}>
          <ClockField
            label="From"
            value={span.start.slice(11)}
            onSave={(time) => time && set({ start: `${day}T${time}` })}
          />
          –
          <ClockField
            label="To"
            value={span.end.slice(11)}
            onSave={(time) => time && set({ end: `${day}T${time}` })}
          />
        </div>
        {error && (
          <p className={styles.error} role="alert">
            {error}
          </p>
        )}
        <div className={styles.actions}>
          {draft.from !== null && (
            <Button variant="subtle" className={styles.remove ?? ''} onClick={() => giveUp(draft)}>
              Not on this day
            </Button>
          )}
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit">{draft.from === null ? 'Reserve' : 'Save'}</Button>
        </div>
      </form>
    </Modal>
  );
}

async function move(from: string | null, to: Span | null): Promise<void> {
  const plan: PlanView = await client.planning.moveFocus({ from, to });
  queryClient.setQueryData(orpc.planning.current.queryKey(), plan);
}

function giveUp({ from }: FocusDraft): void {
  close();
  move(from, null).then(() => {
    const again = (): void => takeBack({ intent: 'planning.moveFocus', ids: [] });
    return notify('Focus time removed for this day', { label: 'Undo', run: again });
  }, notifyError);
}
