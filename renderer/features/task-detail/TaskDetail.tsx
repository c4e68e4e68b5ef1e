import { Drawer } from '@mantine/core';
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
import { Fields } from './Fields.tsx';
import { Guess } from './Guess.tsx';
import { Placement } from './Placement.tsx';
import { TitleField } from '../../ui/fields.tsx';
import panel from '../../ui/panel.module.css';
import styles from './task-detail.module.css';

const HELD = {
  someday: 'For some day: not planned until you plan it again.',
  waiting: 'Waiting: not planned until you plan it again.',
} as const;

/** Everything about one task: every field to change, the guess with its evidence, why it stands where it does. */
export default function TaskDetail({ id }: { id: TaskId }) {
  const query = useTask(id);
  const task = query.data;
  return (
    <Drawer
      opened
      onClose={() => show({ openTask: null })}
      position="right"
      size={420}
      withCloseButton={false}
      attributes={{ content: { 'aria-label': 'Task details' } }}
    >
      {query.isError && <p>{sentenceOf(query.error)}</p>}
      {task && (
        <div className={panel.detail}>
          <TitleField
            key={`title-${task.id}`}
            value={task.title}
            onSave={(title) => client.tasks.update({ id: task.id, patch: { title } })}
          />
          <Buttons task={task} />
          {task.onHold !== null && <p className={styles.raw}>{HELD[task.onHold]}</p>}
          {task.status === 'open' && task.onHold === null && <Placement id={task.id} />}
          {task.status === 'open' && <Guess task={task} />}
          <Fields key={task.id} task={task} />
          {task.rawText !== '' && (
            <p className={styles.raw}>
              Typed as <q>{task.rawText}</q>
            </p>
          )}
        </div>
      )}
    </Drawer>
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
