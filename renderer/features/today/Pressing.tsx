import { useState } from 'react';
import type { OverloadView, Remedy } from '../../../core/domain/overload.ts';
import { say } from '../../../core/messages/index.ts';
import { applyRemedy } from '../../actions/remedy.ts';
import { notifyError } from '../../ui/notify.tsx';
import { show } from '../../state/window.ts';
import { fullMoment } from '../../wording/format.ts';
import { remedyWords } from '../../wording/remedy.ts';
import shared from '../../ui/ui.module.css';
import styles from './overload.module.css';

type Urgent = OverloadView['urgent'][number];

/** Tasks that speak without being asked; the others are one press away. */
const SHOWN = 2;

/** What matters most and has no place: one sentence each, and what can be done about it, each by one press. */
export function Pressing({ overload, today }: { overload: OverloadView; today: string }) {
  const [open, setOpen] = useState(false);
  const { urgent } = overload;
  if (urgent.length === 0) return null;
  const shown = open ? urgent : urgent.slice(0, SHOWN);
  return (
    <section className={styles.pressing} aria-label="More work than fits">
      {shown.map((task) => (
        <PressingTask key={task.taskId} task={task} today={today} />
      ))}
      {urgent.length > SHOWN && (
        <button type="button" className={shared.quiet} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Show fewer' : `${urgent.length - SHOWN} more not planned`}
        </button>
      )}
    </section>
  );
}

function PressingTask({ task, today }: { task: Urgent; today: string }) {
  const [busy, setBusy] = useState(false);
  const act = (remedy: Remedy): void => {
    setBusy(true);
    applyRemedy(task, remedy, today)
      .catch(notifyError)
      .finally(() => setBusy(false));
  };
  const { remedies } = task;
  const trouble = task.late && task.deadline !== null;
  return (
    <div className={styles.task}>
      <p className={styles.sentence} title={task.why ? say(task.why) : undefined}>
        {trouble
          ? `Due ${fullMoment(task.deadline ?? '', today)} and not planned: `
          : 'Priority 1 and not planned: '}
        <button type="button" className={styles.name} onClick={() => show({ openTask: task.taskId })}>
          {task.title}
        </button>
        {remedies.length > 0
          ? ` ${trouble ? 'can be on time' : 'fits'} if you:`
          : task.why && ` ${say(task.why)}`}
      </p>
      {remedies.length > 0 && (
        <div className={styles.remedies} role="group" aria-label={`What makes room for ${task.title}`}>
          {remedies.map((remedy) => (
            <button
              key={remedy.kind}
              type="button"
              className={styles.remedy}
              disabled={busy}
              onClick={() => act(remedy)}
            >
              {remedyWords(remedy, today)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
