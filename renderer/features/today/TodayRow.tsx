import { lazy, memo, Suspense } from 'react';
import type { Project } from '../../../core/domain/project.ts';
import type { Task } from '../../../core/domain/task.ts';
import type { PlannedBlock } from '../../../core/domain/views.ts';
import { deferTomorrow } from '../../actions/defer-tomorrow.ts';
import { finishTask } from '../../actions/finish-task.ts';
import { openDetails } from '../../actions/open-details.ts';
import { RowMenu } from '../../actions/RowMenu.tsx';
import { runAction } from '../../actions/run.ts';
import { startTask } from '../../actions/start-task.ts';
import { whyHere } from '../../actions/why-here.ts';
import { fetched } from '../../api/chunks.ts';
import { useStore } from '../../api/store.ts';
import type { Action } from '../../actions/action.ts';
import { CheckButton } from '../../ui/CheckButton.tsx';
import { minutes, timeRange } from '../../wording/format.ts';
import { ProjectDot } from '../../ui/ProjectDot.tsx';
import { SlackSquare } from '../../ui/SlackSquare.tsx';
import { ui } from '../../state/window.ts';
import shared from '../../ui/ui.module.css';
import { SessionBit } from './SessionBit.tsx';
import { deferralWords, dueWords, holdWords, lengthOf, onTimeWords, otherDayWords } from './rows.ts';
import styles from './today.module.css';

const Reasons = lazy(() => fetched(() => import('./Reasons.tsx')));

interface Props {
  block: PlannedBlock;
  task: Task | undefined;
  project: Project | undefined;
  today: string;
  /** Chance to meet its deadline, 0–1. */
  onTime?: number | null | undefined;
}

/** One planned task: what, when, how long, and on request why there. Drag it onto the timeline to pin it. */
export const TodayRow = memo(function TodayRow({ block, task, project, today, onTime }: Props) {
  const focused = useStore(ui, (state) => state.focusedTask === block.taskId);
  const reasonsOpen = useStore(ui, (state) => state.reasonsFor === block.taskId);
  const length = lengthOf(task, block);
  const run = (action: Action): void => {
    if (task) runAction(action, task);
  };
  return (
    <li
      className={styles.row}
      data-row={block.taskId}
      data-focused={focused || undefined}
      data-drag-task={block.taskId}
      data-drag-title={block.title}
      data-drag-minutes={length.minutes}
    >
      <CheckButton title={block.title} priority={task?.priority ?? 4} onClick={() => run(finishTask)} />
      <div className={styles.what}>
        <button type="button" className={styles.title} data-row-title onClick={() => run(openDetails)}>
          {block.title}
        </button>
        <Facts block={block} task={task} project={project} today={today} onTime={onTime} />
      </div>
      <RowActions task={task} reasonsOpen={reasonsOpen} run={run} />
      <div className={styles.when}>
        <span>{timeRange(block.start, block.end)}</span>
        <span className={styles.length}>
          <span
            className={length.guessed ? shared.guess : undefined}
            title={length.guessed ? 'guessed' : undefined}
          >
            {minutes(length.minutes)}
          </span>
        </span>
      </div>
      {reasonsOpen && (
        <Suspense>
          <Reasons taskId={block.taskId} />
        </Suspense>
      )}
    </li>
  );
});

/** The second line: project, deadline with its slack, what else is worth knowing. */
function Facts({ block, task, project, today, onTime }: Props) {
  const chance = onTimeWords(onTime);
  const hold = holdWords(task, block);
  const otherDay = task && otherDayWords(task, block, today);
  return (
    <div className={styles.second}>
      {project && (
        <span className={styles.bit}>
          <ProjectDot colour={project.colour} /> {project.name}
        </span>
      )}
      {task && dueWords(task, today) && (
        <span className={styles.bit}>
          <SlackSquare slack={block.slack} /> {dueWords(task, today)}
          {chance && <span className={shared.guess}>{chance}</span>}
        </span>
      )}
      {task && deferralWords(task) && <span className={styles.bit}>{deferralWords(task)}</span>}
      {task?.habitId && <SessionBit task={task} />}
      {block.under && (
        <span className={`${styles.bit} ${styles.collision}`}>at the same time as “{block.under}”</span>
      )}
      {hold && <span className={styles.bit}>{hold}</span>}
      {otherDay && <span className={styles.bit}>{otherDay}</span>}
      {block.parts > 1 && (
        <span className={styles.bit}>
          part {block.part} of {block.parts}
        </span>
      )}
    </div>
  );
}

interface RowActionsProps {
  task: Task | undefined;
  reasonsOpen: boolean;
  run(action: Action): void;
}

/** What one does most, shown while the pointer or the focus is on the row; each has a key as well. */
function RowActions({ task, reasonsOpen, run }: RowActionsProps) {
  return (
    <div className={styles.rowActions}>
      <button type="button" className={shared.quiet} onClick={() => run(startTask)}>
        Start
      </button>
      <button type="button" className={shared.quiet} aria-expanded={reasonsOpen} onClick={() => run(whyHere)}>
        Why now?
      </button>
      <button type="button" className={shared.quiet} onClick={() => run(deferTomorrow)}>
        Tomorrow
      </button>
      {task && <RowMenu task={task} />}
    </div>
  );
}
