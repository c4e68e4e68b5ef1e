import { useQuery } from '@tanstack/react-query';
import type { StalledTask } from '../../../core/domain/recommendation.ts';
import { say } from '../../../core/messages/index.ts';
import { takeRecommendation } from '../../actions/get-moving.ts';
import { orpc } from '../../api/client.ts';
import { show } from '../../state/window.ts';
import { notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import { recordLines } from '../../wording/recommendation.ts';
import styles from './insights.module.css';

const SHOWN = 5;

/** Tasks that are stuck, each with the one thing most worth trying, and what has helped so far. */
export function Stuck() {
  const stalled = useQuery(
    orpc.recommendations.stalled.queryOptions({ input: { limit: SHOWN }, staleTime: 0 }),
  ).data;
  const record = useQuery(orpc.recommendations.record.queryOptions({ staleTime: 0 })).data;
  const lines = record ? recordLines(record) : [];
  if (!stalled || (stalled.tasks.length === 0 && lines.length === 0)) return null;
  const more = stalled.total - stalled.tasks.length;
  return (
    <section className={styles.part} aria-label="Stuck tasks">
      <h2 className={styles.heading}>Stuck tasks</h2>
      {stalled.tasks.length > 0 && (
        <ul className={styles.stuck}>
          {stalled.tasks.map((task) => (
            <StuckTask key={task.taskId} task={task} />
          ))}
        </ul>
      )}
      {more > 0 && (
        <p className={styles.text}>{more === 1 ? 'One more is stuck.' : `${more} more are stuck.`}</p>
      )}
      {lines.length > 0 && (
        <ul className={styles.lines} aria-label="What helped">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function StuckTask({ task: { taskId: id, title, why, offers } }: { task: StalledTask }) {
  const [best] = offers;
  return (
    <li>
      <button type="button" className={styles.task} onClick={() => show({ openTask: id })}>
        {title}
      </button>
      <span className={styles.text}>{why && say(why)}</span>
      {best && (
        <button
          type="button"
          className={shared.quiet}
          title={say(best.reason)}
          onClick={() => void takeRecommendation({ id, title }, best.kind).catch(notifyError)}
        >
          {say(best.action)}
        </button>
      )}
    </li>
  );
}
