import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc } from '../api/client.ts';
import styles from './pick-list.module.css';

interface Props {
  /** A task was chosen; null when the choice was given up. */
  onPick(task: { id: string; title: string } | null): void;
}

/** Finds a task to link to, by words or meaning. Enter takes the first. */
export function TaskLinkPicker({ onPick }: Props) {
  const [query, setQuery] = useState('');
  const wanted = query.trim();
  const { data } = useQuery(
    orpc.tasks.search.queryOptions({
      input: { query: wanted, limit: 6 },
      enabled: wanted.length > 1,
      placeholderData: keepPreviousData,
    }),
  );
  const found = wanted.length > 1 ? (data?.results ?? []) : [];
  return (
    <div className={styles.linkPicker}>
      <input
        className={styles.field}
        aria-label="Link to a task"
        placeholder="Find the task to link to"
        autoFocus
        maxLength={100}
        value={query}
        data-mantine-stop-propagation="true"
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') {
            event.stopPropagation();
            onPick(null);
          }
          if (event.key !== 'Enter') return;
          event.preventDefault();
          if (found[0]) onPick(found[0]);
        }}
      />
      {found.length > 0 && (
        <ul className={styles.linkChoices} aria-label="Tasks found">
          {found.map((task) => (
            <li key={task.id}>
              <button
                type="button"
                className={styles.linkChoice}
                // The field keeps the focus, so that the text it belongs to is not left.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onPick(task)}
              >
                {task.title}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
