import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Task } from '../../../core/domain/task.ts';
import { roundGuess } from '../../../core/guess.ts';
import { finishTask } from '../../actions/finish-task.ts';
import { openDetails } from '../../actions/open-details.ts';
import { reopenTask } from '../../actions/reopen-task.ts';
import { runAction } from '../../actions/run.ts';
import { client, orpc } from '../../api/client.ts';
import { CheckButton } from '../../ui/CheckButton.tsx';
import { notifyError } from '../../ui/notify.tsx';
import panel from '../../ui/panel.module.css';
import shared from '../../ui/ui.module.css';
import { minutes } from '../../wording/format.ts';
import styles from './task-detail.module.css';

/** The parts of a task, each a task of its own with its own time; a new one is typed like any other. */
export function Subtasks({ task }: { task: Task }) {
  const [typed, setTyped] = useState('');
  const { data } = useQuery(
    orpc.tasks.list.queryOptions({
      input: { parentId: task.id, status: 'any', order: 'created', limit: 200 },
      placeholderData: keepPreviousData,
    }),
  );
  const parts = (data?.tasks ?? []).filter(
    ({ status, parentId }) => status !== 'dropped' && parentId === task.id,
  );
  const add = (): void => {
    const text = typed.trim();
    if (text === '') return;
    setTyped('');
    const picked = { parentId: task.id, ...(task.project === null ? {} : { project: task.project }) };
    client.tasks.create({ text, picked }).catch((error: unknown) => {
      setTyped(text);
      notifyError(error);
    });
  };
  return (
    <section className={panel.section} aria-label="Subtasks">
      <div className={styles.sectionHead}>
        <h2 className={styles.sectionName}>Subtasks</h2>
        {task.subtasks > 0 && (
          <span className={styles.sectionNote}>{`${task.subtasksDone}/${task.subtasks}`}</span>
        )}
      </div>
      <ul className={styles.steps}>
        {parts.map((part) => (
          <Part key={part.id} part={part} />
        ))}
      </ul>
      {task.status === 'open' && (
        <input
          className={styles.addStep}
          aria-label="Add a subtask"
          placeholder="Add a subtask, such as “Ask Julia 10m”"
          maxLength={10_000}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            add();
          }}
        />
      )}
    </section>
  );
}

function Part({ part }: { part: Task }) {
  const done = part.status !== 'open';
  return (
    <li className={styles.step} data-done={done || undefined}>
      <CheckButton
        title={part.title}
        priority={part.priority}
        done={done}
        onClick={() => runAction(done ? reopenTask : finishTask, part)}
      />
      <button type="button" className={styles.partTitle} onClick={() => runAction(openDetails, part)}>
        {part.title}
      </button>
      <span className={styles.stretchLength}>
        <PartLength part={part} />
      </span>
    </li>
  );
}

function PartLength({ part }: { part: Task }) {
  if (part.status === 'done') return part.actualMin === null ? null : <>{minutes(part.actualMin)}</>;
  if (part.durationMin !== null) return <>{minutes(part.durationMin)}</>;
  return part.predicted ? (
    <span className={shared.guess}>{minutes(roundGuess(part.predicted.p50))}</span>
  ) : null;
}
