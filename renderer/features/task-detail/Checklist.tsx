import { useState } from 'react';
import type { Task } from '../../../core/domain/task.ts';
import type { CheckItem } from '../../../core/domain/task-fields.ts';
import panel from '../../ui/panel.module.css';
import styles from './task-detail.module.css';
import { commitField } from '../../ui/commit-field.ts';

interface Props {
  task: Task;
  onSave(checklist: CheckItem[]): void;
}

/** Small steps without a time of their own: ticked, renamed, removed by emptying, and added below. */
export function Checklist({ task, onSave }: Props) {
  const [typed, setTyped] = useState('');
  const items = task.checklist;
  const done = items.filter((item) => item.done).length;
  const change = (at: number, item: CheckItem | null): void =>
    onSave(item === null ? items.toSpliced(at, 1) : items.with(at, item));
  const add = (): void => {
    const text = typed.trim();
    setTyped('');
    if (text !== '') onSave([...items, { text, done: false }]);
  };
  return (
    <section className={panel.section} aria-label="Checklist">
      <div className={styles.sectionHead}>
        <h2 className={styles.sectionName}>Checklist</h2>
        {items.length > 0 && <span className={styles.sectionNote}>{`${done}/${items.length}`}</span>}
      </div>
      <ul className={styles.steps}>
        {[...items.entries()].map(([at, item]) => (
          <Step key={`${at} ${item.text}`} item={item} onChange={(next) => change(at, next)} />
        ))}
      </ul>
      <input
        className={styles.addStep}
        aria-label="Add a step"
        placeholder="Add a step"
        maxLength={500}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          add();
        }}
      />
    </section>
  );
}

function Step({ item, onChange }: { item: CheckItem; onChange(item: CheckItem | null): void }) {
  const [draft, setDraft] = useState<string | null>(null);
  // Ticked at once; what is stored follows, and counts when it changes for another reason.
  const [stored, setStored] = useState(item.done);
  const [ticked, setTicked] = useState(item.done);
  if (stored !== item.done) {
    setStored(item.done);
    setTicked(item.done);
  }
  const leave = (): void => {
    const text = draft?.trim();
    setDraft(null);
    if (text === undefined || text === item.text) return;
    onChange(text === '' ? null : { ...item, text });
  };
  return (
    <li className={styles.step} data-done={ticked || undefined}>
      <input
        type="checkbox"
        className={styles.tick}
        aria-label={item.text}
        checked={ticked}
        onChange={(event) => {
          setTicked(event.currentTarget.checked);
          onChange({ ...item, done: event.currentTarget.checked });
        }}
      />
      <input
        className={styles.stepText}
        aria-label={`Step: ${item.text}`}
        maxLength={500}
        value={draft ?? item.text}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={leave}
        onKeyDown={(event) => event.key === 'Enter' && commitField(event.currentTarget)}
      />
      <button
        type="button"
        className={styles.remove}
        aria-label={`Remove the step ${item.text}`}
        onClick={() => onChange(null)}
      >
        ×
      </button>
    </li>
  );
}
