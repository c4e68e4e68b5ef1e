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
  const { preview, change, leaveOut } = usePreview(text, onClose);
  const { adding, add, cancel } = useAdding(onCreated, onClose);
  const lines = preview?.lines ?? [];
  const isWhole = preview !== null && preview.total > lines.length;
  const wanted = lines.filter((line) => line.text.trim() !== '');
  const count = isWhole ? preview.total : wanted.length;
  const finished = isWhole ? preview.done : wanted.filter((line) => line.done).length;
  const create = (): void => {
    const items = wanted.map(({ text: line, notes, done }) => ({ text: line, notes, done }));
    void add(isWhole ? { text } : { items }, count);
  };
  return (
    <Modal
      opened={preview !== null}
      onClose={adding ? cancel : onClose}
      closeButtonProps={{ 'aria-label': 'Close' }}
      title="Add these tasks?"
      size="lg"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create();
        }}
      >
        <div className={styles.lines}>
          {lines.map((line, index) => (
            <PastedLine
              key={line.id}
              line={line}
              number={index + 1}
              isFixed={isWhole}
              onChange={(next) => change(line.id, next)}
              onLeaveOut={() => leaveOut(line.id)}
            />
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
          <Button variant="default" onClick={adding ? cancel : onClose}>
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

interface PastedLineProps {
  line: Line;
  number: number;
  /** Of a list that is too long to be changed line by line. */
  isFixed: boolean;
  onChange(text: string): void;
  onLeaveOut(): void;
}

function PastedLine({ line, number, isFixed, onChange, onLeaveOut }: PastedLineProps) {
  return (
    <div className={styles.pasted}>
      <div className={styles.pastedText}>
        <TextInput
          aria-label={`Line ${number}`}
          value={line.text}
          readOnly={isFixed}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        {(line.done || line.notes !== '') && (
          <p className={styles.pastedMore}>
            {line.done && <span>Already done. </span>}
            {line.notes !== '' && <span className={styles.pastedNotes}>{line.notes}</span>}
          </p>
        )}
      </div>
      {!isFixed && <CloseButton aria-label={`Leave out line ${number}`} onClick={onLeaveOut} />}
    </div>
  );
}

/** What the text would become, as the person has changed it; null until it is read. */
function usePreview(text: string, onFail: () => void) {
  const [preview, setPreview] = useState<Preview | null>(null);
  useEffect(() => {
    client.capture.preview({ text }).then(
      ({ items, total, done }) =>
        setPreview({ lines: items.map((item, id) => ({ ...item, id })), total, done }),
      (error: unknown) => {
        notifyError(error);
        onFail();
      },
    );
  }, [text, onFail]);
  const edit = (change: (before: Preview) => Partial<Preview>): void =>
    setPreview((before) => before && { ...before, ...change(before) });
  return {
    preview,
    change: (id: number, next: string): void =>
      edit(({ lines }) => ({
        lines: lines.map((line) => (line.id === id ? { ...line, text: next } : line)),
      })),
    leaveOut: (id: number): void =>
      edit(({ lines, total }) => ({ total: total - 1, lines: lines.filter((line) => line.id !== id) })),
  };
}

type List = Parameters<typeof client.tasks.addList>[0];

/** Adds a list, with how far it is while that goes on. */
function useAdding(onCreated: (count: number) => void, onClose: () => void) {
  const [adding, setAdding] = useState<Adding | null>(null);
  const stop = useRef<AbortController | null>(null);
  // Closing the page's dialog by whatever way cancels what is still under way.
  useEffect(() => () => stop.current?.abort(), []);
  const add = async (list: List, count: number): Promise<void> => {
    stop.current = new AbortController();
    const { signal } = stop.current;
    setAdding({ added: 0, total: count });
    try {
      for await (const { added, total, complete } of await client.tasks.addList(list, { signal })) {
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
  return { adding, add, cancel: () => stop.current?.abort() };
}

function numbers(count: number): string {
  return count.toLocaleString('en');
}
