import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import { ClockField } from '../../ui/ClockField.tsx';
import { notify, notifyError } from '../../ui/notify.tsx';
import { show, type EventDraft } from '../../ui/state.ts';
import styles from './event-dialog.module.css';

const close = (): void => show({ editedEvent: null });

/** An appointment, typed in by hand: what, from when to when, and whether work can be planned over it. */
export default function EventDialog({ draft }: { draft: EventDraft }) {
  const [event, setEvent] = useState(draft);
  const [error, setError] = useState<string | null>(null);
  const set = (patch: Partial<EventDraft>): void => setEvent((before) => ({ ...before, ...patch }));

  const save = async (): Promise<void> => {
    if (event.end <= event.start) {
      setError('It ends before it begins.');
      return;
    }
    try {
      await store({ ...event, title: event.title.trim() });
      close();
    } catch (failure) {
      setError(sentenceOf(failure));
    }
  };

  return (
    <Modal opened onClose={close} title={event.id ? 'Appointment' : 'New appointment'} size={420}>
      <form
        className={styles.form}
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void save();
        }}
      >
        <TextInput
          label="What"
          required
          data-autofocus
          maxLength={1_000}
          value={event.title}
          onChange={({ currentTarget }) => set({ title: currentTarget.value })}
        />
        <Moment label="From" value={event.start} onSave={(start) => set({ start })} />
        <Moment label="To" value={event.end} onSave={(end) => set({ end })} />
        {error && (
          <p className={styles.error} role="alert">
            {error}
          </p>
        )}
        <Checkbox
          label="Nothing is planned over it"
          checked={event.blocks}
          onChange={({ currentTarget }) => set({ blocks: currentTarget.checked })}
        />
        <Buttons event={event} />
      </form>
    </Modal>
  );
}

function Buttons({ event }: { event: EventDraft }) {
  return (
    <div className={styles.actions}>
      {event.id && (
        <Button variant="subtle" color="red" className={styles.remove ?? ''} onClick={() => remove(event)}>
          Remove
        </Button>
      )}
      <Button variant="default" onClick={close}>
        Cancel
      </Button>
      <Button type="submit" disabled={event.title.trim() === ''}>
        {event.id ? 'Save' : 'Add'}
      </Button>
    </div>
  );
}

function Moment({ label, value, onSave }: { label: string; value: string; onSave(value: string): void }) {
  const [day, time] = [value.slice(0, 10), value.slice(11, 16)];
  return (
    <div className={styles.moment}>
      <span aria-hidden="true">{label}</span>
      <input
        type="date"
        required
        aria-label={`${label}, day`}
        value={day}
        onChange={({ currentTarget }) => currentTarget.value && onSave(`${currentTarget.value}T${time}`)}
      />
      <ClockField label={`${label}, time`} value={time} onSave={(next) => next && onSave(`${day}T${next}`)} />
    </div>
  );
}

async function store({ id, ...fields }: EventDraft): Promise<void> {
  await (id ? client.events.update({ id, patch: fields }) : client.events.create(fields));
}

/** Removes an appointment; the offer to undo makes it again. */
function remove({ id, ...fields }: EventDraft): void {
  if (!id) return;
  close();
  client.events.remove({ id }).then(() => {
    const again = (): void => void client.events.create(fields).catch(notifyError);
    return notify(`Removed “${fields.title}”`, { label: 'Undo', run: again });
  }, notifyError);
}
