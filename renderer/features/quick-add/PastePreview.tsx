import { Button, CloseButton, Modal, Progress, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { PastedItem } from '../../../core/domain/paste.ts';
import { client } from '../../api/client.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
import styles from './quick-add.module.css';

interface Props {
  text: string;
  onClose(): void;
  /** All of them are stored: how many. */
  onCreated(count: number): void;
}

interface Line extends PastedItem {
  id: number;
}

interface Preview {
  lines: Line[];
  total: number;
  done: number;
}

interface Adding {
  added: number;
  total: number;
}

/** The tasks that a pasted list would become; each can be changed or left out before any is made. */
export default function PastePreview({ text, onClose, onCreated }: Props) {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [adding, setAdding] = useState<Adding | null>(null);
  const stop = useRef<AbortController | null>(null);

  useEffect(() => {
    client.capture.preview({ text }).then(
      ({ items, total, done }) =>
        setPreview({ lines: items.map((item, id) => ({ ...item, id })), total, done }),
      (error: unknown) => {
        notifyError(error);
        onClose();
      },
    );
  }, [text, onClose]);
  // Closing the page's dialog by whatever way cancels what is still under way.
  useEffect(() => () => stop.current?.abort(), []);

  const lines = preview?.lines ?? [];
  const isWhole = preview !== null && preview.total > lines.length;
  const wanted = lines.filter((line) => line.text.trim() !== '');
  const count = isWhole ? preview.total : wanted.length;
  const finished = isWhole ? preview.done : wanted.filter((line) => line.done).length;
  const create = async (): Promise<void> => {
    stop.current = new AbortController();
    const { signal } = stop.current;
    setAdding({ added: 0, total: count });
    try {
      const items = wanted.map(({ text: line, notes, done }) => ({ text: line, notes, done }));
      const progress = await client.tasks.addList(isWhole ? { text } : { items }, { signal });
      for await (const { added, total, complete } of progress) {
        if (complete) onCreated(total);
        else setAdding({ added, total });
      }
      onClose();
    } catch (error) {
      setAdding(null);
      if (signal.aborted) notify('Stopped. Nothing was added.');
      else notifyError(error);
    }
  };
  const change = (id: number, next: string): void => {
    setPreview(
      (before) =>
        before && {
          ...before,
          lines: before.lines.map((line) => (line.id === id ? { ...line, text: next } : line)),
        },
    );
  };
  const leaveOut = (id: number): void => {
    setPreview(
      (before) =>
        before && {
          ...before,
          total: before.total - 1,
          lines: before.lines.filter((line) => line.id !== id),
        },
    );
  };

  return (
    <Modal
      opened={preview !== null}
      onClose={adding ? () => stop.current?.abort() : onClose}
      closeButtonProps={{ 'aria-label': 'Close' }}
      title="Add these tasks?"
      size="lg"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <div className={styles.lines}>
          {lines.map((line, index) => (
            <div key={line.id} className={styles.pasted}>
              <div className={styles.pastedText}>
                <TextInput
                  aria-label={`Line ${index + 1}`}
                  value={line.text}
                  readOnly={isWhole}
                  onChange={(event) => change(line.id, event.currentTarget.value)}
                />
                {(line.done || line.notes !== '') && (
                  <p className={styles.pastedMore}>
                    {line.done && <span>Already done. </span>}
                    {line.notes !== '' && <span className={styles.pastedNotes}>{line.notes}</span>}
                  </p>
                )}
              </div>
              {!isWhole && (
                <CloseButton aria-label={`Leave out line ${index + 1}`} onClick={() => leaveOut(line.id)} />
              )}
            </div>
          ))}
          {isWhole && <p className={styles.pastedMore}>…and {numbers(preview.total - lines.length)} more.</p>}
        </div>
        {adding && (
          <div role="status" className={styles.adding}>
            <span>
              Adding {numbers(adding.added)} of {numbers(adding.total)}
            </span>
            <Progress aria-label="Tasks added" value={(100 * adding.added) / Math.max(1, adding.total)} />
          </div>
        )}
        <div className={styles.actions}>
          {finished > 0 && !adding && (
            <span className={styles.pastedMore}>
              {finished === 1 ? '1 is done already.' : `${numbers(finished)} are done already.`}
            </span>
          )}
          <Button variant="default" onClick={adding ? () => stop.current?.abort() : onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={count === 0 || adding !== null} data-autofocus>
            {count === 1 ? 'Add 1 task' : `Add ${numbers(count)} tasks`}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function numbers(count: number): string {
  return count.toLocaleString('en');
}
