import { useState } from 'react';
import type { Task } from '../../../core/domain/task.ts';
import { guessedRange } from '../../../core/guess.ts';
import type { PredictionId } from '../../../core/ids.ts';
import { say } from '../../../core/messages/index.ts';
import { client } from '../../api/client.ts';
import { minutes, percent } from '../../wording/format.ts';
import { notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import panel from '../../ui/panel.module.css';
import styles from './task-detail.module.css';

type Verdict = 'tooLong' | 'tooShort' | 'notNow' | 'yes';

const VERDICTS: ReadonlyArray<[Verdict, string]> = [
  ['yes', 'About right'],
  ['tooShort', 'Too short'],
  ['tooLong', 'Too long'],
];

/** The guessed length, what it rests on, and one press to say how good it is. */
export function Guess({ task }: { task: Task }) {
  const { predicted, priorityScore } = task;
  const [open, setOpen] = useState(false);
  const range = predicted && guessedRange(predicted);
  return (
    <section className={panel.section} aria-label="Guesses">
      {predicted && range && (
        <>
          <p className={panel.lead}>
            Guessed at <span className={shared.guess}>{minutes(range.guess)}</span>
            {range.low < range.high && `, likely ${minutes(range.low)} to ${minutes(range.high)}`}{' '}
            <button
              type="button"
              className={shared.quiet}
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            >
              {open ? 'Less' : 'Why?'}
            </button>
          </p>
          {open && <Evidence predicted={predicted} />}
          {predicted.predictionId && <Feedback id={predicted.predictionId} verdicts={VERDICTS} />}
        </>
      )}
      {priorityScore && priorityScore.reasons.length > 0 && (
        <>
          <p className={panel.quiet}>{priorityScore.reasons.map(say).join(' ')}</p>
          {priorityScore.predictionId && (
            <Feedback id={priorityScore.predictionId} verdicts={[['notNow', 'Less urgent']]} />
          )}
        </>
      )}
    </section>
  );
}

/** What the guess rests on: similar tasks, and how likely it is to be done. */
function Evidence({ predicted }: { predicted: NonNullable<Task['predicted']> }) {
  return (
    <>
      <p className={panel.quiet}>{say(predicted.why)}</p>
      {predicted.likelihood && (
        <p className={panel.quiet}>
          {percent(predicted.likelihood.probability)} likely to be done; similar tasks:{' '}
          {percent(predicted.likelihood.rate)}
        </p>
      )}
      {predicted.similar.length > 0 && (
        <ul className={styles.similar}>
          {predicted.similar.map((one) => (
            <li key={one.taskId}>
              <span>{one.title}</span>
              <span>{minutes(one.actualMin)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Feedback({ id, verdicts }: { id: PredictionId; verdicts: ReadonlyArray<[Verdict, string]> }) {
  const [given, setGiven] = useState<Verdict | null>(null);
  const give = (verdict: Verdict): void => {
    setGiven(verdict);
    client.predictions.feedback({ predictionId: id, verdict }).catch((error: unknown) => {
      setGiven(null);
      notifyError(error);
    });
  };
  return (
    <div className={panel.feedback} role="group" aria-label="How good is this guess?">
      {verdicts.map(([verdict, label]) => (
        <button
          key={verdict}
          type="button"
          className={panel.button}
          aria-pressed={given === verdict}
          onClick={() => give(verdict)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
