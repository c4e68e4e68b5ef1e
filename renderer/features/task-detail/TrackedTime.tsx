import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Task } from '../../../core/domain/task.ts';
import type { TrackedStretch } from '../../../core/domain/tracked-stretch.ts';
import { addDays, localOf } from '../../../core/time/zoned.ts';
import { takeBack } from '../../actions/undo.ts';
import { client, orpc } from '../../api/client.ts';
import { useNow } from '../../api/hooks.ts';
import { ClockField } from '../../ui/ClockField.tsx';
import { DateField } from '../../ui/DateField.tsx';
import { notify, notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import panel from '../../ui/panel.module.css';
import { clockTime, minutes, relativeDay } from '../../wording/format.ts';
import styles from './task-detail.module.css';

/** The stretches of work on a task: each can be put right or taken away, and one that no timer saw added. */
export function TrackedTime({ task }: { task: Task }) {
  const [adding, setAdding] = useState(false);
  const { data } = useQuery(orpc.tasks.stretches.queryOptions({ input: { id: task.id } }));
  const stretches = data?.stretches ?? [];
  const expected = task.durationMin ?? task.predicted?.p50 ?? null;
  return (
    <section className={panel.section} aria-label="Tracked time">
      <div className={styles.sectionHead}>
        <h2 className={styles.sectionName}>Tracked time</h2>
        {task.trackedMin >= 0.5 && (
          <span className={styles.sectionNote}>
            {minutes(task.trackedMin)}
            {task.status === 'open' && expected !== null && ` of ${minutes(expected)}`}
          </span>
        )}
        <button type="button" className={shared.quiet} onClick={() => setAdding(!adding)}>
          {adding ? 'Cancel' : 'Add'}
        </button>
      </div>
      {stretches.length > 0 && (
        <ul className={styles.stretches}>
          {stretches.map((stretch) => (
            <Stretch key={stretch.id} stretch={stretch} />
          ))}
        </ul>
      )}
      {adding && <NewStretch task={task} onDone={() => setAdding(false)} />}
    </section>
  );
}

function Stretch({ stretch }: { stretch: TrackedStretch }) {
  const { tz, today, epochMs } = useNow();
  const from = localOf(stretch.start, tz);
  const to = stretch.end === null ? null : localOf(stretch.end, tz);
  const day = from.slice(0, 10);
  const change = (start: string, end: string | null): void => {
    // An end before its start is meant for the day after.
    const till = end !== null && end <= start ? `${addDays(day, 1)}${end.slice(10)}` : end;
    client.tasks.changeStretch({ stretchId: stretch.id, from: start, to: till }).catch(notifyError);
  };
  const remove = (): void => {
    const ask = async (): Promise<void> => {
      await client.tasks.removeStretch({ stretchId: stretch.id });
      notify('Removed tracked time', {
        label: 'Undo',
        run: () => takeBack({ intent: 'tasks.removeStretch', ids: [stretch.taskId] }),
      });
    };
    ask().catch(notifyError);
  };
  return (
    <li className={styles.stretch}>
      <span className={styles.stretchDay}>{relativeDay(day, today)}</span>
      <ClockField
        label="Started at"
        value={from.slice(11)}
        onSave={(time) => time !== '' && change(`${day}T${time}`, to)}
      />
      <span aria-hidden="true">–</span>
      {to === null ? (
        <span className={styles.runningNow}>running</span>
      ) : (
        <ClockField
          label="Ended at"
          value={to.slice(11)}
          onSave={(time) => time !== '' && change(from, `${day}T${time}`)}
        />
      )}
      <span className={styles.stretchLength}>
        {minutes(((stretch.end ?? epochMs) - stretch.start) / 60_000)}
      </span>
      <button
        type="button"
        className={styles.remove}
        aria-label={`Remove the tracked time of ${relativeDay(day, today)}, ${clockTime(from)}`}
        onClick={remove}
      >
        ×
      </button>
    </li>
  );
}

/** A stretch that no timer saw; it is stored once both times are there. */
function NewStretch({ task, onDone }: { task: Task; onDone(): void }) {
  const { today } = useNow();
  const [day, setDay] = useState(today);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const store = (start: string, end: string): void => {
    if (start === '' || end === '') return;
    const till = end <= start ? addDays(day, 1) : day;
    client.tasks
      .track({ id: task.id, from: `${day}T${start}`, to: `${till}T${end}` })
      .then(onDone)
      .catch(notifyError);
  };
  return (
    <div className={styles.stretch}>
      <DateField label="Day" value={day} onSave={(next) => setDay(next ?? today)} />
      <ClockField
        label="New: started at"
        value={from}
        onSave={(time) => {
          setFrom(time);
          store(time, to);
        }}
      />
      <span aria-hidden="true">–</span>
      <ClockField
        label="New: ended at"
        value={to}
        onSave={(time) => {
          setTo(time);
          store(from, time);
        }}
      />
    </div>
  );
}
