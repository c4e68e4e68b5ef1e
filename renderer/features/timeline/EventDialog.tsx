import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import { show } from '../../ui/state.ts';
import styles from './event-dialog.module.css';

/** An appointment typed in by hand: what, from when to when, and whether work can be planned over it. */
export default function EventDialog({ span }: { span: { start: string; end: string } }) {
  const [title, setTitle] = useState('');
  const [start, setStart] = useState(span.start);
  const [end, setEnd] = useState(span.end);
  const [blocks, setBlocks] = useState(true);
  const [error, setError] = useState<string | null>(null);
  const close = (): void => show({ newEvent: null });

  const save = async (): Promise<void> => {
    if (end <= start) {
      setError('It ends before it begins.');
      return;
    }
    try {
      await client.events.create({ title: title.trim(), start, end, blocks });
      close();
    } catch (failure) {
      setError(sentenceOf(failure));
    }
  };

  return (
    <Modal opened onClose={close} title="New appointment" size={420}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label="What"
          required
          data-autofocus
          maxLength={1_000}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <div className={styles.pair}>
          <TextInput
            label="From"
            type="datetime-local"
            required
            value={start}
            onChange={(event) => setStart(event.currentTarget.value.slice(0, 16))}
          />
          <TextInput
            label="To"
            type="datetime-local"
            required
            value={end}
            error={error}
            onChange={(event) => setEnd(event.currentTarget.value.slice(0, 16))}
          />
        </div>
        <Checkbox
          label="Nothing is planned over it"
          checked={blocks}
          onChange={(event) => setBlocks(event.currentTarget.checked)}
        />
        <div className={styles.actions}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={title.trim() === ''}>
            Add
          </Button>
        </div>
      </form>
    </Modal>
  );
}
