import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { Insight, InsightReport } from '../../../core/insights.ts';
import { taskId, type TaskId } from '../../../core/ids.ts';
import { say } from '../../../core/messages/index.ts';
import { orpc } from '../../api/client.ts';
import { show } from '../../state/window.ts';
import { percent } from '../../wording/format.ts';
import shared from '../../ui/ui.module.css';
import { headlineOf, sentenceOf } from './words.ts';
import styles from './insights.module.css';

/** What stands out, each with how sure that is and the tasks behind it; or why nothing is said. */
export function Findings({ report }: { report: InsightReport }) {
  const { insights, quiet } = report;
  if (insights.length === 0)
    return (
      <p className={styles.calm}>{say({ key: `insight.quiet.${quiet ?? 'nothing-certain'}`, params: {} })}</p>
    );
  return (
    <ul className={styles.findings} aria-label="What stands out">
      {insights.map((insight) => (
        <Finding key={`${insight.id}${JSON.stringify(insight.params)}`} insight={insight} />
      ))}
    </ul>
  );
}

function Finding({ insight }: { insight: Insight }) {
  const [open, setOpen] = useState(false);
  const ids = insight.tasks.flatMap((id): TaskId[] => {
    const read = taskId.safeParse(id);
    return read.success ? [read.data] : [];
  });
  return (
    <li>
      <h2 className={styles.finding}>{headlineOf(insight)}</h2>
      <p className={styles.text}>{sentenceOf(insight)}</p>
      <p className={styles.sure}>
        {`${percent(Math.floor(100 * insight.confidence) / 100)} sure`}
        {ids.length > 0 && (
          <button type="button" className={shared.quiet} aria-expanded={open} onClick={() => setOpen(!open)}>
            {ids.length === 1 ? '1 task' : `${ids.length} tasks`}
          </button>
        )}
      </p>
      {open && <Behind ids={ids} />}
    </li>
  );
}

/** The tasks behind a finding; one that is gone since is left out. */
function Behind({ ids }: { ids: readonly TaskId[] }) {
  const tasks = useQueries({
    queries: ids.map((id) => orpc.tasks.get.queryOptions({ input: { id }, retry: false })),
  });
  return (
    <ul className={styles.behind}>
      {tasks.map(({ data }) =>
        data ? (
          <li key={data.id}>
            <button type="button" className={styles.task} onClick={() => show({ openTask: data.id })}>
              {data.title}
            </button>
          </li>
        ) : null,
      )}
    </ul>
  );
}
