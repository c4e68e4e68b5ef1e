import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TaskId } from '../../../core/ids.ts';
import { say } from '../../../core/messages/index.ts';
import { orpc } from '../../api/client.ts';
import { useNow, usePlan } from '../../api/hooks.ts';
import panel from '../../ui/panel.module.css';
import shared from '../../ui/ui.module.css';
import { clockTime, relativeMoment } from '../../wording/format.ts';
import styles from './task-detail.module.css';

/** Where the plan has put the task: one line under its title. */
export function PlannedLine({ id }: { id: TaskId }) {
  const { today } = useNow();
  const plan = usePlan().data;
  const blocks = plan?.blocks.filter((block) => block.taskId === id) ?? [];
  const unfit = plan?.unscheduled.find((one) => one.taskId === id);
  if (blocks.length === 0 && !unfit) return null;
  const times = blocks.map((block) => `${relativeMoment(block.start, today)} – ${clockTime(block.end)}`);
  return (
    <p className={styles.planned} aria-label="In the plan">
      {unfit
        ? `${unfit.why ? say(unfit.why) : unfit.reason} ${unfit.remedy ? say(unfit.remedy) : ''}`
        : `Planned ${times.join(', ')}`}
    </p>
  );
}

/** Why it stands where it does: the first reason as one line, all of them on a press. */
export function WhyNow({ id }: { id: TaskId }) {
  const [open, setOpen] = useState(false);
  const query = useQuery(orpc.planning.reasons.queryOptions({ input: { taskId: id }, staleTime: 0 }));
  const reasons = (query.data?.reasons ?? []).flatMap((one) => one.whyHere.concat(one.whyNotEarlier));
  const sentences = [...new Set(reasons.map(say))];
  const [first, ...more] = sentences;
  if (first === undefined) return null;
  return (
    <section className={panel.section} aria-label="Why now?">
      <p className={styles.line}>
        <strong>Why now?</strong> {first}{' '}
        {more.length > 0 && (
          <button type="button" className={shared.quiet} aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Less' : 'More'}
          </button>
        )}
      </p>
      {open && (
        <ul className={styles.reasons}>
          {more.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
