import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Task } from '../../../core/domain/task.ts';
import { openDetails } from '../../actions/open-details.ts';
import { RowMenu } from '../../actions/RowMenu.tsx';
import { runAction } from '../../actions/run.ts';
import { orpc } from '../../api/client.ts';
import { useNow } from '../../api/hooks.ts';
import { show } from '../../state/window.ts';
import { relativeMoment, tasksWords } from '../../wording/format.ts';
import { byPerson, PEOPLE_FILTER } from './people.ts';
import { TaskDue } from './TaskRow.tsx';
import styles from './names.module.css';
import shared from './tasks.module.css';

const LIMIT = 1_000;

/** Who is waited for, since when, and what is done together with whom. */
export default function PeopleView() {
  const { data } = useQuery(
    orpc.tasks.list.queryOptions({
      input: { filter: PEOPLE_FILTER, order: 'created', limit: LIMIT },
      placeholderData: keepPreviousData,
    }),
  );
  const people = byPerson(data?.tasks ?? []);
  return (
    <section aria-labelledby="tasks-heading" className={shared.tasks}>
      <header className={shared.head}>
        <h1 id="tasks-heading" tabIndex={-1} className={shared.heading}>
          People
        </h1>
      </header>
      {data && people.length === 0 && (
        <p className={shared.empty}>
          Nobody yet. Write +Julia in a task, or mark one as waiting, and it is listed here.
        </p>
      )}
      <div className={shared.scroller}>
        {people.map(({ name, known, waiting, others }) => (
          <section key={name} aria-label={name || 'Someone'} className={styles.person}>
            <h2 className={styles.name}>
              <span className={styles.initial} aria-hidden="true">
                {name.slice(0, 1).toUpperCase() || '?'}
              </span>
              {known ? (
                <button
                  type="button"
                  className={styles.link}
                  onClick={() => show({ scope: `person:${encodeURIComponent(name)}` })}
                >
                  {name}
                </button>
              ) : (
                name || 'Someone'
              )}
              <span className={styles.count}>
                {waiting.length > 0 ? `waiting for ${tasksWords(waiting.length)}` : tasksWords(others.length)}
              </span>
            </h2>
            <ul className={styles.rows}>
              {[...waiting, ...others].map((task) => (
                <Row key={task.id} task={task} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}

function Row({ task }: { task: Task }) {
  const { today } = useNow();
  return (
    <li className={styles.row} data-row={task.id}>
      <button
        type="button"
        className={styles.title}
        data-row-title
        onClick={() => runAction(openDetails, task)}
      >
        {task.title}
      </button>
      {task.onHold === 'waiting' && (
        <span className={shared.note}>
          {task.waitingSince ? `waiting since ${relativeMoment(task.waitingSince, today)}` : 'waiting'}
        </span>
      )}
      {task.project !== null && <span className={shared.note}>{task.project}</span>}
      <TaskDue task={task} today={today} className={shared.due} />
      <span className={shared.more}>
        <RowMenu task={task} />
      </span>
    </li>
  );
}
