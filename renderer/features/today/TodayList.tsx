import { useEffect, useMemo } from 'react';
import type { Task } from '../../../core/domain/task.ts';
import type { PlannedBlock, PlanView } from '../../../core/domain/views.ts';
import type { TaskId } from '../../../core/ids.ts';
import { blocksOn, useDoneOn, useNow, usePlan, useProjects, useTasks } from '../../api/hooks.ts';
import { useStore } from '../../api/store.ts';
import { longDay, relativeMoment, weekdayName } from '../../ui/format.ts';
import { neighbour, setRowMover } from '../../ui/rows.ts';
import { ui } from '../../ui/state.ts';
import { DoneRow } from './DoneRow.tsx';
import { Forecast } from './Forecast.tsx';
import { PlanNotice } from './PlanNotice.tsx';
import { blockKey, openRows } from './rows.ts';
import { RunningTask } from './RunningTask.tsx';
import { TodayRow } from './TodayRow.tsx';
import styles from './today.module.css';
import { Unscheduled } from './Unscheduled.tsx';

/** The day in order: what runs, what comes, what did not fit, what is done. */
export function TodayList() {
  const { today, tz, local } = useNow();
  const plan = usePlan();
  const { byId: projects } = useProjects();
  const done = useDoneOn(today, tz).data ?? [];
  const blocks = useMemo(() => blocksOn(plan.data, today), [plan.data, today]);
  const started = useStore(ui, (state) => state.startedTask);
  const ids = useMemo(() => candidates(blocks, plan.data, started), [blocks, plan.data, started]);
  const tasks = useTasks(ids);
  const running = runningTask(tasks);
  const rows = openRows(blocks).filter(
    (block) => tasks.get(block.taskId)?.status !== 'done' && block.taskId !== running?.id,
  );
  useRowKeys(rows);
  const forecast = plan.data?.forecasts.find(({ day }) => day === today);
  const nothing = plan.isSuccess && rows.length === 0 && !running;

  const next = plan.data?.blocks.filter((block) => block.start > local).sort(byStart)[0];

  return (
    <section aria-labelledby="today-heading" className={styles.today}>
      <h1 id="today-heading" className={styles.heading}>
        {weekdayName(today)} <span className={styles.date}>{longDay(today, today)}</span>
      </h1>
      <Forecast forecast={forecast} stale={plan.data?.stale ?? false} />
      {plan.data && <PlanNotice plan={plan.data} today={today} />}
      {running && <RunningTask task={running} blocks={blocks} />}
      {nothing && (
        <p className={styles.empty}>
          Nothing is planned for today.{' '}
          {next
            ? `Next is “${next.title}”, ${relativeMoment(next.start, today)}.`
            : 'Type what is on your mind above.'}
        </p>
      )}
      <ol className={styles.rows} aria-label="Planned for today">
        {rows.map((block) => {
          const task = tasks.get(block.taskId);
          const project = block.projectId ? projects.get(block.projectId) : undefined;
          return <TodayRow key={blockKey(block)} block={block} task={task} project={project} today={today} />;
        })}
      </ol>
      {done.length > 0 && (
        <ol className={styles.rows} aria-label="Done today">
          {done.map((task) => (
            <DoneRow key={task.id} task={task} />
          ))}
        </ol>
      )}
      {plan.data && <Unscheduled items={plan.data.unscheduled} />}
    </section>
  );
}

function byStart(a: PlannedBlock, b: PlannedBlock): number {
  return a.start < b.start ? -1 : 1;
}

/** Tasks to show or to look for the running one among: it may run without a place in today's plan. */
function candidates(
  blocks: readonly PlannedBlock[],
  plan: PlanView | undefined,
  started: TaskId | null,
): TaskId[] {
  const unfit = plan?.unscheduled.map(({ taskId }) => taskId) ?? [];
  const ids = new Set([...blocks.map(({ taskId }) => taskId), ...unfit]);
  if (started) ids.add(started);
  return [...ids];
}

function runningTask(tasks: ReadonlyMap<TaskId, Task>): Task | null {
  for (const task of tasks.values()) {
    if (task.status === 'open' && task.runningSince !== null) return task;
  }
  return null;
}

/** Lets the keys move the cursor over these rows. */
function useRowKeys(rows: readonly PlannedBlock[]): void {
  useEffect(
    () =>
      setRowMover((by) => {
        const ids = [...new Set(rows.map((row) => row.taskId))];
        const next = neighbour(ids, ui.get().focusedTask, by);
        if (next) document.querySelector<HTMLElement>(`[data-row="${next}"] [data-row-title]`)?.focus();
      }),
    [rows],
  );
}
