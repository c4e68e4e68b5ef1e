import { useState } from 'react';
import type { DailyReview } from '../../../core/domain/daily-review.ts';
import type { PlanView } from '../../../core/domain/views.ts';
import type { TaskId } from '../../../core/ids.ts';
import { client } from '../../api/client.ts';
import shared from '../../ui/ui.module.css';
import { minutes } from '../../wording/format.ts';
import { candidatesFor } from './morning.ts';
import styles from './morning.module.css';

interface Props {
  review: DailyReview;
  plan: PlanView;
  today: string;
  /** Runs when the day is accepted and what was chosen is stored. */
  onAccept(chosen: Promise<void>): void;
}

/** What today may hold, beside what one usually gets done: tasks are ticked in and out, then the day is accepted. */
export function Choose({ review, plan, today, onAccept }: Props) {
  const [turned, setTurned] = useState<ReadonlySet<TaskId>>(new Set());
  const candidates = candidatesFor(plan.blocks, today);
  const isChosen = (one: { taskId: TaskId; planned: boolean }): boolean =>
    one.planned !== turned.has(one.taskId);
  const chosen = candidates.filter(isChosen);
  const total = chosen.reduce((sum, one) => sum + one.minutes, 0);
  const turn = (id: TaskId): void => {
    const next = new Set(turned);
    if (!next.delete(id)) next.add(id);
    setTurned(next);
  };
  const accept = async (): Promise<void> => {
    for (const { taskId: id, planned } of candidates.filter(({ taskId }) => turned.has(taskId))) {
      if (planned) await client.tasks.defer({ id, until: review.nextDay });
      else await client.tasks.update({ id, patch: { date: today } });
    }
  };
  const { capacityMin, capacityLearned } = review;
  const of = capacityLearned
    ? `of the ${minutes(capacityMin)} you usually get done`
    : `of ${minutes(capacityMin)}`;
  return (
    <div className={styles.choose} role="group" aria-label="Choose for today">
      <p className={styles.head}>
        <strong>Choose for today</strong>{' '}
        <span data-over={(capacityMin > 0 && total > capacityMin) || undefined}>
          {chosen.length} of {candidates.length} · {minutes(total)} {capacityMin > 0 && of}
        </span>
      </p>
      {capacityMin > 0 && (
        <div className={styles.bar} aria-hidden="true">
          <span style={{ width: `${Math.min(100, (100 * total) / Math.max(total, capacityMin))}%` }} />
          <i style={{ left: `${Math.min(100, (100 * capacityMin) / Math.max(total, capacityMin))}%` }} />
        </div>
      )}
      <ul className={styles.list}>
        {candidates.map((one) => (
          <li key={one.taskId}>
            <label className={styles.candidate} data-chosen={isChosen(one) || undefined}>
              <input
                type="checkbox"
                className={styles.tick}
                checked={isChosen(one)}
                disabled={one.fixed}
                onChange={() => turn(one.taskId)}
              />
              <span className={styles.name}>{one.title}</span>
              <span className={styles.length}>{minutes(one.minutes)}</span>
            </label>
          </li>
        ))}
      </ul>
      <button type="button" className={shared.primary} onClick={() => onAccept(accept())}>
        Accept plan
      </button>
    </div>
  );
}
