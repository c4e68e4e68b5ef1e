import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { OverrunOption } from '../../../core/domain/overrun.ts';
import type { Task } from '../../../core/domain/task.ts';
import { takeOverrunOption } from '../../actions/overrun.ts';
import { orpc } from '../../api/client.ts';
import { useNow } from '../../api/hooks.ts';
import { notifyError } from '../../ui/notify.tsx';
import { minutes, percent, relativeDay } from '../../wording/format.ts';
import styles from './today.module.css';

/** What could give once the running task takes longer than planned, each with the chance to finish the day. */
export function RunsOver({ task, planned }: { task: Task; planned: number }) {
  const { epochMs, today } = useNow(30_000);
  const spent = task.trackedMin + (epochMs - (task.runningSince ?? epochMs)) / 60_000;
  const isOver = spent >= planned;
  const { data, isFetching } = useQuery(orpc.planning.overrun.queryOptions({ enabled: isOver }));
  const [busy, setBusy] = useState(false);
  if (!isOver || data?.taskId !== task.id || data.options.length === 0) return null;
  const take = (option: OverrunOption): void => {
    setBusy(true);
    takeOverrunOption(option, today)
      .catch(notifyError)
      .finally(() => setBusy(false));
  };
  return (
    <div className={styles.runsOver} role="group" aria-label={`${task.title} takes longer than planned`}>
      {data.options.map((option) => (
        <button
          key={option.kind}
          type="button"
          className={styles.giveWay}
          // What is asked again may be another answer.
          disabled={busy || isFetching}
          title={option.chance === null ? undefined : 'Chance to finish today’s plan within your hours'}
          onClick={() => take(option)}
        >
          {labelOf(option, spent, today)}
          {option.chance !== null && ` · ${percent(option.chance)}`}
        </button>
      ))}
    </div>
  );
}

function labelOf(option: OverrunOption, spent: number, today: string): string {
  switch (option.kind) {
    case 'extend':
      return `+${Math.max(1, Math.round(option.durationMin - spent))} min`;
    case 'shorten':
      return `Shorten ${option.title} to ${minutes(option.durationMin)}`;
    case 'move':
      return `Move ${option.title} to ${relativeDay(option.day, today)}`;
  }
}
