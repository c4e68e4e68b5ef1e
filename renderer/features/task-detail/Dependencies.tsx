import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Task } from '../../../core/domain/task.ts';
import type { TaskId } from '../../../core/ids.ts';
import { orpc } from '../../api/client.ts';
import { useTasks } from '../../api/hooks.ts';
import { show } from '../../state/window.ts';
import shared from '../../ui/ui.module.css';
import styles from './task-detail.module.css';

interface Props {
  task: Task;
  onSave(dependsOn: TaskId[]): void;
}

/** The tasks this one waits for: find one to add it, remove one to let go of it. */
export function Dependencies({ task, onSave }: Props) {
  const [query, setQuery] = useState('');
  const found = useQuery(
    orpc.tasks.search.queryOptions({
      input: { query: query.trim(), limit: 8, includeDone: false },
      enabled: query.trim().length > 1,
      placeholderData: keepPreviousData,
    }),
  );
  const known = useTasks(task.dependsOn);
  const choices = (found.data?.results ?? [])
    .filter(({ id }) => id !== task.id && !task.dependsOn.includes(id))
    .map(({ id, title }) => ({ value: id as string, label: title }));
  return (
    <>
      <Select
        size="xs"
        aria-label="Blocked by another task"
        placeholder="Find the task that blocks it"
        searchable
        data={choices}
        filter={({ options }) => options}
        searchValue={query}
        onSearchChange={setQuery}
        value={null}
        nothingFoundMessage={query.trim().length > 1 ? 'No matches' : undefined}
        onChange={(id) => {
          if (id) onSave([...task.dependsOn, id as TaskId]);
          setQuery('');
        }}
      />
      {task.dependsOn.length > 0 && (
        <ul className={styles.similar}>
          {task.dependsOn.map((id) => (
            <li key={id}>
              <button type="button" className={shared.plain} onClick={() => show({ openTask: id })}>
                {known.get(id)?.title ?? '…'}
              </button>
              <button
                type="button"
                className={shared.quiet}
                aria-label={`Remove ${known.get(id)?.title ?? 'the task'} from what blocks it`}
                onClick={() => onSave(task.dependsOn.filter((one) => one !== id))}
              >
                Remove
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
