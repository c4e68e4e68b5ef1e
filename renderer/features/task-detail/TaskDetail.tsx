import type { Task } from '../../../core/domain/task.ts';
import type { TaskId } from '../../../core/ids.ts';
import { deferTomorrow } from '../../actions/defer-tomorrow.ts';
import { dropTask } from '../../actions/drop-task.ts';
import { endRepeating } from '../../actions/end-repeating.ts';
import { finishTask } from '../../actions/finish-task.ts';
import { bringBack, somedayTask, waitingTask } from '../../actions/hold-task.ts';
import { reopenTask } from '../../actions/reopen-task.ts';
import { runAction } from '../../actions/run.ts';
import { startTask } from '../../actions/start-task.ts';
import { client } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import { useTask } from '../../api/hooks.ts';
import { keyLabel, type Action } from '../../actions/action.ts';
import { show } from '../../state/window.ts';
import { Checklist } from './Checklist.tsx';
import { Fields } from './Fields.tsx';
import { Guess } from './Guess.tsx';
import { LinkedFrom } from './LinkedFrom.tsx';
import { PlannedLine, WhyNow } from './Placement.tsx';
import { Promises } from './Promises.tsx';
import { Stuck } from './Stuck.tsx';
import { Subtasks } from './Subtasks.tsx';
import { TrackedTime } from './TrackedTime.tsx';
import { WaitingFor } from './WaitingFor.tsx';
import { NotesField, TitleField } from '../../ui/fields.tsx';
import { notifyError } from '../../ui/notify.tsx';
import { SidePanel } from '../../ui/SidePanel.tsx';
import panel from '../../ui/panel.module.css';
import shared from '../../ui/ui.module.css';
import styles from './task-detail.module.css';

const HELD = {
  someday: 'Someday: not planned until you choose “Plan again”.',
  waiting: 'Waiting: not planned until you choose “Plan again”.',
} as const;

const close = (): void => show({ openTask: null });

/** Everything about one task: when it is planned, every field to change, and behind one line each its reasons and its guess. */
export default function TaskDetail({ id }: { id: TaskId }) {
  const query = useTask(id);
  const task = query.data;
  return (
    <SidePanel label="Task details" onClose={close}>
      {query.isError && <p>{sentenceOf(query.error)}</p>}
      {task && (
        <div className={panel.detail}>
          <TitleField
            key={`title-${task.id}`}
            value={task.title}
            onSave={(title) => client.tasks.update({ id: task.id, patch: { title } })}
          />
          {task.status === 'open' && task.onHold === null && <PlannedLine id={task.id} />}
          <Buttons task={task} />
          {task.status === 'open' && <Stuck key={`stuck-${task.id}`} task={task} />}
          {task.onHold !== null && <p className={styles.raw}>{HELD[task.onHold]}</p>}
          {task.onHold === 'waiting' && <WaitingFor key={`waiting-${task.id}`} task={task} />}
          {task.parentId !== null && task.parent !== null && (
            <p className={styles.raw}>
              Part of{' '}
              <button
                type="button"
                className={shared.quiet}
                onClick={() => show({ openTask: task.parentId })}
              >
                {task.parent}
              </button>
            </p>
          )}
          <Fields key={task.id} task={task} />
          {task.parentId === null && task.habitId === null && (
            <Subtasks key={`parts-${task.id}`} task={task} />
          )}
          <Checklist
            key={`checklist-${task.id}`}
            task={task}
            onSave={(checklist) => {
              client.tasks.update({ id: task.id, patch: { checklist } }).catch(notifyError);
            }}
          />
          <Notes key={`notes-${task.id}`} task={task} />
          <LinkedFrom id={task.id} />
          {task.status === 'open' && task.onHold === null && <WhyNow key={`why-${task.id}`} id={task.id} />}
          {task.status === 'open' && <Guess key={`guess-${task.id}`} task={task} />}
          {task.status === 'open' && (
            <Promises
              key={`promise-${task.id}`}
              id={task.id}
              onPromise={(day, chance) => {
                client.planning.acceptPromise({ taskId: task.id, day, chance }).catch(notifyError);
              }}
            />
          )}
          <TrackedTime key={`tracked-${task.id}`} task={task} />
          {task.rawText !== '' && (
            <p className={styles.raw}>
              Typed as <q>{task.rawText}</q>
            </p>
          )}
        </div>
      )}
    </SidePanel>
  );
}

function Notes({ task }: { task: Task }) {
  return (
    <NotesField
      value={task.notes}
      onSave={(notes) => client.tasks.update({ id: task.id, patch: { notes } })}
    />
  );
}

function heldButtons({ onHold, habitId }: Task): Array<[Action, string]> {
  if (habitId !== null) return [];
  if (onHold !== null) return [[bringBack, 'Plan again']];
  return [
    [somedayTask, 'Someday'],
    [waitingTask, 'Waiting'],
  ];
}

function Buttons({ task }: { task: Task }) {
  const actions: Array<[Action, string]> =
    task.status === 'open'
      ? [
          [startTask, task.runningSince === null ? 'Start' : 'Pause'],
          [finishTask, 'Finish'],
          [deferTomorrow, 'Tomorrow'],
          task.habitId === null && task.rrule === null ? [dropTask, 'Won’t do'] : [dropTask, 'Skip this one'],
          ...(task.rrule === null ? [] : [[endRepeating, 'End repeating'] as [Action, string]]),
          ...heldButtons(task),
        ]
      : [[reopenTask, 'Reopen']];
  return (
    <div className={panel.buttons}>
      {actions.map(([action, label]) => (
        <button
          key={action.id}
          type="button"
          className={panel.button}
          onClick={() => runAction(action, task)}
        >
          {label} {action.keys[0] && <kbd className={styles.key}>{keyLabel(action.keys[0])}</kbd>}
        </button>
      ))}
    </div>
  );
}
