import { useQuery } from '@tanstack/react-query';
import type { TaskId } from '../../../core/ids.ts';
import { say } from '../../../core/messages/index.ts';
import { orpc } from '../../api/client.ts';
import { useNow, usePlan } from '../../api/hooks.ts';
import { clockTime, relativeMoment } from '../../wording/format.ts';
import panel from '../../ui/panel.module.css';
import styles from './task-detail.module.css';

/** Where the plan has put the task, and why. */
export function Placement({ id }: { id: TaskId }) {
  const { today } = useNow();
  const plan = usePlan().data;
  const reasons = useQuery(orpc.planning.reasons.queryOptions({ input: { taskId: id }, staleTime: 0 })).data
    ?.reasons;
  const blocks = plan?.blocks.filter((block) => block.taskId === id) ?? [];
  const unfit = plan?.unscheduled.find((one) => one.taskId === id);
  if (blocks.length === 0 && !unfit) return null;
  return (
    <section className={panel.section} aria-label="In the plan">
      {blocks.map((block) => (
        <p key={block.part} className={panel.lead}>
          Planned {relativeMoment(block.start, today)} – {clockTime(block.end)}
        </p>
      ))}
      {unfit && (
        <p className={panel.lead}>
          {unfit.why ? say(unfit.why) : unfit.reason} {unfit.remedy && say(unfit.remedy)}
        </p>
      )}
      <ul className={styles.reasons}>
        {(reasons ?? [])
          .flatMap((reason) => reason.whyHere.concat(reason.whyNotEarlier))
          .map((reason) => (
            <li key={`${reason.key}${JSON.stringify(reason.params)}`}>{say(reason)}</li>
          ))}
      </ul>
    </section>
  );
}
