import { Button, CloseButton, Modal, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Task } from '../../../core/domain/task.ts';
import { client } from '../../api/client.ts';
import { notifyError } from '../../ui/notify.tsx';
import styles from './quick-add.module.css';

interface Props {
  text: string;
  onClose(): void;
  onCreated(tasks: Task[]): void;
}

interface Line {
  id: number;
  text: string;
}

/** The tasks that a pasted list would become; each can be changed or left out before any is made. */
export default function PastePreview({ text, onClose, onCreated }: Props) {
  const [lines, setLines] = useState<Line[] | null>(null);

  useEffect(() => {
    client.capture.preview({ text }).then(
      (answer) => setLines(answer.lines.map((line, id) => ({ id, text: line }))),
      (error: unknown) => {
        notifyError(error);
        onClose();
      },
    );
  }, [text, onClose]);

  const wanted = (lines ?? []).map((line) => line.text).filter((line) => line.trim() !== '');
  const create = async (): Promise<void> => {
    try {
      const { tasks } = await client.tasks.createMany({ lines: wanted });
      onCreated(tasks);
      onClose();
    } catch (error) {
      notifyError(error);
    }
  };
  const change = (id: number, next: string): void => {
    setLines((before) => (before ?? []).map((line) => (line.id === id ? { id, text: next } : line)));
  };

  return (
    <Modal opened={lines !== null} onClose={onClose} title="Add these tasks?" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <div className={styles.lines}>
          {(lines ?? []).map((line, index) => (
            <div key={line.id} className={styles.pasted}>
              <TextInput
                aria-label={`Line ${index + 1}`}
                value={line.text}
                onChange={(event) => change(line.id, event.currentTarget.value)}
              />
              <CloseButton
                aria-label={`Leave out line ${index + 1}`}
                onClick={() => setLines((before) => (before ?? []).filter((one) => one.id !== line.id))}
              />
            </div>
          ))}
        </div>
        <div className={styles.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={wanted.length === 0} data-autofocus>
            {wanted.length === 1 ? 'Add 1 task' : `Add ${wanted.length} tasks`}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
