import { useQuery } from '@tanstack/react-query';
import { addDays, localOf, startOfDay } from '../../../core/time/zoned.ts';
import { orpc } from '../../api/client.ts';
import { yesterdayFacts } from './morning.ts';
import styles from './morning.module.css';

/** Yesterday in at most three facts; nothing when nothing was finished. */
export function Yesterday({ today, tz }: { today: string; tz: string }) {
  const completedSince = startOfDay(addDays(today, -1), tz);
  const { data } = useQuery(
    orpc.tasks.list.queryOptions({
      input: { status: 'done', completedSince, order: 'completed', limit: 200 },
    }),
  );
  const until = startOfDay(today, tz);
  const tasks = (data?.tasks ?? []).filter(({ completedAt }) => completedAt !== null && completedAt < until);
  const facts = yesterdayFacts(tasks, (at) => localOf(at, tz));
  if (facts.length === 0) return null;
  return (
    <ul className={styles.facts} aria-label="Yesterday">
      {facts.map(({ head, line }) => (
        <li key={head}>
          <strong>{head}</strong>
          <span>{line}</span>
        </li>
      ))}
    </ul>
  );
}
