import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc } from '../../api/client.ts';
import { show } from '../../state/window.ts';
import { tasksWords } from '../../wording/format.ts';
import styles from './names.module.css';
import shared from './tasks.module.css';

/** Every tag with how many open tasks it has; a click lists them. */
export default function TagsView() {
  const [wanted, setWanted] = useState('');
  const { data } = useQuery(orpc.tasks.tags.queryOptions({ placeholderData: keepPreviousData }));
  const tags = (data?.tags ?? []).filter(({ name }) =>
    name.toLowerCase().includes(wanted.trim().toLowerCase()),
  );
  return (
    <section aria-labelledby="tasks-heading" className={shared.tasks}>
      <header className={shared.head}>
        <h1 id="tasks-heading" tabIndex={-1} className={shared.heading}>
          Tags
        </h1>
        <input
          type="search"
          className={styles.find}
          aria-label="Find a tag"
          placeholder="Find a tag"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      </header>
      {data && tags.length === 0 && (
        <p className={shared.empty}>
          {wanted.trim() === '' ? 'No tags yet. Write @phone in a task.' : 'No tag has this name.'}
        </p>
      )}
      <div className={shared.scroller}>
        <ul className={styles.rows} aria-label="Tags">
          {tags.map(({ name, tasks }) => (
            <li key={name} className={styles.row}>
              <button
                type="button"
                className={styles.title}
                onClick={() => show({ scope: `tag:${encodeURIComponent(name)}` })}
              >
                <span className={styles.tag}>{name}</span>
              </button>
              <span className={shared.note}>{tasks > 0 ? tasksWords(tasks) : 'nothing open'}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
