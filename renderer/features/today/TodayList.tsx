import { useEffect, useMemo } from 'react';
import type { Task } from '../../../core/domain/task.ts';
import type { PlannedBlock, PlanView } from '../../../core/domain/views.ts';
import type { TaskId } from '../../../core/ids.ts';
import {
  blocksOn,
  useDoneOn,
  useDueBy,
  useNow,
  useOverload,
  usePlan,
  useProjects,
  useTasks,
} from '../../api/hooks.ts';
import { useStore } from '../../api/store.ts';
import { longDay, weekdayName } from '../../wording/format.ts';
import { neighbour, setMoveRow } from '../../state/rows.ts';
import { ui } from '../../state/window.ts';
import { ComingUp } from './ComingUp.tsx';
import { DoneRow } from './DoneRow.tsx';
import { Forecast } from './Forecast.tsx';
import { Later } from './Later.tsx';
import { Pressing } from './Pressing.tsx';
import { PlanNotice } from './PlanNotice.tsx';
import { Proposal } from './Proposal.tsx';
import { DailyReviewCard } from './DailyReview.tsx';
import { blockKey, comingUp, openRows, tooLate } from './rows.ts';
import { RunningTask } from './RunningTask.tsx';
import { TodayRow } from './TodayRow.tsx';
import { TooLateList } from './TooLateList.tsx';
import styles from './today.module.css';
import { Collisions } from './Collisions.tsx';

/** Rows shown of the days after today. */
const COMING_ROWS = 6;

/** The day in order: what runs, what comes, what did not fit, what is done, and the days after. */
export function TodayList() {
  const { today, tz } = useNow();
  const plan = usePlan();
  const { byId: projects } = useProjects();
  const done = useDoneOn(today, tz).data ?? [];
  const blocks = useMemo(() => blocksOn(plan.data, today), [plan.data, today]);
  const started = useStore(ui, (state) => state.startedTask);
  const coming = useMemo(() => comingUp(plan.data?.blocks ?? [], today, COMING_ROWS), [plan.data, today]);
  const ids = useMemo(
    () => candidates([...blocks, ...coming.days.flatMap((day) => day.blocks)], plan.data, started),
    [blocks, coming, plan.data, started],
  );
  const tasks = useTasks(ids);
  const running = runningTask(tasks);
  const rows = openRows(blocks).filter(
    (block) => tasks.get(block.taskId)?.status !== 'done' && block.taskId !== running?.id,
  );
  const overload = useOverload(plan.data);
  const outlook = new Map(plan.data?.outlook?.map((one) => [one.taskId, one.onTime]));
  const due = useDueBy(today).data;
  const late = useMemo(
    () =>
      tooLate(
        plan.data?.blocks ?? [],
        due ?? [],
        today,
        new Set([...(overload?.urgent.map(({ taskId }) => taskId) ?? []), ...parkedIds(plan.data)]),
      ),
    [plan.data, due, today, overload],
  );
  const forecast = plan.data?.forecasts.find(({ day }) => day === today);
  useRowKeys([...rows, ...late.forToday, ...late.later, ...coming.days.flatMap((day) => day.blocks)]);
  const nothing = plan.isSuccess && rows.length === 0 && !running;

  return (
    <section aria-labelledby="today-heading" className={styles.today}>
      <h1 id="today-heading" tabIndex={-1} className={styles.heading}>
        {weekdayName(today)} <span className={styles.date}>{longDay(today, today)}</span>
      </h1>
      <Forecast
        forecast={forecast}
        stale={plan.data?.stale || plan.data?.forecastsAreOld || false}
        asks={Boolean(plan.data?.proposal)}
      />
      <Proposal />
      {plan.data && <PlanNotice plan={plan.data} today={today} />}
      <DailyReviewCard plan={plan.data} today={today} />
      {overload && <Pressing overload={overload} today={today} />}
      {running && <RunningTask task={running} blocks={blocks} />}
      {nothing && (
        <p className={styles.empty}>
          {done.length > 0 ? 'Nothing more is planned for today.' : 'Nothing is planned for today.'}{' '}
          {coming.days.length === 0 && 'Type what is on your mind above.'}
        </p>
      )}
      <ol className={styles.rows} aria-label="Planned for today">
        {rows.map((block) => {
          const task = tasks.get(block.taskId);
          const project = block.projectId ? projects.get(block.projectId) : undefined;
          return (
            <TodayRow
              key={blockKey(block)}
              block={block}
              task={task}
              project={project}
              today={today}
              onTime={outlook.get(block.taskId)}
            />
          );
        })}
      </ol>
      {done.length > 0 && (
        <ol className={styles.rows} aria-label="Done today">
          {done.map((task) => (
            <DoneRow key={task.id} task={task} />
          ))}
        </ol>
      )}
      {plan.data?.collisions && <Collisions items={plan.data.collisions} />}
      {plan.isSuccess && <TooLateList {...late} today={today} />}
      <ComingUp coming={coming} today={today} tasks={tasks} projects={projects} />
      {overload && <Later overload={overload} today={today} />}
    </section>
  );
}

/** Tasks whose place waits for the answer to a proposal, which names them. */
function parkedIds(plan: PlanView | undefined): TaskId[] {
  return plan?.proposal ? plan.proposal.parked.map(({ taskId }) => taskId) : [];
}

/** Tasks to show or to look for the running one among: it may run without a place in today's plan. */
function candidates(
  blocks: readonly PlannedBlock[],
  plan: PlanView | undefined,
  started: TaskId | null,
): TaskId[] {
  const ids = new Set(blocks.map(({ taskId }) => taskId));
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
function useRowKeys(rows: readonly Pick<PlannedBlock, 'taskId'>[]): void {
  useEffect(
    () =>
      setMoveRow((by) => {
        const ids = [...new Set(rows.map((row) => row.taskId))];
        const next = neighbour(ids, ui.get().focusedTask, by);
        if (next) document.querySelector<HTMLElement>(`[data-row="${next}"] [data-row-title]`)?.focus();
      }),
    [rows],
  );
}
