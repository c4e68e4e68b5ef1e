import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { OnHold } from '../../../core/domain/task-fields.ts';
import { orpc } from '../../api/client.ts';
import { useNow, useProjects } from '../../api/hooks.ts';
import type { TaskScope } from '../../state/routes.ts';
import { TaskRow } from './TaskRow.tsx';
import styles from './tasks.module.css';
import { scopeFilter } from './listing.ts';

const ROW_PX = 40;
/** More than these are found by the search. */
const SHOWN = 200;
const NAMES: Record<OnHold, string> = { waiting: 'Waiting', someday: 'Someday' };

/** What is on hold in a scope, in two groups of its own below the list; each opens with a click. */
export function HeldTasks({ scope }: { scope: TaskScope }) {
  if (scope === 'done' || scope === 'trash' || 'filter' in scopeFilter(scope)) return null;
  return (
    <div className={styles.held}>
      <Group kind="waiting" scope={scope} />
      <Group kind="someday" scope={scope} />
    </div>
  );
}

function Group({ kind, scope }: { kind: OnHold; scope: TaskScope }) {
  const [open, setOpen] = useState(false);
  const { today } = useNow();
  const { byId: projects } = useProjects();
  const input = { ...scopeFilter(scope), status: kind, limit: SHOWN };
  const { data } = useQuery(orpc.tasks.list.queryOptions({ input, placeholderData: keepPreviousData }));
  if (!data || data.total === 0) return null;
  return (
    <section aria-label={NAMES[kind]}>
      <button type="button" className={styles.heldHead} aria-expanded={open} onClick={() => setOpen(!open)}>
        {NAMES[kind]} <span>{data.total}</span>
      </button>
      {open && (
        <ul
          className={styles.list}
          style={{ height: data.tasks.length * ROW_PX }}
          aria-label={`${NAMES[kind]} tasks`}
        >
          {data.tasks.map((task, index) => (
            <TaskRow
              key={task.id}
              task={task}
              projects={projects}
              today={today}
              top={index * ROW_PX}
              position={index + 1}
              total={data.total}
              showProject={!scope.startsWith('project:')}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
