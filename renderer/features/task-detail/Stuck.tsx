import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Recommendation } from '../../../core/domain/recommendation.ts';
import type { Task } from '../../../core/domain/task.ts';
import { say } from '../../../core/messages/index.ts';
import { keyLabel } from '../../actions/action.ts';
import { getMoving, takeRecommendation } from '../../actions/get-moving.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { notifyError } from '../../ui/notify.tsx';
import panel from '../../ui/panel.module.css';
import shared from '../../ui/ui.module.css';
import { helpedWords } from '../../wording/recommendation.ts';
import styles from './task-detail.module.css';

/** What would get a task moving that is stuck, the most promising first; nothing for any other. */
export function Stuck({ task }: { task: Task }) {
  const [open, setOpen] = useState(false);
  const { data } = useQuery(
    orpc.recommendations.forTask.queryOptions({ input: { id: task.id }, staleTime: 0 }),
  );
  const [best, ...others] = data?.offers ?? [];
  if (!data?.why || !best) return null;
  return (
    <section className={panel.section} aria-label="Stuck?">
      <p className={styles.line}>
        <strong>Stuck?</strong> {say(data.why)}
      </p>
      <ul className={styles.ideas}>
        <Idea task={task} idea={best} isBest />
        {open && others.map((idea) => <Idea key={idea.kind} task={task} idea={idea} />)}
      </ul>
      {others.length > 0 && (
        <button type="button" className={shared.quiet} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Fewer ideas' : 'Other ideas'}
        </button>
      )}
    </section>
  );
}

function Idea({ task, idea, isBest = false }: { task: Task; idea: Recommendation; isBest?: boolean }) {
  const { kind, action, reason, helped } = idea;
  const dismiss = (): void => {
    client.recommendations
      .dismiss({ id: task.id, kind })
      .then(() => queryClient.invalidateQueries({ queryKey: orpc.recommendations.key() }))
      .catch(notifyError);
  };
  return (
    <li>
      <button
        type="button"
        className={panel.button}
        onClick={() => void takeRecommendation(task, kind).catch(notifyError)}
      >
        {say(action)} {isBest && <kbd className={styles.key}>{keyLabel(getMoving.keys[0]!)}</kbd>}
      </button>
      <p className={panel.quiet}>
        {`${say(reason)} ${helpedWords(helped)}`.trim()}{' '}
        <button
          type="button"
          className={shared.quiet}
          aria-label={`Not this: ${say(action)}`}
          onClick={dismiss}
        >
          Not this
        </button>
      </p>
    </li>
  );
}
