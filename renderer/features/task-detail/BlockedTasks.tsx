import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Task } from '../../../core/domain/task.ts';
import type { TaskId } from '../../../core/ids.ts';
import { client, orpc } from '../../api/client.ts';
import { show } from '../../state/window.ts';
import { notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import styles from './task-detail.module.css';

/** The open tasks that wait for this one: find one to have it wait, remove one to let go of it. */
export function BlockedTasks({ task }: { task: Task }) {
  const [query, setQuery] = useState('');
  const { data } = useQuery(orpc.tasks.dependants.queryOptions({ input: { id: task.id } }));
  const waiting = data?.tasks ?? [];
  const found = useQuery(
    orpc.tasks.search.queryOptions({
      input: { query: query.trim(), limit: 8, includeDone: false },
      enabled: query.trim().length > 1,
      placeholderData: keepPreviousData,
    }),
  );
  const known = new Set<string>([task.id, ...task.dependsOn, ...waiting.map(({ id }) => id)]);
  const choices = (found.data?.results ?? [])
    .filter(({ id }) => !known.has(id))
    .map(({ id, title }) => ({ value: id as string, label: title }));
  const setBlocked = (id: TaskId, blocked: boolean): void => {
    const ask = async (): Promise<void> => {
      // The other task's list as it is now, so that nothing it waits for beside this one is lost.
      const { dependsOn, revision } = await client.tasks.get({ id });
      const others = dependsOn.filter((one) => one !== task.id);
      const patch = { dependsOn: blocked ? [...others, task.id] : others };
      await client.tasks.update({ id, patch, revision });
    };
    ask().catch(notifyError);
  };
  return (
    <>
      <Select
        size="xs"
        aria-label="Blocks another task"
        placeholder="Find a task that has to wait for it"
        searchable
        data={choices}
        filter={({ options }) => options}
        searchValue={query}
        onSearchChange={setQuery}
        value={null}
        nothingFoundMessage={query.trim().length > 1 ? 'No matches' : undefined}
        onChange={(id) => {
          if (id) setBlocked(id as TaskId, true);
          setQuery('');
        }}
      />
      {waiting.length > 0 && (
        <ul className={styles.similar}>
          {waiting.map(({ id, title }) => (
            <li key={id}>
              <button type="button" className={shared.plain} onClick={() => show({ openTask: id })}>
                {title}
              </button>
              <button
                type="button"
                className={shared.quiet}
                aria-label={`Remove ${title} from what it blocks`}
                onClick={() => setBlocked(id, false)}
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
