import { useQuery } from '@tanstack/react-query';
import { Tooltip } from '@mantine/core';
import type { Project } from '../../../core/domain/project.ts';
import type { Task } from '../../../core/domain/task.ts';
import type { TaskId } from '../../../core/ids.ts';
import { orpc } from '../../api/client.ts';
import { usePlan } from '../../api/hooks.ts';
import { relativeDay } from '../../wording/format.ts';
import { show } from '../../state/window.ts';
import shared from '../../ui/ui.module.css';
import { blockKey, capitalised, type Coming } from './rows.ts';
import { TodayRow } from './TodayRow.tsx';
import styles from './today.module.css';

interface Props {
  coming: Coming;
  today: string;
  tasks: ReadonlyMap<TaskId, Task>;
  projects: ReadonlyMap<string, Project>;
}

/** What is planned after today, by day: a task just typed in the evening is here, not gone. */
export function ComingUp({ coming, today, tasks, projects }: Props) {
  if (coming.days.length === 0) return null;
  return (
    <section aria-labelledby="coming-heading">
      <div className={styles.comingHead}>
        <h2 id="coming-heading" className={styles.subheading}>
          Coming up
        </h2>
        <CompletionEstimate today={today} />
      </div>
      {coming.days.map(({ day, blocks }) => (
        <div key={day} className={styles.comingDay}>
          <h3 className={styles.comingName}>{capitalised(relativeDay(day, today))}</h3>
          <ol className={styles.rows} aria-label={`Planned for ${relativeDay(day, today)}`}>
            {blocks.map((block) => (
              <TodayRow
                key={blockKey(block)}
                block={block}
                task={tasks.get(block.taskId)}
                project={block.projectId ? projects.get(block.projectId) : undefined}
                today={today}
              />
            ))}
          </ol>
        </div>
      ))}
      {coming.more > 0 && (
        <button
          type="button"
          className={`${shared.quiet} ${styles.more}`}
          onClick={() => show({ view: 'week' })}
        >
          {coming.more} more in the week
        </button>
      )}
    </section>
  );
}

/** The honest answer to "when would one more get done?". */
function CompletionEstimate({ today }: { today: string }) {
  const stale = usePlan().data?.stale ?? true;
  const query = useQuery(
    orpc.planning.estimateCompletion.queryOptions({
      input: { durationMin: 30 },
      retry: false,
      throwOnError: false,
    }),
  );
  const estimate = query.data?.estimate;
  // Tasks that the plan doesn't know yet come before a new one.
  if (!estimate || stale) return null;
  return (
    <Tooltip
      label={`At your actual pace, after everything that is planned. Almost certainly by ${relativeDay(estimate.surely, today)}.`}
      openDelay={300}
    >
      <span className={styles.estimate}>
        A new task would be done <span className={shared.guess}>{relativeDay(estimate.day, today)}</span>
      </span>
    </Tooltip>
  );
}
