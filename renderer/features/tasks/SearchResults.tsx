import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { orpc } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import { useNow, useProjects, useTasks } from '../../api/hooks.ts';
import { TaskRow } from './TaskRow.tsx';
import styles from './tasks.module.css';

const ROW_PX = 40;

/** What a search found, best first; words and meaning are one list. */
export function SearchResults({ query }: { query: string }) {
  const search = useQuery(
    orpc.tasks.search.queryOptions({
      input: { query, limit: 50 },
      placeholderData: keepPreviousData,
      staleTime: 0,
    }),
  );
  const { today } = useNow();
  const { byId: projects } = useProjects();
  const hits = search.data?.results ?? [];
  const tasks = useTasks(hits.map((hit) => hit.id));
  if (search.isError) return <p className={styles.empty}>{sentenceOf(search.error)}</p>;
  const onlyWords = search.data?.byMeaning === false;
  if (search.isSuccess && hits.length === 0) {
    return (
      <p className={styles.empty}>
        No matches for “{query}”.{onlyWords && ' Searched by words only: the language model isn’t available.'}
      </p>
    );
  }
  return (
    <div className={styles.scroller}>
      {onlyWords && (
        <p className={styles.hint}>Searched by words only: the language model isn’t available.</p>
      )}
      <ul className={styles.list} style={{ height: hits.length * ROW_PX }} aria-label="Found tasks">
        {hits.map((hit, index) => (
          <TaskRow
            key={hit.id}
            task={tasks.get(hit.id)}
            projects={projects}
            today={today}
            top={index * ROW_PX}
            position={index + 1}
            total={hits.length}
            showProject
          />
        ))}
      </ul>
    </div>
  );
}
