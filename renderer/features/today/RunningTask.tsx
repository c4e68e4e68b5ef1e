import type { Task } from '../../../core/domain/task.ts';
import { roundGuess } from '../../../core/guess.ts';
import type { PlannedBlock } from '../../../core/domain/views.ts';
import { finishTask } from '../../actions/finish-task.ts';
import { openDetails } from '../../actions/open-details.ts';
import { runAction } from '../../actions/run.ts';
import { startTask } from '../../actions/start-task.ts';
import { clockTime, minutes } from '../../wording/format.ts';
import shared from '../../ui/ui.module.css';
import { HowLongStill } from './HowLongStill.tsx';
import { RunsOver } from './RunsOver.tsx';
import { RunningTimer } from './RunningTimer.tsx';
import styles from './today.module.css';

/** The one thing being done now, the only raised row. */
export function RunningTask({ task, blocks }: { task: Task; blocks: readonly PlannedBlock[] }) {
  const block =
    blocks.find((one) => one.taskId === task.id && one.running) ??
    blocks.find((one) => one.taskId === task.id);
  const next = block && blocks.find((one) => one.start >= block.end && one.taskId !== task.id && !one.done);
  const planned = task.durationMin ?? (task.predicted ? roundGuess(task.predicted.p50) : null);
  return (
    <section className={styles.running} aria-label="Running now" data-row={task.id}>
      <RunningTimer task={task} planned={planned} />
      <div className={styles.runningWhat}>
        <button
          type="button"
          className={styles.runningTitle}
          data-row-title
          onClick={() => runAction(openDetails, task)}
        >
          {task.title}
        </button>
        <div className={styles.runningSecond}>
          {planned !== null && (
            <span>
              of{' '}
              <span className={task.durationMin === null ? shared.guess : undefined}>{minutes(planned)}</span>
            </span>
          )}
          {block && <span>until {clockTime(block.end)}</span>}
          {next && <span>then {next.title}</span>}
        </div>
        <HowLongStill task={task} next={next} />
      </div>
      <button type="button" className={shared.quiet} onClick={() => runAction(startTask, task)}>
        Pause
      </button>
      <button type="button" className={shared.primary} onClick={() => runAction(finishTask, task)}>
        Finish
      </button>
      {planned !== null && <RunsOver task={task} planned={planned} />}
    </section>
  );
}
